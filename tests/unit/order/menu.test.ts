import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fromMinorUnits, isAmount, makeEvent, orderCreated } from '../../../src/contracts/index.ts';
import { assertPrice, NotOnTheMenu, priceOf } from '../../../src/services/order/menu.ts';
import { readOrder } from '../../../src/services/order/request.ts';
import { menu } from '../../../src/services/order/seed.ts';
import { order } from './given.ts';

/** Anything that the menu offers, with as many toppings as an order may have. */
const choices = fc
  .record({
    pizzaType: fc.constantFrom(...Object.keys(menu.pizzas)),
    toppings: fc.array(fc.constantFrom(...Object.keys(menu.toppings)), { maxLength: 20 }),
    size: fc.constantFrom('small', 'medium', 'large'),
  })
  .map((choice) => ({ ...order, ...choice, totalAmount: fromMinorUnits(priceOf(menu, choice)) }));

describe('the menu', () => {
  it("has the workshop's order at the workshop's price", () => {
    expect(priceOf(menu, order)).toBe(1599);
    expect(() => assertPrice(menu, order)).not.toThrow();
  });

  it('prices every combination so that it can be ordered, and event and customer agree on it', () => {
    fc.assert(
      fc.property(choices, (choice) => {
        expect(isAmount(choice.totalAmount)).toBe(true);
        const request = readOrder({ body: JSON.stringify(choice) });
        assertPrice(menu, request);
        const event = makeEvent(orderCreated, {
          orderId: '12345',
          data: { ...request, toppings: [...request.toppings], currency: 'GBP' },
          time: '2026-01-13T10:00:00Z',
          attempt: 1,
        });
        expect(event.data.totalAmount).toBe(choice.totalAmount);
      }),
      { numRuns: 500 },
    );
  });

  it('holds a total to the penny', () => {
    fc.assert(
      fc.property(choices, fc.constantFrom(-1, 1, 100), (choice, pence) => {
        const totalAmount = fromMinorUnits(priceOf(menu, choice) + pence);
        expect(() => assertPrice(menu, { ...choice, totalAmount })).toThrow(NotOnTheMenu);
      }),
    );
  });

  it.each([
    [{ pizzaType: 'hawaii' }, 'no pizza "hawaii"'],
    [{ pizzaType: 'constructor' }, 'no pizza "constructor"'],
    [{ size: 'giant' }, 'no size "giant"'],
    [{ toppings: ['olives', 'pineapple'] }, 'no topping "pineapple"'],
    [{ toppings: ['__proto__'] }, 'no topping "__proto__"'],
  ])('says what it does not offer, and what it does: %j', (change, message) => {
    const wanted = { ...order, ...change };
    expect(() => priceOf(menu, wanted)).toThrow(message);
    expect(() => priceOf(menu, wanted)).toThrow('there is ');
  });
});
