import { describe, expect, it } from '@jest/globals';
import { latencies } from '../../../lab/kernel/latencies.ts';
import { drawLatency } from '../../../lab/kernel/latency.ts';
import { createRandom } from '../../../lab/kernel/random.ts';

const DRAWS = 20_000;

/** Draws in ascending order. */
const sample = (latency: { p50: number; p90: number }): number[] => {
  const random = createRandom(11);
  return Array.from({ length: DRAWS }, () => drawLatency(latency, random)).sort((a, b) => a - b);
};
const percentile = (sorted: readonly number[], fraction: number): number =>
  sorted[Math.floor(fraction * DRAWS)] ?? Number.NaN;

describe('a latency', () => {
  it.each(Object.entries(latencies))('%s has the percentiles it was given', (_name, latency) => {
    const drawn = sample(latency);
    // Whole milliseconds are as near as a small latency comes.
    const near = (value: number): number => Math.max(1, value * 0.03);
    expect(Math.abs(percentile(drawn, 0.5) - latency.p50)).toBeLessThanOrEqual(near(latency.p50));
    expect(Math.abs(percentile(drawn, 0.9) - latency.p90)).toBeLessThanOrEqual(near(latency.p90));
  });

  it('is whole milliseconds, never negative, with a tail beyond the 90th percentile', () => {
    const drawn = sample({ p50: 100, p90: 200 });
    expect(drawn.every((value) => Number.isInteger(value) && value >= 0)).toBe(true);
    // Log-normal: the 99th percentile is the median times (p90 / p50) to the power of z99 / z90.
    expect(percentile(drawn, 0.99) / (100 * 2 ** (2.3263 / 1.2816))).toBeCloseTo(1, 1);
  });

  it('is the same again from the same seed', () => {
    expect(sample(latencies.coldStart)).toEqual(sample(latencies.coldStart));
  });
});
