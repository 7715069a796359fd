import { describe, expect, it } from '@jest/globals';
import { wentAsSaid } from '../../../scripts/comparison/run.ts';
import { readScenarios, type Scenario } from '../../../scripts/comparison/scenario.ts';

const scenarios = readScenarios('events/scenarios');

/** Refunds, releases of stock, of chefs. */
const NOTHING = [0, 0, 0];

const went = (name: string, outcome: string, orders: number, undone: readonly number[]): boolean => {
  const scenario = scenarios.find((each) => each.name === name) as Scenario;
  const [refunds = 0, stockReleases = 0, chefReleases = 0] = undone;
  const accounts = { statuses: {}, open: 0, undone: { refunds, stockReleases, chefReleases }, faults: [] };
  return wentAsSaid(scenario, { orders, outcome, accounts });
};

describe('orders went as their scenario says', () => {
  it.each<[string, string, number, readonly number[]]>([
    ['happy', 'completed:1', 1, NOTHING],
    ['happy', 'completed:3', 3, NOTHING],
    ['contention', 'cancelled:40 completed:10', 50, [40, 0, 40]],
    ['card-declined', 'cancelled:3', 3, [0, 3, 3]],
  ])('%s: %s of %i', (name, outcome, orders, undone) => {
    expect(went(name, outcome, orders, undone)).toBe(true);
  });
});

describe('orders did not go as their scenario says', () => {
  it.each<[string, string, string, number, readonly number[]]>([
    ['its own number, to another end', 'happy', 'cancelled:1', 1, NOTHING],
    ['more, some of them to another end', 'happy', 'cancelled:6 completed:84', 90, [6, 6, 0]],
    ['more, to the same end by another path', 'card-declined', 'cancelled:90', 90, [0, 90, 84]],
    ['fewer than share what there is', 'contention', 'completed:8', 8, NOTHING],
  ])('%s', (_, name, outcome, orders, undone) => {
    expect(went(name, outcome, orders, undone)).toBe(false);
  });
});
