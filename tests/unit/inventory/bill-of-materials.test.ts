import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { itemSize } from '../../../lab/dynamodb/item-size.ts';
import { type Needs, needsOf, type Order } from '../../../src/services/inventory/bill-of-materials.ts';
import { recipes } from '../../../src/services/inventory/recipes.ts';
import { menu } from '../../../src/services/order/seed.ts';

const portions = (needs: Needs) => (needs.kind === 'known' ? needs.needs.map(({ portion }) => portion) : []);
const needs = (pizzaType: string, size: string, ...toppings: string[]) =>
  needsOf(recipes, { pizzaType, size, toppings });

describe('the bill of materials', () => {
  it('makes five ingredients of the workshop’s order, what two layers take being summed', () => {
    expect(portions(needs('margherita', 'large', 'extra-cheese', 'olives'))).toEqual([
      { ingredient: 'dough-large', quantity: 1 },
      { ingredient: 'tomato-sauce', quantity: 100, unit: 'grams' },
      { ingredient: 'mozzarella', quantity: 300, unit: 'grams' },
      { ingredient: 'basil', quantity: 10, unit: 'grams' },
      { ingredient: 'olives', quantity: 50, unit: 'grams' },
    ]);
  });

  it('takes a piece of dough of the size, and less of everything for a smaller one', () => {
    expect(portions(needs('marinara', 'small'))).toEqual([
      { ingredient: 'dough-small', quantity: 1 },
      { ingredient: 'tomato-sauce', quantity: 90, unit: 'grams' },
      { ingredient: 'garlic', quantity: 6, unit: 'grams' },
      { ingredient: 'oregano', quantity: 3, unit: 'grams' },
    ]);
  });

  it('rounds up: better a gram too much than a pizza short', () => {
    const sizes = { child: { dough: 'dough-small', percent: 50 } };
    const bill = { ...recipes, sizes, pizzas: { bianca: { mozzarella: 25 } } };
    const order = { pizzaType: 'bianca', size: 'child', toppings: [] };
    expect(portions(needsOf(bill, order)).at(-1)).toMatchObject({ ingredient: 'mozzarella', quantity: 13 });
  });

  it('rounds up: better a gram too much than a pizza short', () => {
    const sizes = { child: { dough: 'dough-small', percent: 50 } };
    const bill = { ...recipes, sizes, pizzas: { bianca: { mozzarella: 25 } } };
    const order: Order = { pizzaType: 'bianca', size: 'child', toppings: [] };
    expect(portions(needsOf(bill, order)).at(-1)).toMatchObject({ ingredient: 'mozzarella', quantity: 13 });
  });

  it('sums a topping that is asked for twice', () => {
    expect(portions(needs('marinara', 'medium', 'chili', 'chili')).at(-1)).toMatchObject({ quantity: 8 });
  });

  it('names what it does not know, each once', () => {
    expect(needs('constructor', 'family', 'olives', 'pineapple', 'pineapple')).toEqual({
      kind: 'unknown',
      names: ['family', 'constructor', 'pineapple'],
    });
  });

  it('knows the whole menu, in whole units', () => {
    const toppings = Object.keys(menu.toppings);
    for (const [pizzaType, sizes] of Object.entries(menu.pizzas)) {
      for (const size of Object.keys(sizes)) {
        const order: Order = { pizzaType, size, toppings };
        const known = needsOf(recipes, order);
        expect(known.kind).toBe('known');
        for (const { quantity } of portions(known)) expect(Number.isInteger(quantity)).toBe(true);
      }
    }
    for (const layer of [...Object.values(recipes.pizzas), ...Object.values(recipes.toppings)]) {
      for (const [ingredient, quantity] of Object.entries(layer)) {
        expect({ ingredient, rest: quantity % 4, listed: ingredient in recipes.ingredients }).toEqual({
          ingredient,
          rest: 0,
          listed: true,
        });
      }
    }
  });

  it('is read for half a read unit: one item of at most 4 KB', () => {
    expect(itemSize(marshall({ ingredient: 'bill-of-materials', shard: 0, recipes }) as never)).toBeLessThan(
      4096,
    );
  });
});
