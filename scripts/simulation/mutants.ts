import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { PATTERNS } from '../comparison/minimum.ts';
import type { Tally } from './batch.ts';
import type { Guard } from './guards.ts';
import type { MutantSettings } from './mutant-worker.ts';
import { resourceLimits } from './pool.ts';
import type { Task } from './worker.ts';

/** What became of the code without one of its guards. */
export interface Hunted {
  readonly guard: string;
  readonly hazard: string;
  /** The invariant that caught it; undefined when it was not caught. */
  readonly invariant: string | undefined;
  /** Schedules run until then. */
  readonly schedules: number;
  /** Of the last of them. */
  readonly seed: number;
}

export interface HuntOptions {
  readonly root: string;
  /** Schedules after which a guard's absence counts as not seen. */
  readonly limit: number;
  /** Whether to begin at seed 0 even where a seed is known that sees it. */
  readonly afresh?: boolean;
  readonly onHunted?: (hunted: Hunted) => void;
}

/** The seeds to try: those of the guard's own pattern, where it has one. */
const seedsFor = function* (
  { pattern, seen }: Guard,
  { limit, afresh = false }: HuntOptions,
): Generator<number> {
  if (seen !== undefined && !afresh) yield seen;
  const [first, step] = pattern === undefined ? [0, 1] : [PATTERNS.indexOf(pattern), PATTERNS.length];
  for (let tried = 0; tried < limit; tried++) yield first + tried * step;
};

/** Runs schedules without the guard until one is violated. */
const hunt = async (guard: Guard, options: HuntOptions): Promise<Hunted> => {
  const drawn = { pattern: undefined, orders: undefined, bundles: false };
  const workerData: MutantSettings = { root: options.root, options: drawn, guard };
  const worker = new Worker(new URL('./mutant-worker.ts', import.meta.url), { workerData, resourceLimits });
  const of = { guard: guard.name, hazard: guard.hazard };
  let [schedules, seed] = [0, 0];
  try {
    for (seed of seedsFor(guard, options)) {
      schedules++;
      worker.postMessage({ first: seed, count: 1 } satisfies Task);
      const [{ violations }] = (await once(worker, 'message')) as [Tally];
      if (violations.length > 0) return { ...of, invariant: violations[0]?.invariant, schedules, seed };
    }
    return { ...of, invariant: undefined, schedules, seed };
  } finally {
    await worker.terminate();
  }
};

/** Takes each guard away, one at a time, and looks which invariant sees it. On all cores. */
export const huntAll = async (guards: readonly Guard[], options: HuntOptions): Promise<readonly Hunted[]> => {
  const left = guards.entries();
  const results: Hunted[] = [];
  const work = async (): Promise<void> => {
    for (const [position, guard] of left) {
      const hunted = await hunt(guard, options);
      results[position] = hunted;
      options.onHunted?.(hunted);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return results;
};
