import { realKernel } from '../../lab/kernel/kernel.ts';
import { createLab } from '../../lab/lab.ts';
import { serve } from '../../lab/wire/server/server.ts';
import { deployStage } from '../lab/stages.ts';
import type { Measured, Settings, Started } from './lab.ts';

/*
 * The lab that is soaked, in a process of its own, so that what is measured is its memory and nobody else's. Started
 * by lab.ts.
 */
const { root, stages, credentials, seed } = JSON.parse(process.argv[2] ?? '') as Settings;

const lab = createLab(realKernel({ seed }));
const server = await serve(lab, { port: 0, host: '127.0.0.1', credentials });
const apis: Record<string, string> = {};
for (const stage of stages) apis[stage.name] = await deployStage(lab, root, stage);
process.send?.({ port: server.port, apis } satisfies Started);

process.on('message', () => {
  globalThis.gc?.();
  process.send?.({ heapBytes: process.memoryUsage().heapUsed } satisfies Measured);
});
process.on('disconnect', () => process.exit());
