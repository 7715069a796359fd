import { describe, expect, it } from '@jest/globals';
import { faultsOf } from '../../../scripts/comparison/faults.ts';
import type { Run } from '../../../scripts/comparison/run.ts';
import { readScenarios, type Scenario } from '../../../scripts/comparison/scenario.ts';

const happy = readScenarios('events/scenarios').find(({ name }) => name === 'happy') as Scenario;

const run = (changes: Partial<Run> = {}, accounts: Partial<Run['accounts']> = {}): Run => ({
  outcome: 'completed:1',
  accounts: {
    statuses: { completed: 1 },
    open: 0,
    undone: { refunds: 0, stockReleases: 0, chefReleases: 0 },
    faults: [],
    ...accounts,
  },
  units: {},
  standing: {},
  orders: 1,
  costPerMillion: 0,
  minimumPerMillion: 0,
  seconds: 1,
  failures: 0,
  quarantined: [],
  ...changes,
});

const letter = (reason: string | undefined) => ({ queue: 'OrderDlq', body: '{}', reason });

describe('what is wrong with a comparison', () => {
  it('is nothing when both patterns end as expected and everything adds up', () => {
    expect(faultsOf(happy, { choreography: run(), orchestration: run() }, undefined)).toEqual([]);
  });

  it.each([
    [{ outcome: 'timeout:1' }, {}, 'happy, orchestration: the outcome is timeout:1, completed:1 is expected'],
    [{ outcome: 'timeout:1' }, {}, 'happy: completed:1 by choreography, timeout:1 by orchestration'],
    [{}, { open: 2 }, 'happy, orchestration: 2 orders still open'],
    [{}, { open: 1 }, 'happy, orchestration: 1 order still open'],
    [{}, { faults: ['basil is oversold'] }, 'happy, orchestration: basil is oversold'],
    [
      { quarantined: [letter('poison')] },
      {},
      'happy, orchestration: 1 message in dead-letter queues, 0 expected',
    ],
    [{ quarantined: [letter(undefined)] }, {}, 'happy, orchestration: a message in OrderDlq has no reason'],
  ])('is said, and where: %j %j', (changes, accounts, fault) => {
    const runs = { choreography: run(), orchestration: run(changes, accounts) };
    expect(faultsOf(happy, runs, undefined)).toContain(fault);
  });

  it('is no expected outcome when other orders were placed than the scenario has', () => {
    const runs = {
      choreography: run({ outcome: 'completed:7' }),
      orchestration: run({ outcome: 'completed:7' }),
    };
    expect(faultsOf(happy, runs, 7)).toEqual([]);
  });
});
