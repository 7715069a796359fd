import type { Pattern } from '../comparison/minimum.ts';
import { combine } from './chance.ts';
import type { Violation } from './oracles/violation.ts';
import { type RunOptions, runSchedule } from './schedule.ts';
import { type DrawOptions, drawScript } from './script.ts';
import type { Stages } from './stages.ts';

/** A violation, with the schedule that it was found in. */
export interface Found extends Violation {
  readonly seed: number;
  readonly pattern: Pattern;
}

/** What some schedules came to together. */
export interface Tally {
  readonly schedules: number;
  readonly orders: number;
  readonly faults: number;
  readonly virtualMs: number;
  /** `<pattern>: <mark>` */
  readonly marks: readonly string[];
  readonly violations: readonly Found[];
  /** Over all traces, in whatever order they were taken. */
  readonly traceHash: number;
}

export const NOTHING: Tally = {
  schedules: 0,
  orders: 0,
  faults: 0,
  virtualMs: 0,
  marks: [],
  violations: [],
  traceHash: 0,
};

export const addUp = (a: Tally, b: Tally): Tally => ({
  schedules: a.schedules + b.schedules,
  orders: a.orders + b.orders,
  faults: a.faults + b.faults,
  virtualMs: a.virtualMs + b.virtualMs,
  marks: [...new Set([...a.marks, ...b.marks])],
  violations: [...a.violations, ...b.violations],
  traceHash: (a.traceHash + b.traceHash) >>> 0,
});

export type BatchOptions = DrawOptions & Pick<RunOptions, 'bundles'>;

/** Runs the schedule of one seed. A defect of the simulation itself is thrown, with the seed. */
const runSeed = async (stages: Stages, seed: number, options: BatchOptions): Promise<Tally> => {
  const script = drawScript(seed, options);
  const { pattern } = script;
  try {
    const run = await runSchedule(stages[pattern], script, { bundles: options.bundles });
    return {
      schedules: 1,
      orders: run.orders,
      faults: run.faults.length + run.incidents.length,
      virtualMs: run.virtualMs,
      marks: [...run.marks].map((mark) => `${pattern}: ${mark}`),
      violations: run.violations.map((violation) => ({ seed, pattern, ...violation })),
      traceHash: combine(run.traceHash, seed),
    };
  } catch (cause) {
    throw new Error(`the schedule of seed ${seed} broke off`, { cause });
  }
};

/** Runs `count` seeds from `first` on, one after the other. */
export const runBatch = async (
  stages: Stages,
  first: number,
  count: number,
  options: BatchOptions,
): Promise<Tally> => {
  let tally = NOTHING;
  for (let seed = first; seed < first + count; seed++)
    tally = addUp(tally, await runSeed(stages, seed, options));
  return tally;
};
