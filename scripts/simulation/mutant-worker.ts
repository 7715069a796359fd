import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { workerData } from 'node:worker_threads';
import type { Guard } from './guards.ts';
import { mutate } from './mutate.ts';
import type { WorkerSettings } from './worker.ts';

/** Of a worker whose code lacks a guard. */
export interface MutantSettings extends WorkerSettings {
  readonly guard: Guard;
}

const { root, guard } = workerData as MutantSettings;
const guarded = pathToFileURL(join(root, guard.file)).href;
let isTaken = false;

registerHooks({
  load: (url, context, nextLoad) => {
    const loaded = nextLoad(url, context);
    if (url !== guarded) return loaded;
    isTaken = true;
    return { ...loaded, source: mutate(String(loaded.source), guard) };
  },
});

await import('./worker.ts');
if (!isTaken) throw new Error(`guard "${guard.name}" stands in ${guard.file}, which nothing here loads`);
