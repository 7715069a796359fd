import { describe, expect, it } from '@jest/globals';
import { growthOf, growthText, sampleText, verdictOf } from '../../../scripts/soak/memory.ts';

/** Heap bytes after each thousand orders: much at first, then so many an order. */
const samples = (perOrder: number, step = 1_000) =>
  Array.from({ length: 21 }, (_, n) => ({
    ...{ orders: n * step, seconds: n },
    heapBytes: 100_000_000 + (n < 10 ? n * 20_000_000 : 200_000_000 + n * step * perOrder),
  }));

describe('what a soak says of the memory', () => {
  it.each([
    ['grows as the tables do', 15_000, []],
    ['does not grow', 0, []],
    ['grows more than that', 30_000, [expect.stringMatching(/^memory is not flat/)]],
  ])('%s', (_, perOrder, faults) => {
    const growth = growthOf(samples(perOrder), 2_500);
    expect(growth.perOrder).toBeCloseTo(perOrder);
    expect(growth.perTableByte).toBeCloseTo(perOrder / 2_500);
    expect(verdictOf(growth)).toEqual(faults);
  });

  it('does not judge by too few orders', () => {
    const growth = growthOf(samples(30_000, 100), 2_500);
    expect(verdictOf(growth)).toEqual([]);
    expect(growthText(growth)).toMatch(/That says nothing yet/);
    expect(growthText(growthOf(samples(30_000), 2_500))).not.toMatch(/nothing yet/);
  });

  it('is a line a sample, in columns', () => {
    const sample = { orders: 200, seconds: 9.6, heapBytes: 163_400_000 };
    expect(sampleText(sample, 20_000)).toBe('   200 of 20,000 orders,    10 s:   163 MB');
  });
});
