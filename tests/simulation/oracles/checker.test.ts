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
  events: [event('order.created'), event('kitchen.ready'), event('order.completed')],
  ledger: [charge],
  stockBefore: new Map([
    ['mozzarella', 1000],
    ['olives', 10],
  ]),
  stockAfter: new Map([
    ['mozzarella', 840],
    ['olives', 10],
  ]),
  booked: new Map([['chef#chef-mario', 0]]),
  accepted: ['o1'],
};

const called = (off: string): Books => ({
  ...good,
  events: [event('order.created'), event('kitchen.rejected'), event(off)],
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
    ['an order without an end', { events: good.events.slice(0, 2) }, /no end/],
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
    ['stock not taken', { stockAfter: good.stockBefore }, /1000 of mozzarella left, 840/],
    ['a chef not free', { booked: new Map([['chef#chef-mario', 1]]) }, /still has 1/],
  ])('finds %s', (_, change, message) => {
    expect(audit({ ...good, ...change }).map((found) => found.message)).toContainEqual(
      expect.stringMatching(message),
    );
  });
});
