import type { Clock, Timer } from '../kernel/clock.ts';
import { Aborted } from './errors.ts';
import type { Event, EventDetails } from './history.ts';
import type { Step } from './step.ts';
import type { StateTypeName } from './workflow.ts';

/** `$states.context.Map.Item`. */
export interface MapItem {
  readonly Index: number;
  readonly Value: unknown;
  readonly Source: 'STATE_DATA';
}

/** One line of control: the execution's own, that of one branch of a Parallel, or of one iteration of a Map. */
export interface Branch {
  /** Variables in scope: the branch's own, before those of the branches around it. */
  readonly variables: Record<string, unknown>;
  /** The item of the innermost Map around. */
  readonly item: MapItem | undefined;
  /** The visit to the Parallel or Map that this is a branch of. */
  readonly around: Step | undefined;
  /** Writes an event after the branch's last one; answers its id. Throws `Aborted` once the branch is stopped. */
  record(type: string, details?: EventDetails): number;
  /** The state the branch goes into; undefined on leaving one. */
  stand(step: Step | undefined): void;
  /** Where the branch stands, or stood when it failed or was stopped; undefined between states and at its end. */
  standing(): Step | undefined;
  /** A timer that does not outlive the branch. */
  after(delayMs: number, action: () => void): Timer;
  /** Has something undone when the branch is stopped; answers how to forget it. */
  whenAborted(undo: () => void): () => void;
  /** Never resolves if the branch is stopped meanwhile. */
  sleep(delayMs: number): Promise<void>;
  /** A branch within this one, going on after its last event. */
  fork(options?: ForkOptions): Branch;
  /** Goes on alone, after the event that the last of the forks ended with. */
  join(forks: Iterable<Branch>, last: Branch): void;
  lastEventId(): number;
  isAborted(): boolean;
  /**
   * Stops this branch and those forked from it, innermost first. Functions already invoked keep running. `event` is
   * the last one recorded, by default the one that the fork was given.
   */
  abort(event?: Event): void;
}

export interface ForkOptions {
  readonly item?: MapItem;
  /** Recorded when the branch is stopped. */
  readonly aborted?: Event;
  /** Goes on with the variables of this branch, which failed or was stopped. */
  readonly after?: Branch | undefined;
}

/** Appends to the history of the execution; answers the event's id. */
export type Append = (type: string, previousEventId: number, details?: EventDetails) => number;

/** Types of state that record `<Type>StateAborted` (HistoryEventType in the API reference). */
const ABORTABLE: readonly StateTypeName[] = ['Task', 'Wait', 'Parallel', 'Map'];

/** The outermost branch of an execution that starts; of one that goes on, `after` the branch that ended before. */
export const createRoot = (clock: Clock, append: Append, lastEventId: number, after?: Branch): Branch =>
  createBranch(
    clock,
    append,
    lastEventId,
    after?.variables ?? Object.create(null),
    undefined,
    undefined,
    undefined,
  );

const createBranch = (
  clock: Clock,
  append: Append,
  firstEventId: number,
  variables: Record<string, unknown>,
  item: MapItem | undefined,
  aborted: Event | undefined,
  around: Step | undefined,
): Branch => {
  const undone = new Set<() => void>();
  const forks = new Set<Branch>();
  let lastEventId = firstEventId;
  let current: Step | undefined;
  let isAborted = false;

  const branch: Branch = {
    variables,
    item,
    around,
    record: (type, details) => {
      if (isAborted) throw new Aborted();
      lastEventId = append(type, lastEventId, details);
      return lastEventId;
    },
    stand: (step) => {
      current = step;
    },
    standing: () => current,
    after: (delayMs, action) => {
      if (isAborted) throw new Aborted();
      const timer = clock.after(delayMs, () => {
        forget();
        action();
      });
      const forget = branch.whenAborted(() => timer.cancel());
      return {
        cancel: () => {
          forget();
          timer.cancel();
        },
      };
    },
    whenAborted: (undo) => {
      undone.add(undo);
      return () => void undone.delete(undo);
    },
    sleep: (delayMs) => new Promise((resolve) => branch.after(delayMs, resolve)),
    fork: ({ item: own = item, aborted: event, after } = {}) => {
      const scope = after?.variables ?? Object.create(variables);
      const fork = createBranch(clock, append, lastEventId, scope, own, event, current);
      forks.add(fork);
      return fork;
    },
    join: (ended, last) => {
      for (const fork of ended) forks.delete(fork);
      lastEventId = last.lastEventId();
    },
    lastEventId: () => lastEventId,
    isAborted: () => isAborted,
    abort: (event = aborted) => {
      if (isAborted) return;
      for (const fork of forks) fork.abort();
      if (current !== undefined && ABORTABLE.includes(current.state.type))
        branch.record(`${current.state.type}StateAborted`);
      if (event !== undefined) branch.record(...event);
      isAborted = true;
      for (const undo of undone) undo();
    },
  };
  return branch;
};
