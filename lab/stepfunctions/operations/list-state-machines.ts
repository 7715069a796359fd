import { epochSeconds } from '../history.ts';
import type { Store } from '../store.ts';
import { only } from './members.ts';
import { type PageRequest, page } from './page.ts';

/** By name. */
export const listStateMachines = (store: Store) => (input: PageRequest) => {
  only('ListStateMachines', input, 'maxResults', 'nextToken');
  const { items, token } = page(store.machines(), input, ({ arn }) => arn);
  const stateMachines = items.map(({ arn, name, type, createdAt }) => ({
    stateMachineArn: arn,
    name,
    type,
    creationDate: epochSeconds(createdAt),
  }));
  return { stateMachines, ...token };
};
