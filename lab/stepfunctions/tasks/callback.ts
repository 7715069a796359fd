import type { Timer } from '../../kernel/clock.ts';
import { errors, StateFailure } from '../errors.ts';
import type { Step } from '../step.ts';

/** A task's wait for whoever has its token. */
export interface Callback {
  /** What SendTaskSuccess gave. Rejects with the `StateFailure` of SendTaskFailure. */
  readonly answer: Promise<unknown>;
  /** Rejects once no heartbeat came for `seconds`, from now on. Never resolves. */
  heartbeats(seconds: number): Promise<never>;
  /** From now on the token is good for nothing. */
  close(): void;
}

/** Issues the token of an attempt at a task, and shows it to the expressions of the step. */
export const openCallback = (step: Step): Callback => {
  const { branch, execution } = step;
  const { taskTokens } = execution.engine;
  let onHeartbeat = (): void => {};
  let timer: Timer | undefined;
  let token = '';
  const answer = new Promise<unknown>((resolve, reject) => {
    token = taskTokens.issue({ succeed: resolve, fail: reject, heartbeat: () => onHeartbeat() });
  });
  // A failure may be sent before the call is answered and anybody waits for it.
  answer.catch(() => {});
  step.taskToken = token;
  const forget = branch.whenAborted(() => taskTokens.close(token));
  return {
    answer,
    heartbeats: (seconds) =>
      new Promise((_, reject) => {
        onHeartbeat = () => {
          timer?.cancel();
          timer = branch.after(seconds * 1000, () =>
            reject(new StateFailure(errors.timeout, undefined, { isHeartbeat: true })),
          );
        };
        onHeartbeat();
      }),
    close: () => {
      timer?.cancel();
      taskTokens.close(token);
      forget();
    },
  };
};
