import type { HistoryEvent } from '../history.ts';
import type { Store } from '../store.ts';
import { only } from './members.ts';
import { type PageRequest, page } from './page.ts';

interface Input extends PageRequest {
  readonly executionArn: string;
  readonly reverseOrder?: boolean;
  readonly includeExecutionData?: boolean;
}

export const getExecutionHistory = (store: Store) => (input: Input) => {
  only(
    'GetExecutionHistory',
    input,
    'executionArn',
    'reverseOrder',
    'includeExecutionData',
    'maxResults',
    'nextToken',
  );
  const { history } = store.execution(input.executionArn);
  const events = input.reverseOrder ? history.toReversed() : history;
  const { items, token } = page(events, input, ({ id }) => String(id));
  return { events: input.includeExecutionData === false ? items.map(withoutData) : items, ...token };
};

const DATA = ['input', 'inputDetails', 'output', 'outputDetails'];

const withoutData = (event: HistoryEvent): object =>
  Object.fromEntries(
    Object.entries(event).map(([member, value]) => [
      member,
      typeof value === 'object' ? stripped(value) : value,
    ]),
  );

const stripped = (details: object): object =>
  Object.fromEntries(Object.entries(details).filter(([member]) => !DATA.includes(member)));
