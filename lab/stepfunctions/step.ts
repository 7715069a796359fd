import type { Branch } from './branch.ts';
import { errors, StateFailure } from './errors.ts';
import type { Execution } from './execution.ts';
import type { Fork } from './forks.ts';
import { isOversize, type Payload, payloadOf } from './payload.ts';
import type { State } from './workflow.ts';

/** One visit of a branch to a state. */
export interface Step {
  readonly execution: Execution;
  readonly branch: Branch;
  readonly state: State;
  readonly input: Payload;
  readonly enteredEventId: number;
  /** Epoch ms. */
  readonly enteredAt: number;
  /** Retries so far, over all retriers. */
  retryCount: number;
  /** The branches or iterations of the last attempt, by index, until all have ended well. */
  forks: ReadonlyMap<number, Fork> | undefined;
  /** Of the attempt under way, in a task that waits for it. */
  taskToken: string | undefined;
  /** Of its subsegment, if the execution is traced. */
  segmentId: string | undefined;
}

/** A failure that the interpreter itself reports: its cause names the state and the event of its entry. */
export const failureOf = (step: Step, error: string, cause: string): StateFailure => {
  const where = `(entered at the event id #${step.enteredEventId})`;
  return new StateFailure(
    error,
    `An error occurred while executing the state '${step.state.name}' ${where}. ${cause}`,
  );
};

/**
 * Makes a payload of what a state takes or gives.
 * @throws StateFailure `States.DataLimitExceeded` beyond 262,144 bytes.
 */
export const limited = (step: Step, value: unknown): Payload => {
  const payload = payloadOf(value);
  if (!isOversize(payload.text)) return payload;
  const cause = `The state/task '${step.state.name}' returned a result with a size exceeding the maximum number of bytes service limit.`;
  throw new StateFailure(errors.dataLimitExceeded, cause);
};

/** `$states.context`: the context object, as "Accessing execution data from the Context object" describes it. */
export const contextOf = ({ execution, branch, state, enteredAt, retryCount, taskToken }: Step) => ({
  Execution: {
    Id: execution.arn,
    Input: execution.input.value,
    Name: execution.name,
    RoleArn: execution.machine.roleArn,
    StartTime: new Date(execution.startedAt).toISOString(),
    ...redriven(execution),
  },
  State: { EnteredTime: new Date(enteredAt).toISOString(), Name: state.name, RetryCount: retryCount },
  StateMachine: { Id: execution.machine.arn, Name: execution.machine.name },
  Task: { ...(taskToken !== undefined && { Token: taskToken }) },
  ...(branch.item !== undefined && { Map: { Item: branch.item } }),
});

const redriven = (execution: Execution) => {
  const { count, at } = execution.redrives();
  return { RedriveCount: count, ...(at !== undefined && { RedriveTime: new Date(at).toISOString() }) };
};
