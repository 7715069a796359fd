import type { Clock, Timer } from '../kernel/clock.ts';
import { Aborted } from './errors.ts';
import type { EventDetails } from './history.ts';
import type { State, StateTypeName } from './workflow.ts';

/** One line of control: the execution's own, or that of one branch of a Parallel. */
export interface Branch {
  /** Variables in scope: the branch's own, before those of the branches around it. */
  readonly variables: Record<string, unknown>;
  /** Writes an event after the branch's last one; answers its id. Throws `Aborted` once the branch is stopped. */
  record(type: string, details?: EventDetails): number;
  /** The state the branch stands in; undefined between states and once it has ended. */
  enter(state: State | undefined): void;
  /** A timer that does not outlive the branch. */
  after(delayMs: number, action: () => void): Timer;
  /** Never resolves if the branch is stopped meanwhile. */
  sleep(delayMs: number): Promise<void>;
  /** A branch within this one, going on after its last event. */
  fork(): Branch;
  /** Goes on alone, after the event that the last of the forks ended with. */
  join(forks: readonly Branch[], last: Branch): void;
  lastEventId(): number;
  isAborted(): boolean;
  /** Stops this branch and those forked from it, innermost first. Functions already invoked keep running. */
  abort(): void;
}

/** Appends to the history of the execution; answers the event's id. */
export type Append = (type: string, previousEventId: number, details?: EventDetails) => number;

/** Types of state that record `<Type>StateAborted` (HistoryEventType in the API reference). */
const ABORTABLE: readonly StateTypeName[] = ['Task', 'Wait', 'Parallel'];

export const createBranch = (clock: Clock, append: Append, around?: Branch): Branch => {
  const variables: Record<string, unknown> = Object.create(around?.variables ?? null);
  const timers = new Set<Timer>();
  const forks = new Set<Branch>();
  let lastEventId = around?.lastEventId() ?? 0;
  let current: State | undefined;
  let aborted = false;

  const branch: Branch = {
    variables,
    record: (type, details) => {
      if (aborted) throw new Aborted();
      lastEventId = append(type, lastEventId, details);
      return lastEventId;
    },
    enter: (state) => {
      current = state;
    },
    after: (delayMs, action) => {
      if (aborted) throw new Aborted();
      const timer = clock.after(delayMs, () => {
        timers.delete(handle);
        action();
      });
      const handle: Timer = {
        cancel: () => {
          timers.delete(handle);
          timer.cancel();
        },
      };
      timers.add(handle);
      return handle;
    },
    sleep: (delayMs) => new Promise((resolve) => branch.after(delayMs, resolve)),
    fork: () => {
      const fork = createBranch(clock, append, branch);
      forks.add(fork);
      return fork;
    },
    join: (ended, last) => {
      for (const fork of ended) forks.delete(fork);
      lastEventId = last.lastEventId();
    },
    lastEventId: () => lastEventId,
    isAborted: () => aborted,
    abort: () => {
      if (aborted) return;
      for (const fork of forks) fork.abort();
      if (current !== undefined && ABORTABLE.includes(current.type))
        branch.record(`${current.type}StateAborted`);
      aborted = true;
      for (const timer of timers) timer.cancel();
    },
  };
  return branch;
};
