import { type Append, type Branch, createRoot } from './branch.ts';
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
import { type ExecutionTrace, traceOf } from './tracing.ts';

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
  /** As it was when the execution was started. */
  readonly machine: Machine;
  readonly arn: string;
  readonly name: string;
  readonly input: Payload;
  /** As it was given. */
  readonly traceHeader: string | undefined;
  readonly trace: ExecutionTrace;
  /** Epoch ms. */
  readonly startedAt: number;
  /** Empty for an Express workflow. */
  readonly history: readonly HistoryEvent[];
  /** Undefined while it runs; `at` in epoch ms. */
  ended(): (Ending & { readonly at: number }) | undefined;
  /** How often it was redriven, and when last, in epoch ms. */
  redrives(): { readonly count: number; readonly at: number | undefined };
  /** Stops it from outside; nothing happens to an execution that has ended. */
  stop(error: string | undefined, cause: string | undefined): void;
  /** Goes on from the state in which it ended otherwise than well. Whether it may is for the caller to say. */
  redrive(): void;
  /** Bills a state entered, a retry, or a redrive. */
  countTransition(): void;
}

export interface StartOptions {
  readonly arn: string;
  readonly name: string;
  readonly input: Payload;
  readonly traceHeader: string | undefined;
  /** Called at the end, of a redriven execution each time. */
  readonly onEnd?: () => void;
}

/** Express workflows run five minutes at most ("Choosing workflow type in Step Functions"). */
const EXPRESS_SECONDS = 300;

/** Starts an execution: its first state is entered before this returns. */
export const startExecution = (
  engine: Engine,
  machine: Machine,
  { onEnd, ...options }: StartOptions,
): Execution => {
  const { kernel, meter, metrics, countStart } = engine;
  const { clock } = kernel;
  const isExpress = machine.type === 'EXPRESS';
  const history: HistoryEvent[] = [];
  let events = 0;
  let ending: (Ending & { at: number }) | undefined;
  let redrives: { count: number; at: number | undefined } = { count: 0, at: undefined };

  /** Source: Step Functions Developer Guide, "Monitoring Step Functions metrics using CloudWatch". */
  const measure = (name: string, value = 1): void =>
    metrics?.put({ namespace: 'AWS/States', name, dimensions: { StateMachineArn: machine.arn } }, value);

  const write: Append = (type, previousEventId, details) => {
    const id = ++events;
    if (!isExpress)
      history.push({ id, previousEventId, timestamp: epochSeconds(clock.now()), type, ...details });
    return id;
  };

  /** The last event is the execution's end, whatever happens. */
  const append: Append = (type, previousEventId, details) => {
    if (isExpress || events < HISTORY_LIMIT - 1) return write(type, previousEventId, details);
    if (ending !== undefined) return previousEventId;
    const cause = `The execution reached the maximum number of history events (${HISTORY_LIMIT}).`;
    end({ status: 'FAILED', error: errors.runtime, cause });
    root.abort();
    throw new Aborted();
  };

  const end = (how: Ending, previousEventId = root.lastEventId()): void => {
    if (ending !== undefined) return;
    ending = { ...how, at: clock.now() };
    write(...endEvent(how, previousEventId));
    measure(METRICS[how.status]);
    measure('ExecutionTime', clock.now() - execution.startedAt);
    deadline?.cancel();
    execution.trace.segments?.end(how.status);
    kernel.tell(`states:${machine.name}`, `execution:${options.name}`, how);
    onEnd?.();
  };

  /** Stops what runs, and ends. As on AWS, what comes from outside the workflow follows no event of it. */
  const cut = (how: Ending): void => {
    if (ending !== undefined) return;
    root.abort();
    end(how, 0);
  };

  /** The limit counts from here: a redrive sets it back. */
  const startDeadline = () => {
    const { timeoutSeconds } = machine.workflow;
    const seconds = isExpress ? Math.min(timeoutSeconds ?? EXPRESS_SECONDS, EXPRESS_SECONDS) : timeoutSeconds;
    return seconds === undefined
      ? undefined
      : clock.after(seconds * 1000, () => cut({ status: 'TIMED_OUT' }));
  };

  const run = (branch: Branch, stood = branch.standing()): void => {
    deadline = startDeadline();
    void runWorkflow(machine.workflow, execution, branch, options.input, stood).then(
      ({ text }) => end({ status: 'SUCCEEDED', output: text }),
      (reason: unknown) => {
        if (reason instanceof StateFailure)
          end({ status: 'FAILED', error: reason.error, cause: reason.cause });
        // Anything else is a defect of the lab, which must not pass for a failed execution.
        else if (!(reason instanceof Aborted)) throw reason;
      },
    );
  };

  const execution: Execution = {
    ...options,
    engine,
    machine,
    trace: traceOf(engine, machine, { ...options, executionArn: options.arn }),
    startedAt: clock.now(),
    history,
    ended: () => ending,
    redrives: () => redrives,
    stop: (error, cause) => cut({ status: 'ABORTED', error, cause }),
    redrive: () => {
      redrives = { count: redrives.count + 1, at: clock.now() };
      ending = undefined;
      const details = { executionRedrivenEventDetails: { redriveCount: redrives.count } };
      const redrivenEventId = write('ExecutionRedriven', 0, details);
      execution.countTransition();
      const stood = root.standing();
      root = createRoot(clock, append, redrivenEventId, root);
      run(root, stood);
    },
    countTransition: () => {
      if (isExpress) return;
      const caller = `stateMachine:${machine.name}`;
      meter.count({ unit: 'stepfunctions.transitions', quantity: 1, caller, resource: machine.name });
    },
  };

  let deadline: ReturnType<typeof startDeadline>;
  let root: Branch = createRoot(clock, append, 0);
  write('ExecutionStarted', 0, {
    executionStartedEventDetails: {
      input: options.input.text,
      inputDetails: NOT_TRUNCATED,
      roleArn: machine.roleArn,
    },
  });
  measure('ExecutionsStarted');
  if (countStart) execution.countTransition();
  run(root);
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
