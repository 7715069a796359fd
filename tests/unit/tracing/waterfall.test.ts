import { describe, expect, it } from '@jest/globals';
import { waterfalls } from '../../../scripts/tracing/waterfall.ts';
import { order, ran, traceOf } from './traces.ts';

const both = () => [
  { title: 'choreography', trace: order() },
  { title: 'orchestration', trace: order() },
];

describe('waterfalls', () => {
  it('a line for each run of a function, where it stands in time', () => {
    expect(waterfalls(both().slice(0, 1), 60).split('\n')).toEqual([
      'choreography',
      expect.stringMatching(/^placeOrder placeOrder\.asked {2}█/),
      expect.stringMatching(/^relay order\.created +█$/),
      expect.stringMatching(/^chef chef\.asked +█+$/),
      expect.stringMatching(/^order order\.asked +░+█+$/),
    ]);
  });

  it('at the right edge a run without a cold start has none', () => {
    const late = traceOf(
      ran('1', 'placeOrder', [0, 1_000], {}),
      ran('2', 'chef', [1_000, 1_000], { parent: '1-work' }),
    );
    expect(waterfalls([{ title: 'late', trace: late }], 60)).toMatch(/^chef chef\.asked +█$/m);
  });

  it.each([40, 60, 80, 109, 110, 120, 200])('at a width of %i no line is longer', (width) => {
    const lines = waterfalls(both(), width).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
  });

  it('stand side by side where there is room, and else below each other', () => {
    expect(waterfalls(both(), 110).split('\n')[0]).toMatch(/^choreography +orchestration$/);
    expect(waterfalls(both(), 109).split('\n')[0]).toBe('choreography');
  });
});
