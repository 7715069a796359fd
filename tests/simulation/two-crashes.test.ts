import '../unit/fakes/runtime.ts';
import { describe, expect, it } from '@jest/globals';
import { PATTERNS } from '../../scripts/comparison/minimum.ts';
import { upToTwoCrashes } from '../../scripts/simulation/small-scope.ts';
import { packagedStages } from './stages.ts';
import { violatedIn } from './violated.ts';

describe('one order, with every combination of up to two crashes', () => {
  it.each(PATTERNS)('comes to its end all the same: %s', async (pattern) => {
    const stages = await packagedStages();
    const { count, violated } = await violatedIn(upToTwoCrashes(stages[pattern]));
    expect(violated).toEqual([]);
    expect(count).toBeGreaterThan(1000);
  });
});
