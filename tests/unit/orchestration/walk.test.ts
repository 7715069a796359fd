import '../fakes/runtime.ts';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { subscriptions } from '../choreography/bus.ts';
import { walk } from '../choreography/walk.ts';
import { expectAtRest, givens } from '../fakes/at-rest.ts';
import { type Given, pizzeria } from '../fakes/pizzeria.ts';
import { type Fate, orchestrate } from './machine.ts';

/** Milliseconds: a property takes as long as it takes, also on a busy machine. */
const PATIENCE = 300_000;

const FATES: readonly Fate[] = [
  'answered',
  'answered',
  'answered',
  'answered',
  'not-invoked',
  'answer-lost',
  'run-aborted',
];

describe('an order walks through the orchestration', () => {
  it.each<[string, Given, object, number]>([
    ['everything goes well', {}, { order: 'completed', charges: [1449], reservation: 'CONFIRMED' }, 1],
    ['the answer of the provider is lost', { customerId: 'cust-answer-lost' }, { order: 'completed' }, 1],
    ['the charge is late', { customerId: 'cust-late-5' }, { order: 'completed', charges: [1449] }, 1],
    ['the card is declined', { customerId: 'cust-declined' }, { order: 'cancelled', charges: [] }, 1],
    ['no mozzarella', { stock: { mozzarella: 0 } }, { order: 'cancelled', refunds: [1449] }, 1],
    ['nobody is free', { capacity: 0 }, { order: 'cancelled', refunds: [1449] }, 1],
    [
      'the charge is later than the deadline',
      { customerId: 'cust-late-45' },
      { order: 'timeout', charges: [1449], refunds: [1449] },
      1,
    ],
  ])('%s', async (_, given, expected, runs) => {
    const shop = await pizzeria(given);
    expect(await orchestrate(shop)).toHaveLength(runs);
    expect(shop.outcome()).toMatchObject({ open: false, ...expected });
    expectAtRest(shop);
  });

  it(
    'ends at rest, however often an answer is lost or a run aborted (H20, H21, H22, H38)',
    async () => {
      const most = { runs: 0 };
      await fc.assert(
        fc.asyncProperty(givens, fc.nat({ max: 12 }), fc.gen(), async (given, faults, gen) => {
          let left = faults;
          const shop = await pizzeria({ ...given, isStale: () => gen(fc.nat, { max: 3 }) === 0 });
          const runs = await orchestrate(shop, () => {
            const fate = left > 0 ? gen(() => fc.constantFrom(...FATES)) : 'answered';
            if (fate !== 'answered') left--;
            return fate;
          });
          most.runs = Math.max(most.runs, runs.length);
          expectAtRest(shop);
        }),
        { numRuns: 100 },
      );
      expect(most.runs).toBeGreaterThan(2);
    },
    PATIENCE,
  );
});

describe('both patterns', () => {
  it(
    'come to the same end and the same ledgers, when nothing fails on the way',
    async () => {
      const heardBy = await subscriptions();
      await fc.assert(
        fc.asyncProperty(givens, async (given) => {
          const [choreography, orchestration] = [await pizzeria(given), await pizzeria(given)];
          await walk(choreography, heardBy);
          await orchestrate(orchestration);
          expect(orchestration.outcome()).toEqual(choreography.outcome());
        }),
        { numRuns: 60 },
      );
    },
    PATIENCE,
  );
});
