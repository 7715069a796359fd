import type { Source } from '../definition/source.ts';
import type { EventDetails } from '../history.ts';
import type { Payload } from '../payload.ts';
import type { Step } from '../step.ts';

/** What a Task asks of a function. */
export interface FunctionCall {
  readonly functionArn: string;
  readonly functionName: string;
  readonly payload: unknown;
  /** Whether the function only has to accept the event. */
  readonly isAsync: boolean;
}

/** The answer: the request's id, and what the function returned. */
export interface FunctionAnswer {
  readonly requestId: string;
  readonly payload: unknown;
}

/** A kind of `Resource`: what to call, what its answer looks like, and the events it leaves in the history. */
export interface Integration {
  /** Checks the literal parts of the state when the definition is read. */
  check(source: Source): void;
  /** @throws StateFailure for arguments that cannot be called with. */
  call(step: Step, args: Payload): FunctionCall;
  /** `$states.result`. */
  result(call: FunctionCall, answer: FunctionAnswer): unknown;
  readonly events: TaskEvents;
}

/** The events of one task, in the integration's own family. */
export interface TaskEvents {
  scheduled(args: Payload, timeoutSeconds: number | undefined): TaskEvent;
  started(): TaskEvent;
  succeeded(output: string): TaskEvent;
  failed(failure: { readonly error: string | undefined; readonly cause: string | undefined }): TaskEvent;
  timedOut(error: string): TaskEvent;
}

export type TaskEvent = readonly [type: string, details?: EventDetails];
