import '../fakes/runtime.ts';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { orderCreated } from '../../../src/contracts/index.ts';
import { MINUTE } from '../../../src/platform/clock.ts';
import { byId, expectAtRest, givens } from '../fakes/at-rest.ts';
import { type Given, pizzeria } from '../fakes/pizzeria.ts';
import { listeners, subscriptions } from './bus.ts';
import { calm, type Fate, type Weather, walk } from './walk.ts';

/** Milliseconds: a property takes as long as it takes, also on a busy machine. */
const PATIENCE = 300_000;

const FATES: readonly Fate[] = ['delivered', 'delivered', 'delivered', 'duplicated', 'lost'];
const DELAYS = [0, 0, 0, 0, 1_000, MINUTE, 7 * MINUTE];

/** Random order and delays; duplicates and losses, so many at most. */
const weatherOf = (gen: fc.GeneratorValue, faults: number): Weather => {
  let left = faults;
  return {
    next: (below) => gen(fc.nat, { max: below - 1 }),
    fate: () => {
      const fate = left > 0 ? gen(() => fc.constantFrom(...FATES)) : 'delivered';
      if (fate !== 'delivered') left--;
      return fate;
    },
    delay: () => gen(() => fc.constantFrom(...DELAYS)),
  };
};

describe('an order walks through the choreography', () => {
  it.each<[string, Given, object]>([
    [
      'everything goes well',
      {},
      { order: 'completed', charges: [1449], refunds: [], reservation: 'CONFIRMED' },
    ],
    [
      'the answer of the provider is lost',
      { customerId: 'cust-answer-lost' },
      { order: 'completed', refunds: [] },
    ],
    ['the charge is late', { customerId: 'cust-late-5' }, { order: 'completed', charges: [1449] }],
    ['the card is declined', { customerId: 'cust-declined' }, { order: 'cancelled', charges: [] }],
    ['there is no wallet', { customerId: 'cust-of-no-wallet' }, { order: 'cancelled', charges: [] }],
    ['no mozzarella', { stock: { mozzarella: 0 } }, { order: 'cancelled', charges: [1449], refunds: [1449] }],
    ['nobody is free', { capacity: 0 }, { order: 'cancelled', charges: [1449], refunds: [1449] }],
    [
      'the charge is later than the deadline',
      { customerId: 'cust-late-45' },
      { order: 'timeout', charges: [1449], refunds: [1449], payment: 'REFUNDED' },
    ],
  ])('%s', async (_, given, expected) => {
    const shop = await pizzeria(given);
    await walk(shop, await subscriptions());
    expect(shop.outcome()).toMatchObject({ open: false, ...expected });
    expectAtRest(shop);
  });

  it('says each fact once, and writes nothing that is not needed, when all is calm', async () => {
    const shop = await pizzeria();
    await walk(shop, await subscriptions(), calm);
    expect(shop.said.map(({ type, attempt }) => [type.replace('com.pizzaco.', ''), attempt])).toEqual([
      ['order.created', 1],
      ['payment.completed', 1],
      ['inventory.reserved', 1],
      ['chef.assigned', 1],
      ['kitchen.ready', 1],
      ['kitchen.completed', 1],
      ['chef.released', 1],
      ['order.completed', 1],
    ]);
    expect(
      Object.fromEntries([...Map.groupBy(shop.written, ({ table }) => table)].map(([k, v]) => [k, v.length])),
    ).toEqual({ order: 3, payment: 2, reservation: 2, assignment: 2, kitchen: 4 });
  });

  it(
    'ends at rest in any order, with any delays, duplicates, losses and stale reads (L1, L2, S1 to S7)',
    async () => {
      const heardBy = await subscriptions();
      const outcomes = new Set<string | undefined>();
      await fc.assert(
        fc.asyncProperty(givens, fc.nat({ max: 25 }), fc.gen(), async (given, faults, gen) => {
          const isStale = () => gen(fc.nat, { max: 3 }) === 0;
          const shop = await pizzeria({ ...given, isStale });
          await walk(shop, heardBy, weatherOf(gen, faults));
          expectAtRest(shop);
          outcomes.add(shop.outcome().order);
        }),
        { numRuns: 100, endOnFailure: true },
      );
      expect(outcomes).toEqual(new Set(['completed', 'cancelled', 'timeout']));
    },
    PATIENCE,
  );

  it.each<[string, Given]>([
    ['payment', { capacity: 0 }],
    ['inventory', { customerId: 'cust-declined' }],
    ['chef', { customerId: 'cust-declined' }],
  ])('%s hears of the order when it is all over: nothing comes of it (H6, H10)', async (late, given) => {
    const heardBy = await subscriptions();
    const shop = await pizzeria(given);
    await walk(shop, (event) =>
      heardBy(event).filter((name) => event.type !== orderCreated.type || name !== late),
    );
    const before = shop.outcome();
    expect(before.order).toBe('cancelled');
    const created = shop.said.find(({ type }) => type === orderCreated.type);
    for (const attempt of [1, 9]) await listeners(shop)[late]?.hear({ ...created, attempt });
    expect(shop.outcome()).toEqual(before);
    expectAtRest(shop);
  });

  it(
    'loses any one kind of event altogether the first time, and heals (H28)',
    async () => {
      const heardBy = await subscriptions();
      const outcomes = new Set<string | undefined>();
      for (const given of [{}, { capacity: 0 }, { customerId: 'cust-late-45' }]) {
        const calmly = await pizzeria(given);
        await walk(calmly, heardBy);
        for (const type of byId(calmly.said).keys()) {
          const shop = await pizzeria(given);
          await walk(shop, (event) => (event.id === type && event.attempt === 1 ? [] : heardBy(event)));
          expectAtRest(shop);
          outcomes.add(shop.outcome().order);
        }
      }
      expect(outcomes).toEqual(new Set(['completed', 'cancelled', 'timeout']));
    },
    PATIENCE,
  );
});
