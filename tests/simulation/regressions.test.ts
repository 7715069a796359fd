import '../unit/fakes/runtime.ts';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { FaultKind } from '../../scripts/simulation/faults/kinds.ts';
import { runSchedule } from '../../scripts/simulation/schedule.ts';
import type { Script } from '../../scripts/simulation/script.ts';
import type { Stages } from '../../scripts/simulation/stages.ts';
import { packagedStages } from './stages.ts';

/** A schedule that once failed: a seed would draw another one by now. */
interface Regression {
  /** What went wrong, and where it was mended. */
  readonly about: string;
  readonly script: Script;
  /** Id of a point → what struck it. Without it the script's rates strike, by chances that its seed gives. */
  readonly faults?: Readonly<Record<string, FaultKind>>;
  /** Positions of the incidents that strike something; without it, all. */
  readonly incidents?: readonly number[];
}

const directory = join(__dirname, 'regressions');
const regressions = readdirSync(directory).map(
  (file) => [file, JSON.parse(readFileSync(join(directory, file), 'utf8')) as Regression] as const,
);

let stages: Stages;
beforeAll(async () => {
  stages = await packagedStages();
});

describe('what failed once', () => {
  it.each(regressions)('does not fail again: %s', async (_, { script, faults, incidents }) => {
    const exactly = faults && new Map(Object.entries(faults));
    const run = await runSchedule(stages[script.pattern], script, { exactly });
    expect(run.violations).toEqual([]);
    expect(run.incidents.toSorted()).toEqual(incidents ?? [...script.incidents.keys()]);
    const struck = run.faults.map(({ id }) => id).toSorted();
    if (faults === undefined) expect(struck).not.toEqual([]);
    else expect(struck).toEqual(Object.keys(faults).toSorted());
  });
});
