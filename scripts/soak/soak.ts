import { setTimeout } from 'node:timers/promises';
import { type Books, createBooks } from './books.ts';
import type { LabProcess, Settings } from './lab.ts';
import { type Growth, growthOf, type Sample, verdictOf } from './memory.ts';
import { createShop, LOST } from './shop.ts';

/** How often memory is measured, but for the start. */
export const SAMPLES = 20;

/** What is still on its way when the last order is settled: facts that others hear later. */
const SETTLING_MS = 5_000;
const SETTLING_TRIES = 24;

export interface SoakOptions extends Pick<Settings, 'credentials' | 'stages'> {
  /** Over all stages, by turns. */
  readonly orders: number;
  /** Under way at any time. */
  readonly atOnce: number;
  readonly onSample: (sample: Sample) => void;
  readonly onSettled: (orders: number) => void;
}

export interface Soaked {
  /** Status → how many orders ended in it. */
  readonly statuses: ReadonlyMap<string, number>;
  readonly growth: Growth;
  /** What is not as it should be, each in a sentence. */
  readonly faults: readonly string[];
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** Reads the books until nothing is amiss, or it has been long enough. */
const settled = async (read: () => Promise<Books>): Promise<Books> => {
  for (let tries = 1; ; tries++) {
    const books = await read();
    if (books.faults.length === 0 || tries === SETTLING_TRIES) return books;
    await setTimeout(SETTLING_MS);
  }
};

/** Places orders, waits for each, and then reads the books. */
export const soak = async (lab: LabProcess, options: SoakOptions): Promise<Soaked> => {
  const { orders, atOnce, stages, credentials } = options;
  const shops = stages.map(({ name }) => createShop(lab.endpoint, lab.apis[name] ?? '', credentials));
  const books = await Promise.all(stages.map((stage) => createBooks(lab, credentials, stage)));
  const startedAt = performance.now();
  const samples: Sample[] = [];
  const statuses = new Map<string, number>();
  let next = 0;
  let done = 0;

  const measure = async (after: number): Promise<void> => {
    const seconds = (performance.now() - startedAt) / 1000;
    const sample = { orders: after, seconds, heapBytes: await lab.heapBytes() };
    samples.push(sample);
    options.onSample(sample);
  };
  let measured = measure(0);

  const serve = async (): Promise<void> => {
    while (next < orders) {
      const n = next++;
      const status = (await shops[n % shops.length]?.order(n)) ?? LOST;
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      const after = ++done;
      options.onSettled(after);
      if (after % Math.floor(orders / SAMPLES) === 0) measured = measured.then(() => measure(after));
      await measured;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, serve));

  const closed = await Promise.all(books.map(settled));
  const found = sum(closed.map((each) => each.orders));
  const growth = growthOf(samples, sum(closed.map(({ tableBytes }) => tableBytes)) / orders);
  return {
    ...{ statuses, growth },
    faults: [
      ...closed.flatMap(({ faults }) => faults),
      ...(statuses.has(LOST) ? [`${statuses.get(LOST)} orders were never settled`] : []),
      ...(found === orders ? [] : [`${orders} orders were taken, and ${found} are in the tables`]),
      ...verdictOf(growth),
    ],
  };
};
