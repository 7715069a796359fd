import { epochSeconds } from '../history.ts';
import type { Store } from '../store.ts';
import { only } from './members.ts';

interface Input {
  readonly executionArn: string;
  readonly error?: string;
  readonly cause?: string;
}

/** An execution that has ended stays as it is; the answer is the moment it ended. */
export const stopExecution = (store: Store) => (input: Input) => {
  only('StopExecution', input, 'executionArn', 'error', 'cause');
  const execution = store.execution(input.executionArn);
  execution.stop(input.error, input.cause);
  return { stopDate: epochSeconds(execution.ended()?.at ?? 0) };
};
