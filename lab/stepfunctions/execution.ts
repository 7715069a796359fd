import { type Append, type Branch, createBranch } from './branch.ts';
import type { Engine } from './engine.ts';
import { Aborted, errors, StateFailure } from './errors.ts';
import {
  type EventDetails,
  epochSeconds,
  HISTORY_LIMIT,
  type HistoryEvent,
  NOT_TRUNCATED,
} from './history.ts';
import { runWorkflow } from './interpreter.ts';
import type { Machine } from './machine.ts';
import type { Payload } from './payload.ts';

/** How an execution ended; texts as DescribeExecution gives them. */
export type Ending =
  | { readonly status: 'SUCCEEDED'; readonly output: string }
  | {
      readonly status: 'FAILED' | 'TIMED_OUT' | 'ABORTED';
      readonly error?: string | undefined;
      readonly cause?: string | undefined;
    };

export interface Execution {
  readonly engine: Engine;
  readonly machine: Machine;
  readonly arn: string;
  readonly name: string;
  readonly input: Payload;
  readonly traceHeader: string | undefined;
  /** Epoch ms. */
  readonly startedAt: number;
  readonly history: readonly HistoryEvent[];
  /** Undefined while it runs; `at` in epoch ms. */
  ended(): (Ending & { readonly at: number }) | undefined;
  /** Stops it from outside; nothing happens to an execution that has ended. */
  stop(error: string | undefined, cause: string | undefined): void;
  /** Bills a state entered, or a retry. */
  countTransition(): void;
}

export interface StartOptions {
  readonly arn: string;
  readonly name: string;
  readonly input: Payload;
  readonly traceHeader: string | undefined;
}

/** Starts an execution: its first state is entered before this returns. */
export const startExecution = (engine: Engine, machine: Machine, options: StartOptions): Execution => {
  const { kernel, meter, metrics, countStart } = engine;
  const { clock } = kernel;
  const history: HistoryEvent[] = [];
  let ending: (Ending & { at: number }) | undefined;

  /** Source: Step Functions Developer Guide, "Monitoring Step Functions metrics using CloudWatch". */
  const measure = (name: string, value = 1): void =>
    metrics?.put({ namespace: 'AWS/States', name, dimensions: { StateMachineArn: machine.arn } }, value);

  const write: Append = (type, previousEventId, details) => {
    const id = history.length + 1;
    history.push({ id, previousEventId, timestamp: epochSeconds(clock.now()), type, ...details });
    return id;
  };

  /** The last event is the execution's end, whatever happens. */
  const append: Append = (type, previousEventId, details) => {
    if (history.length < HISTORY_LIMIT - 1) return write(type, previousEventId, details);
    if (ending !== undefined) return previousEventId;
    const cause = `The execution reached the maximum number of history events (${HISTORY_LIMIT}).`;
    end({ status: 'FAILED', error: errors.runtime, cause });
    root.abort();
    throw new Aborted();
  };

  const root: Branch = createBranch(clock, append);

  const end = (how: Ending, previousEventId = root.lastEventId()): void => {
    if (ending !== undefined) return;
    ending = { ...how, at: clock.now() };
    write(...endEvent(how, previousEventId));
    measure(METRICS[how.status]);
    measure('ExecutionTime', clock.now() - execution.startedAt);
    deadline?.cancel();
    kernel.tell(`states:${machine.name}`, `execution:${options.name}`, how);
  };

  /** Stops what runs, and ends. As on AWS, what comes from outside the workflow follows no event of it. */
  const cut = (how: Ending): void => {
    if (ending !== undefined) return;
    root.abort();
    end(how, 0);
  };

  const execution: Execution = {
    ...options,
    engine,
    machine,
    startedAt: clock.now(),
    history,
    ended: () => ending,
    stop: (error, cause) => cut({ status: 'ABORTED', error, cause }),
    countTransition: () => {
      const caller = `stateMachine:${machine.name}`;
      meter.count({ unit: 'stepfunctions.transitions', quantity: 1, caller, resource: machine.name });
    },
  };

  const { input } = options;
  write('ExecutionStarted', 0, {
    executionStartedEventDetails: {
      input: input.text,
      inputDetails: NOT_TRUNCATED,
      roleArn: machine.roleArn,
    },
  });
  measure('ExecutionsStarted');
  if (countStart) execution.countTransition();
  const { timeoutSeconds } = machine.workflow;
  const deadline =
    timeoutSeconds === undefined
      ? undefined
      : clock.after(timeoutSeconds * 1000, () => cut({ status: 'TIMED_OUT' }));
  void runWorkflow(machine.workflow, execution, root, input).then(
    ({ text }) => end({ status: 'SUCCEEDED', output: text }),
    (reason: unknown) => {
      if (reason instanceof StateFailure) end({ status: 'FAILED', error: reason.error, cause: reason.cause });
      // Anything else is a defect of the lab, which must not pass for a failed execution.
      else if (!(reason instanceof Aborted)) throw reason;
    },
  );
  return execution;
};

/** The metric that counts executions that end so. */
const METRICS = {
  SUCCEEDED: 'ExecutionsSucceeded',
  FAILED: 'ExecutionsFailed',
  TIMED_OUT: 'ExecutionsTimedOut',
  ABORTED: 'ExecutionsAborted',
} as const satisfies Record<Ending['status'], string>;

/** The event that closes a history. A timeout has its name only there. */
const endEvent = (how: Ending, previousEventId: number): readonly [string, number, EventDetails] => {
  switch (how.status) {
    case 'SUCCEEDED': {
      const details = { output: how.output, outputDetails: NOT_TRUNCATED };
      return ['ExecutionSucceeded', previousEventId, { executionSucceededEventDetails: details }];
    }
    case 'FAILED':
      return ['ExecutionFailed', previousEventId, { executionFailedEventDetails: failureDetails(how) }];
    case 'ABORTED':
      return ['ExecutionAborted', previousEventId, { executionAbortedEventDetails: failureDetails(how) }];
    case 'TIMED_OUT':
      return [
        'ExecutionTimedOut',
        previousEventId,
        { executionTimedOutEventDetails: { error: errors.timeout } },
      ];
  }
};

const failureDetails = ({ error, cause }: { error?: string | undefined; cause?: string | undefined }) => ({
  ...(error !== undefined && { error }),
  ...(cause !== undefined && { cause }),
});
