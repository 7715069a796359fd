import type { Store } from '../store.ts';
import { summaryOf } from './describe-execution.ts';
import { only } from './members.ts';
import { type PageRequest, page } from './page.ts';
import { standardOnly } from './type-not-supported.ts';

interface Input extends PageRequest {
  readonly stateMachineArn: string;
  readonly statusFilter?: string;
  readonly redriveFilter?: 'REDRIVEN' | 'NOT_REDRIVEN';
}

/** Newest first. */
export const listExecutions = (store: Store) => (input: Input) => {
  only(
    'ListExecutions',
    input,
    'stateMachineArn',
    'statusFilter',
    'redriveFilter',
    'maxResults',
    'nextToken',
  );
  const machine = store.machine(input.stateMachineArn);
  standardOnly(machine);
  const { statusFilter, redriveFilter } = input;
  const summaries = store.executions(machine.arn).map(summaryOf);
  const chosen = summaries.filter(
    ({ status, redriveCount }) =>
      (statusFilter === undefined || status === statusFilter) &&
      (redriveFilter === undefined || redriveCount > 0 === (redriveFilter === 'REDRIVEN')),
  );
  const { items, token } = page(chosen, input, ({ executionArn }) => executionArn);
  return { executions: items, ...token };
};
