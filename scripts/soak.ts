#!/usr/bin/env node
import { join } from 'node:path';
import { readStage } from './aws/stage.ts';
import { readFlags, readWholeNumber, runCommand } from './cli/command.ts';
import { progress } from './cli/progress.ts';
import { packageStages } from './comparison/package-stages.ts';
import { startLab } from './soak/lab.ts';
import { growthText, sampleText } from './soak/memory.ts';
import { SAMPLES, type Soaked, soak } from './soak/soak.ts';

const HELP = `Places orders over HTTP at a lab that runs in real time, for as long as it takes, and looks whether its
memory stays flat and nothing is lost.

  npm run soak -- [--orders N] [--at-once N] [--stage NAME]...

  --orders N    orders in all, over all stages (default: 20000)
  --at-once N   orders under way at any time (default: 100)
  --stage NAME  choreography, orchestration, <env>-choreography or <env>-orchestration; may be given
                several times (default: both patterns)
  --help        this text

The lab has a process of its own; orders go through the HTTP API, signed. After each twentieth of them its
garbage is collected and its heap measured. Memory is judged by the second half of at least 16000 orders.

Exit code 0: every order was settled, money, stock and chefs add up, all queues are empty, and memory grew by
nothing but what the tables hold. 1: otherwise; it says what. 2: wrong usage.`;

const CREDENTIALS = { accessKeyId: 'lab', secretAccessKey: 'lab' };
const SEED = 1;

const MOST = 1_000_000;

/** Says how it went. Answers the exit code. */
const report = ({ statuses, growth, faults }: Soaked): number => {
  progress('');
  const ends = [...statuses].map(([status, count]) => `${count} ${status}`).sort();
  console.log(`Orders: ${ends.join(', ')}.`);
  console.log(growthText(growth));
  for (const fault of faults) console.log(`✗ ${fault}`);
  if (faults.length > 0) return 1;
  console.log('Nothing was lost; money, stock and chefs add up; all queues are empty.');
  return 0;
};

const main = async (): Promise<number> => {
  const flags = readFlags({
    orders: { type: 'string', default: '20000' },
    'at-once': { type: 'string', default: '100' },
    stage: { type: 'string', multiple: true, default: ['choreography', 'orchestration'] },
    help: { type: 'boolean', default: false },
  });
  if (flags.help) {
    console.log(HELP);
    return 0;
  }
  const orders = readWholeNumber('orders', flags.orders, SAMPLES, MOST);
  const atOnce = readWholeNumber('at-once', flags['at-once'], 1, MOST);
  const stages = [...new Set(flags.stage)].map(readStage);
  const root = join(import.meta.dirname, '..');
  progress('packaging …');
  await packageStages(
    root,
    stages.map(({ name }) => name),
  );
  progress('starting the lab …');
  const lab = await startLab({ root, stages, credentials: CREDENTIALS, seed: SEED });
  try {
    return report(
      await soak(lab, {
        ...{ orders, atOnce, stages, credentials: CREDENTIALS },
        onSettled: (settled) => progress(`${settled} of ${orders} orders are settled …`),
        onSample: (sample) => {
          progress('');
          console.log(sampleText(sample, orders));
        },
      }),
    );
  } finally {
    lab.stop();
  }
};

await runCommand('soak', main);
// The clients keep their connections.
process.exit();
