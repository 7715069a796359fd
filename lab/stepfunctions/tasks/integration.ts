import type { Source } from '../definition/source.ts';
import type { Event } from '../history.ts';
import type { Payload } from '../payload.ts';
import type { Step } from '../step.ts';

/** Makes the call and answers its result; `onStarted` when it gets there. Rejects with `StateFailure`. */
export type Call = (onStarted: () => void) => Promise<unknown>;

/** A kind of `Resource`: what to call, and the events it leaves in the history. */
export interface Integration {
  /** Whether the task ends when its token comes back, and not with the answer to the call. */
  readonly waitsForToken: boolean;
  /** Checks the literal parts of the state when the definition is read. */
  check(source: Source): void;
  /** @throws StateFailure for arguments that cannot be called with. */
  call(step: Step, args: Payload): Call;
  readonly events: TaskEvents;
}

export interface TaskLimits {
  readonly timeoutSeconds: number | undefined;
  readonly heartbeatSeconds: number | undefined;
}

/** The events of one task, in the integration's own family. */
export interface TaskEvents {
  scheduled(args: Payload, limits: TaskLimits): Event;
  started(): Event;
  /** The call of a task that goes on to wait for its token was answered. */
  submitted(output: string): Event;
  succeeded(output: string): Event;
  failed(failure: { readonly error: string | undefined; readonly cause: string | undefined }): Event;
  timedOut(error: string): Event;
}
