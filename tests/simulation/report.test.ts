import '../unit/fakes/runtime.ts';
import { describe, expect, it } from '@jest/globals';
import { isPassed } from '../../scripts/simulation/report.ts';

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
