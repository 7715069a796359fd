import { describe, expect, it } from '@jest/globals';
import { audit, type Books } from '../../../scripts/simulation/oracles/checker.ts';

const data = {
  ...{ orderId: 'o1', customerId: 'cust-789', pizzaType: 'margherita', toppings: [], size: 'medium' },
  ...{ totalAmount: 10.99, currency: 'GBP' },
};
const event = (type: string, more: object = {}) => ({
  ...{ id: `${type}-o1`, type: `com.pizzaco.${type}`, subject: 'o1', time: '2026-01-13T10:00:00.000Z', data },
  ...more,
});
const charge = {
  ...{ key: 'pay-o1-001', kind: 'charge' as const, amount: 1099, currency: 'GBP' },
  ...{ transactionId: 't', createdAt: 0, token: 'tok_approved' },
};
const refund = {
  ...{ key: 'refund-o1', kind: 'refund' as const, chargeKey: 'pay-o1-001', amount: 1099, currency: 'GBP' },
  ...{ transactionId: 't', createdAt: 0 },
};

/** The books of an order that was completed. */
const good: Books = {
  events: [
    event('order.created'),
    event('payment.completed', { data: { amountCharged: 10.99 } }),
    event('chef.assigned', { data: { chefId: 'chef-mario' } }),
    event('kitchen.ready'),
    event('order.completed'),
  ],
  isLogWhole: true,
  ledger: [charge],
  stockBefore: new Map([
    ['mozzarella', 1000],
    ['olives', 10],
  ]),
  stockAfter: new Map([
    ['mozzarella', 840],
    ['olives', 10],
  ]),
  booked: new Map([['chef-mario', 0]]),
  bookings: new Map([['chef-mario', 1]]),
  accepted: ['o1'],
};

const called = (off: string): Books => ({
  ...good,
  events: [
    event('order.created'),
    event('kitchen.rejected'),
    event('payment.refunded', { data: { amountRefunded: 10.99 } }),
    event(off),
  ],
  ledger: [charge, refund],
  stockAfter: good.stockBefore,
});

describe('the audit of the books', () => {
  it.each([
    ['a completed order', good],
    ['a cancelled order', called('order.cancelled')],
    ['an order out of time', called('order.timeout')],
  ])('finds nothing in the books of %s', (_, books) => {
    expect(audit(books)).toEqual([]);
  });

  it.each<[string, Partial<Books>, RegExp]>([
    ['an order without an end', { events: good.events.slice(0, -1) }, /no end/],
    [
      'two ends',
      { events: [...good.events, event('order.cancelled')] },
      /order.completed and order.cancelled/,
    ],
    ['an order never told of', { events: [] }, /never published/],
    ['an order nobody placed', { accepted: [] }, /nobody placed/],
    [
      'one fact in two versions',
      { events: [...good.events, event('order.completed', { data: {} })] },
      /2 versions/,
    ],
    ['ready and rejected', { events: [...good.events, event('kitchen.rejected')] }, /ready, and rejected/],
    ['no charge', { ledger: [] }, /balance is 0, due is 1099/],
    ['a charge given back', { ledger: [charge, refund] }, /balance is 0/],
    [
      'a charge given back in part',
      { ledger: [charge, { ...refund, amount: 99 }] },
      /99 of 1099 was given back/,
    ],
    ['two charges', { ledger: [charge, { ...charge, key: 'o1 again' }] }, /more than one charge/],
    ['a key twice', { ledger: [charge, charge] }, /a key stands twice/],
    [
      'money of nobody',
      { ledger: [charge, { ...charge, key: 'pay-o2-001' }] },
      /of no order moved: pay-o2-001/,
    ],
    [
      'another amount in the ledger than was said',
      { ledger: [{ ...charge, amount: 1098 }] },
      /said to be charged 10.99, the ledger has 1098/,
    ],
    [
      'another chef booked than was said',
      { bookings: new Map([['chef-anna', 1]]) },
      /chef-mario was said to have 1 orders, and was booked for 0/,
    ],
    ['stock not taken', { stockAfter: good.stockBefore }, /1000 of mozzarella left, 840/],
    ['a chef not free', { booked: new Map([['chef-mario', 1]]) }, /still has 1/],
  ])('finds %s', (_, change, message) => {
    expect(audit({ ...good, ...change }).map((found) => found.message)).toContainEqual(
      expect.stringMatching(message),
    );
  });

  it('finds another amount given back than was said', () => {
    const said = event('payment.refunded', { data: { amountRefunded: 10 } });
    const books = called('order.cancelled');
    expect(
      audit({ ...books, events: [...books.events.slice(0, 2), said, ...books.events.slice(3)] }),
    ).toEqual([
      { invariant: 'checker', orderId: 'o1', message: 'said to be given back 10, the ledger has 1099' },
    ]);
  });

  /** Records were given up before they were published. */
  const holed = (books: Partial<Books>): string[] =>
    audit({ ...good, ...books, isLogWhole: false }).map(({ message }) => message);

  it('lacks nothing in a log with holes, and what depends on it is not judged', () => {
    const events = good.events.slice(0, -1);
    expect(holed({ events, stockAfter: good.stockBefore })).toEqual([]);
    expect(holed({ events: [] })).toEqual([]);
  });

  it.each<[string, Partial<Books>, RegExp]>([
    [
      'a charge that was not made',
      { events: good.events.slice(0, -1), ledger: [] },
      /said to be charged 10.99/,
    ],
    ['a charge given back', { ledger: [charge, refund] }, /balance is 0/],
    ['two charges', { events: [], ledger: [charge, { ...charge, key: 'o1 again' }] }, /more than one charge/],
    ['a chef not free', { events: [], booked: new Map([['chef-mario', 1]]) }, /still has 1/],
    [
      'stock not taken, where the ends are there',
      { stockAfter: good.stockBefore },
      /1000 of mozzarella left/,
    ],
  ])('finds in a log with holes too %s', (_, change, message) => {
    expect(holed(change)).toContainEqual(expect.stringMatching(message));
  });
});
