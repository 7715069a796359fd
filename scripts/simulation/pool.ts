import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { addUp, NOTHING, type Tally } from './batch.ts';
import type { Task, WorkerSettings } from './worker.ts';

export interface PoolOptions extends WorkerSettings {
  readonly first: number;
  /** How many seeds; undefined for as many as there is time for. */
  readonly count: number | undefined;
  /** Milliseconds, where there is no count. */
  readonly limitMs: number;
  readonly onTally: (tally: Tally) => void;
}

/** Most of what a schedule makes is gone with it: a larger nursery is collected less often. */
export const resourceLimits = { maxYoungGenerationSizeMb: 128 };

/** Seeds that a worker is given at once. */
const BATCH = 20;

/** Runs seeds on all cores. A schedule that breaks off fails all. */
export const runPool = async (options: PoolOptions): Promise<Tally> => {
  const { root, options: batch, first, count, limitMs, onTally } = options;
  const startedAt = performance.now();
  const end = count === undefined ? Number.POSITIVE_INFINITY : first + count;
  let next = first;
  let total = NOTHING;
  const takeTask = (): Task | undefined => {
    if (next >= end) return undefined;
    if (count === undefined && performance.now() - startedAt >= limitMs) return undefined;
    const task = { first: next, count: Math.min(BATCH, end - next) };
    next += task.count;
    return task;
  };
  const work = async (): Promise<void> => {
    const workerData: WorkerSettings = { root, options: batch };
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData, resourceLimits });
    try {
      for (let task = takeTask(); task !== undefined; task = takeTask()) {
        worker.postMessage(task);
        const [tally] = (await once(worker, 'message')) as [Tally];
        total = addUp(total, tally);
        onTally(total);
      }
    } finally {
      await worker.terminate();
    }
  };
  const workers = Math.min(availableParallelism(), Math.ceil((count ?? Number.POSITIVE_INFINITY) / BATCH));
  await Promise.all(Array.from({ length: workers }, work));
  return total;
};
