import type { Store } from '../store.ts';
import { summaryOf } from './describe-execution.ts';
import { only } from './only.ts';
import { type PageRequest, page } from './page.ts';

interface Input extends PageRequest {
  readonly stateMachineArn: string;
  readonly statusFilter?: string;
}

/** Newest first. */
export const listExecutions = (store: Store) => (input: Input) => {
  only('ListExecutions', input, 'stateMachineArn', 'statusFilter', 'maxResults', 'nextToken');
  const { arn } = store.machine(input.stateMachineArn);
  const { statusFilter } = input;
  const summaries = store.executions(arn).map(summaryOf);
  const chosen = summaries.filter(({ status }) => statusFilter === undefined || status === statusFilter);
  const { items, token } = page(chosen, input, ({ executionArn }) => executionArn);
  return { executions: items, ...token };
};
