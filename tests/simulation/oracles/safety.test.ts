import { describe, expect, it } from '@jest/globals';
import { toItem } from '../../../scripts/simulation/document.ts';
import { createSafety } from '../../../scripts/simulation/oracles/safety.ts';

type Change = readonly [held: string, before: object | undefined, after: object | undefined];

/** As the ids of orders are: 20 hexadecimal digits. */
const ID = '0123456789abcdef0123';
const KEY = `pay-${ID}-001`;

const NOON = Date.parse('2026-01-13T12:00:00Z');
const said = (data: object = {}) => ({
  time: '2026-01-13T10:00:00.000Z',
  data,
  attempt: 1,
  causationid: 'c',
});

/** A row as a service writes it. */
const row = (status: string, version = 1, more: object = {}) => ({ orderId: ID, status, version, ...more });
const saying = (type: string, data?: object) => {
  const name = `com.pizzaco.${type}`;
  return { outbox: name, said: { [name]: said(data) } };
};
const first = (held: string, after: object): Change => [held, undefined, after];

const placed = first(
  'Order',
  row('created', 1, { openShard: '0', lookAgainAt: 0, ...saying('order.created') }),
);
const paid: readonly Change[] = [
  first('Payment', row('INTENT')),
  first('Ledger', { key: KEY, kind: 'charge', amount: 5 }),
  ['Payment', row('INTENT'), row('COMPLETED', 2, saying('payment.completed'))],
];
const held = first(
  'Reservation',
  row('HELD', 1, saying('inventory.reserved', { expiresAt: '2026-01-13T12:45:00Z' })),
);
const assigned = first('Assignment', row('ASSIGNED', 1, saying('chef.assigned')));
const ready = first('Kitchen', row('ready', 1, saying('kitchen.ready')));
const rejected = first('Kitchen', row('rejected', 1, saying('kitchen.rejected')));
const cancelled: Change = [
  'Order',
  row('created', 1, { openShard: '0', lookAgainAt: 0, ...saying('order.created') }),
  row('cancelled', 2, {
    ...{ openShard: '0', lookAgainAt: 0, outbox: 'com.pizzaco.order.cancelled' },
    said: { 'com.pizzaco.order.created': said(), 'com.pizzaco.order.cancelled': said() },
  }),
];

const EXACT = { pattern: 'choreography', skews: {} } as const;

const violated = (
  changes: readonly Change[],
  now = NOON,
  clocks: Parameters<typeof createSafety>[2] = EXACT,
): string[] => {
  const found: string[] = [];
  const safety = createSafety(
    (invariant, _, message) => void found.push(`${invariant}: ${message}`),
    () => now,
    clocks,
  );
  for (const [table, before, after] of changes)
    safety.onChange(table, before && toItem(before), after && toItem(after));
  safety.settle();
  return found;
};

