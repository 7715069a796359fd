import asyncHooks from 'node:async_hooks';
import { parentPort, workerData } from 'node:worker_threads';
import type { BatchOptions } from './batch.ts';

/** What all batches of a worker share. */
export interface WorkerSettings {
  readonly root: string;
  readonly options: BatchOptions;
}

/** Seeds to run. */
export interface Task {
  readonly first: number;
  readonly count: number;
}

// X-Ray's SDK hooks every promise of the process to keep its segments apart, and here nothing is traced; and nobody
// reads the stacks of errors that are part of the game. A replay of a seed has both.
asyncHooks.createHook = () => ({
  enable: () => asyncHooks.createHook({}),
  disable: () => asyncHooks.createHook({}),
});
Error.stackTraceLimit = 0;

const { runBatch } = await import('./batch.ts');
const { readStages } = await import('./stages.ts');
const { root, options } = workerData as WorkerSettings;
const stages = await readStages(root);

parentPort?.on('message', async ({ first, count }: Task) => {
  parentPort?.postMessage(await runBatch(stages, first, count, options));
});
