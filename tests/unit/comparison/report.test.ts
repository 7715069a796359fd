import { describe, expect, it } from '@jest/globals';
import type { Comparison } from '../../../scripts/comparison/compare.ts';
import { reading, storyText, table, toJson } from '../../../scripts/comparison/report.ts';
import type { Run } from '../../../scripts/comparison/run.ts';
import { readScenarios, type Scenario } from '../../../scripts/comparison/scenario.ts';

const scenarios = readScenarios('events/scenarios');
const scenarioOf = (name: string): Scenario => scenarios.find((each) => each.name === name) as Scenario;

const run = (orders: number, changes: Partial<Run> = {}): Run => ({
  outcome: `completed:${orders}`,
  accounts: { statuses: {}, open: 0, undone: { refunds: 0, stockReleases: 0, chefReleases: 0 }, faults: [] },
  units: {},
  standing: {},
  orders,
  costPerMillion: 36,
  minimumPerMillion: 35,
  seconds: 2.5,
  failures: 0,
  quarantined: [],
  ...changes,
});

const comparison = (name: string, both: Run): Comparison => ({
  scenario: scenarioOf(name),
  runs: { choreography: both, orchestration: both },
  stories: { choreography: [], orchestration: [] },
  faults: [],
});

/** Not every order went as the scenario says. */
const mixed = run(90, {
  outcome: 'cancelled:6 completed:84',
  accounts: {
    ...run(90).accounts,
    undone: { refunds: 45, stockReleases: 90, chefReleases: 0 },
  },
  minimumPerMillion: undefined,
});

describe('the table', () => {
  it.each([
    ['happy', run(1), /^happy: one order, and everything goes well → completed:1$/m],
    ['happy', run(3), /^happy, with 3 orders instead of 1: one order, .+ → completed:3$/m],
    ['contention', run(1), /^contention, with 1 order instead of 50: /m],
  ])(
    'says in the heading of %s how many orders there were, if they are not its own',
    (name, both, heading) => {
      expect(table([comparison(name, both)])).toMatch(heading);
    },
  );

  it('has what was undone by the order, as everything else', () => {
    expect(table([comparison('happy', mixed)])).toMatch(/^ {2}choreography +0\.5 refund, stock {2}/m);
  });

  it('has a minimum only where every order went as the scenario says', () => {
    expect(table([comparison('happy', mixed)])).toMatch(/^ {2}orchestration .+ 36\.00 +- +2\.5 s$/m);
    expect(table([comparison('happy', run(3))])).toMatch(/^ {2}orchestration .+ 36\.00 +35\.00 +2\.5 s$/m);
  });
});

describe('the reading', () => {
  const headlines = /A million orders that go well|takes more hops|With the chef down/g;

  it('has the headlines of the scenarios that went as they say', () => {
    const both = [comparison('happy', run(1)), comparison('chef-down', run(1))];
    expect(reading(both).match(headlines)).toHaveLength(3);
  });

  it('has none of those that did not', () => {
    const both = [comparison('happy', mixed), comparison('chef-down', mixed)];
    expect(reading(both).match(headlines)).toBeNull();
  });

  it('says that the time is that of the last, where there are several', () => {
    expect(reading([comparison('happy', run(1))])).toContain(': such an order is at rest after 2.5 s');
    expect(reading([comparison('happy', run(3))])).toContain(': the last of 3 such orders is at rest after');
  });
});

describe('the last word of the reading', () => {
  it.each([
    [run(3), false],
    [mixed, true],
  ])('says why a minimum is missing, where one is', (both, isMissing) => {
    expect(/No minimum stands where/.test(reading([comparison('happy', both)]))).toBe(isMissing);
  });
});

describe('the JSON', () => {
  it('has null for a minimum that does not hold', () => {
    const [first] = JSON.parse(toJson([comparison('happy', mixed)])).scenarios;
    expect(first.choreography).toMatchObject({ minimumPerMillion: null, undone: { refunds: 45 } });
  });
});

describe('the story', () => {
  const told = [
    { at: 0, who: 'bus', what: 'brings A', orderId: 'a' },
    { at: 1, who: 'bus', what: 'brings B', orderId: 'b' },
    { at: 2, who: 'payment', what: 'fails' },
    { at: 3, who: 'payment', what: 'writes A', orderId: 'a' },
  ];
  const withStory = (orders: number): Comparison => ({
    ...comparison('happy', run(orders)),
    stories: { choreography: told, orchestration: told },
  });

  it('is one where there is one order', () => {
    expect(storyText(withStory(1)).match(/^happy, .*$/gm)).toEqual([
      'happy, by choreography',
      'happy, by orchestration',
    ]);
  });

  it('is one an order where there are several', () => {
    const [first, second, third] = storyText(withStory(2))
      .split(/^happy, by .+$/m)
      .slice(1);
    expect(storyText(withStory(2)).match(/^happy, by ch.*$/gm)).toEqual([
      'happy, by choreography, order a',
      'happy, by choreography, order b',
      'happy, by choreography, of no order',
    ]);
    expect(first).toBe('\n\n     0.000 s  bus      brings A\n     0.003 s  payment  writes A\n\n');
    expect([second, third]).toEqual([expect.stringContaining('brings B'), expect.stringContaining('fails')]);
  });
});
