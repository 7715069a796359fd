import { describe, expect, it } from '@jest/globals';
import { consumptionOf } from '../../../scripts/simulation/oracles/consumption.ts';

describe('what an order takes', () => {
  it('is what the pizza and its toppings take, by size', () => {
    const order = { pizzaType: 'marinara', size: 'large', toppings: ['olives'] };
    expect(Object.fromEntries(consumptionOf(order))).toEqual({
      ...{ 'dough-large': 1, 'tomato-sauce': 150, garlic: 10, oregano: 5, olives: 50 },
    });
  });

  it('is known only of what the simulation’s customers order', () => {
    const order = { pizzaType: 'calzone', size: 'large', toppings: [] };
    expect(() => consumptionOf(order)).toThrow('nobody has counted what a large calzone takes');
  });
});
