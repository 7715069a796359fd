import { describe, expect, it } from '@jest/globals';
import { allowedOutcomes } from '../../../scripts/simulation/oracles/model.ts';
import { drawScript, type OrderScript, type Script } from '../../../scripts/simulation/script.ts';

const order: OrderScript = {
  ...{ atMs: 0, customerId: 'cust-789', pizzaType: 'margherita', size: 'medium', toppings: [] },
};
const calm: Script = {
  ...drawScript(0, { orders: 1 }),
  ...{ orders: [order], stock: {}, capacity: 4, holdMinutes: undefined },
  ...{ rates: {}, incidents: [], skews: {} },
};

describe('the ways in which an order can end', () => {
  it.each<[string, Partial<OrderScript>, Partial<Script>, string[]]>([
    ['on a good day', {}, {}, ['completed']],
    ['when the card is declined', { customerId: 'cust-declined' }, {}, ['cancelled']],
    ['without a means of payment', { customerId: 'cust-without-wallet' }, {}, ['cancelled']],
    ['when nobody can make it', { pizzaType: 'tartufo' }, {}, ['cancelled']],
    ['out of stock', {}, { stock: { 'tomato-sauce': 79 } }, ['cancelled']],
    ['with just enough', {}, { stock: { 'tomato-sauce': 80 } }, ['completed']],
    [
      'with enough for one of two',
      {},
      { stock: { 'tomato-sauce': 80 }, orders: [order, order] },
      ['cancelled', 'completed'],
    ],
    ['with a chef for one of two', {}, { capacity: 1, orders: [order, order] }, ['cancelled', 'completed']],
    ['when the charge lands after the deadline', { customerId: 'cust-late-45' }, {}, ['timeout']],
    [
      'when the charge takes longer than the hold',
      { customerId: 'cust-late-5' },
      { holdMinutes: 1 },
      ['cancelled', 'completed'],
    ],
    ['in a disturbed world', {}, { rates: { drop: 0.1 } }, ['cancelled', 'completed', 'timeout']],
    [
      'declined in a disturbed world',
      { customerId: 'cust-declined' },
      { rates: { drop: 0.1 } },
      ['cancelled', 'timeout'],
    ],
  ])('%s', (_, change, world, outcomes) => {
    expect([...allowedOutcomes({ ...order, ...change }, { ...calm, ...world })].sort()).toEqual(outcomes);
  });
});
