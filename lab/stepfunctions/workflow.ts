import type { Payload } from './payload.ts';
import type { Step } from './step.ts';

/** The compiled form of a definition, of each branch of a Parallel, and of a Map's processor. */
export interface Workflow {
  readonly startAt: string;
  readonly states: ReadonlyMap<string, State>;
  /** Only the outermost workflow can have one. */
  readonly timeoutSeconds: number | undefined;
}

export interface State {
  readonly name: string;
  readonly type: StateTypeName;
  readonly run: Run;
}

export type StateTypeName = 'Task' | 'Wait' | 'Pass' | 'Succeed' | 'Fail' | 'Choice' | 'Parallel' | 'Map';

/** Runs a state from its entry to its exit. Rejects with `StateFailure`, or with `Aborted`. */
export type Run = (step: Step) => Promise<Outcome>;

export interface Outcome {
  readonly output: Payload;
  /** The state to go to; undefined ends the workflow. */
  readonly next: string | undefined;
  /** Variables to assign on leaving the state. */
  readonly assign: Readonly<Record<string, unknown>> | undefined;
}
