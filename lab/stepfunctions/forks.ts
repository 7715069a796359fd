import type { Branch } from './branch.ts';
import { StateFailure } from './errors.ts';
import type { Event } from './history.ts';
import type { Payload } from './payload.ts';
import type { Step } from './step.ts';

/** A branch of a Parallel, or an iteration of a Map, as far as it has come. */
export interface Fork {
  readonly branch: Branch;
  /** Undefined until it has ended well. */
  output: Payload | undefined;
}

interface Forks {
  readonly count: number;
  /** How many may run at once. */
  readonly concurrency: number;
  /** Opens the branch for one of them; `after` is the branch of an earlier attempt, which a redrive goes on from. */
  open(index: number, after: Branch | undefined): Branch;
  /** Runs one of them, from where it `stood` in the earlier attempt. */
  run(index: number, branch: Branch, stood: Step | undefined): Promise<Payload>;
  /** What is recorded as the end of one of them. Default: nothing. */
  ending?(index: number, how: 'Succeeded' | 'Failed'): Event;
}

/**
 * Runs branches beside each other and answers their outputs in order. The first to fail stops the others, and its
 * failure is the state's. In a redriven execution those that ended well before are not run again.
 */
export const runForks = async (
  step: Step,
  { count, concurrency, open, run, ending }: Forks,
): Promise<unknown[]> => {
  const { branch } = step;
  const earlier = step.forks;
  const forks = new Map<number, Fork>();
  step.forks = forks;
  let last = branch;
  let next = 0;
  let hasFailed = false;

  /** At once: whoever ends a moment later has not ended. */
  const stopAll = (first: Fork, event: Event | undefined): void => {
    if (hasFailed) return;
    hasFailed = true;
    next = count;
    last = first.branch;
    first.branch.abort(event);
    for (const fork of forks.values()) {
      if (fork.output === undefined) fork.branch.abort();
    }
  };

  const runOne = async (index: number, before: Fork | undefined): Promise<void> => {
    const fork: Fork = { branch: open(index, before?.branch), output: undefined };
    forks.set(index, fork);
    try {
      const output = await run(index, fork.branch, before?.branch.standing());
      if (ending !== undefined) fork.branch.record(...ending(index, 'Succeeded'));
      fork.output = output;
      if (!hasFailed) last = fork.branch;
    } catch (failure) {
      stopAll(fork, failure instanceof StateFailure ? ending?.(index, 'Failed') : undefined);
      throw failure;
    }
  };

  const work = async (): Promise<void> => {
    while (next < count) {
      const index = next++;
      const before = earlier?.get(index);
      if (before?.output === undefined) await runOne(index, before);
      else forks.set(index, before);
    }
  };

  const branches = () => Array.from(forks.values(), (fork) => fork.branch);
  try {
    await Promise.all(Array.from({ length: Math.min(concurrency, count) }, work));
  } catch (failure) {
    branch.join(branches(), last);
    branch.record(`${step.state.type}StateFailed`);
    throw failure;
  }
  branch.join(branches(), last);
  step.forks = undefined;
  return Array.from({ length: count }, (_, index) => forks.get(index)?.output?.value);
};
