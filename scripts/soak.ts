#!/usr/bin/env node
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { readStage } from './aws/stage.ts';
import { readFlags, runCommand, UsageError } from './cli/command.ts';
import { progress } from './cli/progress.ts';
import { packageStages } from './comparison/package-stages.ts';
import { type Books, createBooks } from './soak/books.ts';
import { type LabProcess, startLab } from './soak/lab.ts';
import { growthOf, type Sample, sampleText, verdictOf } from './soak/memory.ts';
import { createShop, LOST } from './soak/shop.ts';

const HELP = `Places orders over HTTP at a lab that runs in real time, for as long as it takes, and looks whether its
memory stays flat and nothing is lost.

  npm run soak -- [--orders N] [--at-once N] [--stage NAME]...

  --orders N    orders in all, over all stages (default: 20000)
  --at-once N   orders under way at any time (default: 100)
  --stage NAME  choreography, orchestration, <env>-choreography or <env>-orchestration; may be given
                several times (default: both patterns)
  --help        this text

The lab has a process of its own; orders go through the HTTP API, signed. After each twentieth of them its
garbage is collected and its heap measured.

Exit code 0: every order was settled, money, stock and chefs add up, all queues are empty, and memory grew by
nothing but what the tables hold. 1: otherwise; it says what. 2: wrong usage.`;

const CREDENTIALS = { accessKeyId: 'lab', secretAccessKey: 'lab' };
const SEED = 1;
const SAMPLES = 20;

/** What is under way when the last order is settled: facts that others hear later. */
const SETTLING_MS = 5_000;
const SETTLING_TRIES = 24;

const wholeNumber = (name: string, text: string, least: number): number => {
  if (/^\d{1,9}$/.test(text) && Number(text) >= least) return Number(text);
  throw new UsageError(`--${name} is "${text}"; it is a whole number from ${least} on`);
};

/** Reads the books until nothing is amiss, or it has been long enough. */
const settledBooks = async (read: () => Promise<Books>): Promise<Books> => {
  for (let tries = 1; ; tries++) {
    const books = await read();
    if (books.faults.length === 0 || tries === SETTLING_TRIES) return books;
    await setTimeout(SETTLING_MS);
  }
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
  const orders = wholeNumber('orders', flags.orders, SAMPLES);
  const atOnce = wholeNumber('at-once', flags['at-once'], 1);
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
    return await soak(lab, { orders, atOnce, stages });
  } finally {
    lab.stop();
  }
};

const soak = async (
  lab: LabProcess,
  {
    orders,
    atOnce,
    stages,
  }: {
    readonly orders: number;
    readonly atOnce: number;
    readonly stages: readonly ReturnType<typeof readStage>[];
  },
): Promise<number> => {
  const shops = stages.map(({ name }) => createShop(lab.endpoint, lab.apis[name] ?? '', CREDENTIALS));
  const books = await Promise.all(stages.map((stage) => createBooks(lab, CREDENTIALS, stage)));
  const startedAt = performance.now();
  const samples: Sample[] = [];
  const statuses = new Map<string, number>();
  let next = 0;
  let settled = 0;
  let measuring: Promise<void> = Promise.resolve();

  const measure = async (after: number): Promise<void> => {
    const seconds = (performance.now() - startedAt) / 1000;
    const sample = { orders: after, seconds, heapBytes: await lab.heapBytes() };
    samples.push(sample);
    progress('');
    console.log(sampleText(sample, orders));
  };
  const serve = async (): Promise<void> => {
    while (next < orders) {
      const n = next++;
      const status = (await shops[n % shops.length]?.order(n)) ?? LOST;
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      const after = ++settled;
      progress(`${after} of ${orders} orders are settled …`);
      if (after % Math.floor(orders / SAMPLES) === 0) measuring = measuring.then(() => measure(after));
      await measuring;
    }
  };

  await measure(0);
  await Promise.all(Array.from({ length: atOnce }, serve));
  progress('reading the books …');
  const closed = await Promise.all(books.map(settledBooks));
  progress('');
  const placed = closed.reduce((total, each) => total + each.orders, 0);
  const tableBytes = closed.reduce((total, each) => total + each.tableBytes, 0);
  const growth = growthOf(samples, tableBytes / orders);
  const faults = [
    ...closed.flatMap((each) => each.faults),
    ...(statuses.has(LOST) ? [`${statuses.get(LOST)} orders were never settled`] : []),
    ...(placed === orders ? [] : [`${orders} orders were taken, and ${placed} are in the tables`]),
    ...verdictOf(growth),
  ];
  const ends = [...statuses].map(([status, count]) => `${count} ${status}`).sort();
  console.log(`${orders} orders: ${ends.join(', ')}.`);
  console.log(growth.text);
  for (const fault of faults) console.log(`✗ ${fault}`);
  if (faults.length === 0)
    console.log('Nothing was lost; money, stock and chefs add up; all queues are empty.');
  return faults.length === 0 ? 0 : 1;
};

await runCommand('soak', main);
// The clients keep their connections.
process.exit();
