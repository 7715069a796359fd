import type { Caller } from '../../kernel/service.ts';
import { epochSeconds } from '../history.ts';
import type { StartRequest, Store } from '../store.ts';
import { only } from './members.ts';

export const startExecution = (store: Store) => (input: StartRequest, caller: Caller) => {
  only('StartExecution', input, 'stateMachineArn', 'name', 'input', 'traceHeader');
  const { arn, startedAt } = store.start({ ...input, traceHeader: caller.traceHeader ?? input.traceHeader });
  return { executionArn: arn, startDate: epochSeconds(startedAt) };
};
