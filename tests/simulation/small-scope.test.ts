import '../unit/fakes/runtime.ts';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Case, everyOrder, upToTwoCrashes } from '../../scripts/simulation/small-scope.ts';
import type { Stages } from '../../scripts/simulation/stages.ts';
import { packagedStages } from './stages.ts';

let stages: Stages;
beforeAll(async () => {
  stages = await packagedStages();
});

const wrong = async (cases: AsyncIterable<Case>): Promise<{ count: number; violated: string[] }> => {
  const violated: string[] = [];
  let count = 0;
  for await (const { name, schedule } of cases) {
    count++;
    violated.push(...schedule.violations.map(({ invariant, message }) => `${name}: ${invariant} ${message}`));
  }
  return { count, violated };
};

/** Some thousands of schedules; only ends one that hangs. */
const LIMIT_MS = 600_000;

/** By orchestration it takes minutes: too long for every run of the tests. */
const patterns = ['choreography'] as const;

describe.each(patterns)('one order, exhaustively: %s', (pattern) => {
  it(
    'survives every combination of up to two crashes',
    async () => {
      const { count, violated } = await wrong(upToTwoCrashes(stages[pattern]));
      expect(violated).toEqual([]);
      expect(count).toBeGreaterThan(1000);
    },
    LIMIT_MS,
  );

  it(
    'survives the three facts, the deadline and its end in any order, each of them twice',
    async () => {
      const { count, violated } = await wrong(everyOrder(stages[pattern]));
      expect(violated).toEqual([]);
      expect(count).toBe(5 * 4 * 3 * 2 * 5);
    },
    LIMIT_MS,
  );
});
