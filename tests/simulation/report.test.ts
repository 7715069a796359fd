import '../unit/fakes/runtime.ts';
import { describe, expect, it } from '@jest/globals';
import { orderIdAt } from '../../scripts/simulation/customer.ts';
import { isPassed, storyText } from '../../scripts/simulation/report.ts';
import { runSchedule } from '../../scripts/simulation/schedule.ts';
import { drawScript } from '../../scripts/simulation/script.ts';
import { packagedStages } from './stages.ts';

const violation = { seed: 1, pattern: 'choreography', invariant: 'S1', message: 'charged twice' } as const;
const clean = { violations: [], unreached: [] };
const none = { killed: 0, total: 0 };

describe('a simulation', () => {
  it.each([
    ['passes with nothing violated', clean, none, true, true],
    ['passes with every guard seen', clean, { killed: 2, total: 2 }, true, true],
    ['fails with a violation', { ...clean, violations: [violation] }, none, false, false],
    ['fails with a guard whose absence nobody saw', clean, { killed: 1, total: 2 }, false, false],
    [
      'fails with a mark at zero',
      { ...clean, unreached: ['orchestration: task times out'] },
      none,
      true,
      false,
    ],
    ['passes with a mark at zero that nobody asked for', { ...clean, unreached: ['m'] }, none, false, true],
  ])('%s', (_, figures, mutants, marks, passed) => {
    expect(isPassed(figures, mutants, marks)).toBe(passed);
  });
});

describe('the story of a schedule', () => {
  it('tells each order its own, and what faults made of it', async () => {
    const script = drawScript(8, { orders: 3 });
    const stage = (await packagedStages())[script.pattern];
    const schedule = await runSchedule(stage, script);
    const selection = { faults: undefined, incidents: undefined, orders: undefined };
    const story = await storyText(stage, { schedule, selection });
    for (const position of script.orders.keys())
      expect(story).toMatch(new RegExp(` s  ${orderIdAt(script, position)}  HTTP API: brings POST /orders`));
    expect(story).toMatch(/: (lost on the way|did not happen \(\w+\))$/m);
  });
});
