import '../unit/fakes/runtime.ts';
import { describe, expect, it } from '@jest/globals';
import { PATTERNS } from '../../scripts/comparison/minimum.ts';
import { everyOrder } from '../../scripts/simulation/small-scope.ts';
import { packagedStages } from './stages.ts';
import { violatedIn } from './violated.ts';

describe('the three facts, the deadline and the calling off, in every order, each of them twice', () => {
  it.each(PATTERNS)('leave one decision, and nothing undone: %s', async (pattern) => {
    const stages = await packagedStages();
    const { count, violated } = await violatedIn(everyOrder(stages[pattern]));
    expect(violated).toEqual([]);
    expect(count).toBe(5 * 4 * 3 * 2 * 5);
  });
});