describe('safety, step by step', () => {
  it.each<[string, readonly Change[]]>([
    ['an order on its way to be ready', [placed, ...paid, held, assigned, ready]],
    ['an order called off', [placed, ...paid, rejected, cancelled]],
    [
      'a shelf and its hold',
      [
        first('Stock', { ingredient: 'olives', shard: 0, quantity: 5 }),
        [
          'Stock',
          { ingredient: 'olives', shard: 0, quantity: 5 },
          { ingredient: 'olives', shard: 0, quantity: 2 },
        ],
        first(
          'Reservation',
          row('HELD', 1, { ...saying('inventory.reserved'), holdings: { olives: { 0: 3 } } }),
        ),
      ],
    ],
  ])('finds nothing wrong with %s', (_, changes) => {
    expect(violated(changes)).toEqual([]);
  });

  it.each<[string, readonly Change[], RegExp]>([
    [
      'two charges',
      [placed, ...paid, first('Ledger', { key: `again/${ID}`, kind: 'charge', amount: 5 })],
      /^S1: charged twice/,
    ],
    [
      'a charge behind a tombstone',
      [first('Payment', row('VOIDED')), first('Ledger', { key: KEY, kind: 'charge' })],
      /^S2: charged/,
    ],
    [
      'a refund of nothing',
      [first('Ledger', { key: `refund-${ID}`, kind: 'refund', chargeKey: KEY })],
      /^S2: refunded without/,
    ],
    [
      'a ledger that changes',
      [['Ledger', { key: KEY, amount: 5 }, { key: KEY, amount: 6 }]],
      /^S1: an entry/,
    ],
    ['called off although ready', [placed, ...paid, held, assigned, ready, cancelled], /^S3: called off/],
    [
      'ready although called off',
      [placed, rejected, cancelled, ...paid, held, assigned, ready],
      /^S3: ready while/,
    ],
    [
      'an undo of an order that is on',
      [placed, ...paid, ['Payment', row('COMPLETED', 2), row('REFUNDED', 3)]],
      /^S2: Payment REFUNDED/,
    ],
    [
      'too little on a shelf',
      [
        first('Stock', { ingredient: 'olives' }),
        ['Stock', { ingredient: 'olives', quantity: 0 }, { ingredient: 'olives', quantity: -1 }],
      ],
      /^S4: -1 of olives/,
    ],
    [
      'stock that nobody holds',
      [['Stock', { ingredient: 'olives', quantity: 5 }, { ingredient: 'olives', quantity: 3 }]],
      /^S4: 2 of olives is lost/,
    ],
    [
      'too many orders for a chef',
      [['Chef', { pk: 'chef#m', booked: 1, capacity: 1 }, { pk: 'chef#m', booked: 2, capacity: 1 }]],
      /^S4: m has 2/,
    ],
    ['a terminal state that is left', [['Kitchen', row('rejected'), row('ready', 2)]], /^S5: Kitchen went/],
    ['a row that is gone', [['Order', row('completed'), undefined]], /^S5: the row/],
    [
      'a row that is gone before it expires',
      [['Order', row('completed', 1, { expiresOn: NOON / 1000 + 1 }), undefined]],
      /^S5: the row in Order is gone/,
    ],
    [
      'a row that expires while its order is open',
      [placed, ['Payment', row('INTENT', 1, { expiresOn: NOON / 1000 }), undefined]],
      /^S5: the row in Payment is gone/,
    ],
    [
      'an order that begins anew after its row has expired',
      [['Payment', row('VOIDED', 1, { expiresOn: NOON / 1000 }), undefined], first('Payment', row('INTENT'))],
      /^S5: Payment begins anew/,
    ],
    ['ready without a chef', [placed, ...paid, held, ready], /^S6: ready without com.pizzaco.chef.assigned/],
    [
      'a fact said otherwise',
      [
        [
          'Kitchen',
          row('ready', 1, saying('kitchen.ready', { a: 1 })),
          row('ready', 2, saying('kitchen.ready', { a: 2 })),
        ],
      ],
      /^S6: com.pizzaco.kitchen.ready was said again/,
    ],
    ['a gap between versions', [['Payment', row('INTENT'), row('COMPLETED', 3)]], /^S7/],
  ])('finds %s', (_, changes, message) => {
    expect(violated(changes)).toContainEqual(expect.stringMatching(message));
  });

  it('lets TTL have the rows of an order that is closed', () => {
    const expired = row('completed', 1, { expiresOn: NOON / 1000 });
    expect(violated([['Order', expired, undefined]])).toEqual([]);
  });

  it('does not ask how an order stands in the key of its charge', () => {
    const [intent, charge, completed] = paid as readonly [Change, Change, Change];
    const otherwise = first(charge[0], { ...charge[2], key: `${ID}#charge` });
    expect(violated([placed, intent, otherwise, completed])).toEqual([]);
  });

  /** The hold of {@link held} runs out, by the arbiter's clock, so many minutes before. */
  it.each<[string, number, Parameters<typeof createSafety>[2], string[]]>([
    ['in the minute in which it may have been written', -0.9, EXACT, []],
    ['later', -1.1, EXACT, ['S4: ready although the hold had run out']],
    ['by a clock that is slow', -5, { pattern: 'choreography', skews: { aggregator: -300_000 } }, []],
    [
      'by a clock that only others have',
      -5,
      { pattern: 'orchestration', skews: { aggregator: -300_000 } },
      ['S4: ready although the hold had run out'],
    ],
    [
      'by a clock that is fast',
      3,
      { pattern: 'orchestration', skews: { kitchen: 300_000 } },
      ['S4: ready although the hold had run out'],
    ],
  ])('judges an order ready after its hold has run out: %s', (_, minutes, clocks, found) => {
    const now = Date.parse('2026-01-13T12:45:00Z') - minutes * 60_000;
    expect(violated([placed, ...paid, held, assigned, ready], now, clocks)).toEqual(found);
  });

  it('finds an event that no row has said, and personal data', () => {
    const found: string[] = [];
    const safety = createSafety(
      (invariant) => void found.push(invariant),
      () => NOON,
      EXACT,
    );
    const event = { type: 'com.pizzaco.order.created', subject: ID, data: { token: 'tok_x' } };
    safety.onPublished(event, JSON.stringify(event));
    expect(found).toEqual(['S9', 'S6']);
  });
});
