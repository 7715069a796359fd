// CloudWatch User Guide, "CloudWatch concepts" and "CloudWatch statistics definitions".
import { describe, expect, it } from '@jest/globals';
import { createWorld, depth, START } from './world.ts';

describe('a metric', () => {
  it.each([
    ['SampleCount', 5],
    ['Sum', 20],
    ['Average', 4],
    ['Minimum', 1],
    ['Maximum', 10],
    ['p50', 3],
    ['p90', 10],
    ['p100', 10],
  ])('has the statistic %s', (statistic, value) => {
    const { cloudwatch, metrics } = createWorld();
    for (const each of [10, 1, 3, 3, 3]) metrics.put(depth, each);
    expect(cloudwatch.metric(depth, { statistic })).toBe(value);
  });

  it('is another one under other dimensions, in whatever order they are written', () => {
    const { cloudwatch, metrics } = createWorld();
    const of = (dimensions: Record<string, string>) => ({ ...depth, dimensions });
    metrics.put(of({ A: '1', B: '2' }), 1);
    metrics.put(of({ B: '2', A: '1' }), 2);
    metrics.put(of({ A: '1' }), 4);
    expect(cloudwatch.metric(of({ A: '1', B: '2' }), { statistic: 'Sum' })).toBe(3);
    expect(cloudwatch.metric(of({ A: '1' }), { statistic: 'Sum' })).toBe(4);
    expect(cloudwatch.list()).toHaveLength(2);
  });

  it('has no number when nothing was put', () => {
    expect(createWorld().cloudwatch.metric(depth, { statistic: 'Sum' })).toBeUndefined();
  });

  it('takes values of another moment', () => {
    const { cloudwatch, metrics } = createWorld();
    metrics.put(depth, 1, START - 60_000);
    expect(cloudwatch.metric(depth, { statistic: 'Sum' })).toBeUndefined();
    expect(cloudwatch.metric(depth, { statistic: 'Sum', from: START - 60_000 })).toBe(1);
  });
});
