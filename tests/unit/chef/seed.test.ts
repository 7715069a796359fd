import { describe, expect, it } from '@jest/globals';
import { skillKey } from '../../../src/services/chef/roster.ts';
import { bookingItems, skillItems } from '../../../src/services/chef/seed.ts';
import { menu } from '../../../src/services/order/seed.ts';

describe('the roster', () => {
  const chefIds = bookingItems().map(({ pk }) => pk.slice('chef#'.length));

  it('has at least fifty chefs, each once', () => {
    expect(chefIds.length).toBeGreaterThanOrEqual(50);
    expect(new Set(chefIds).size).toBe(chefIds.length);
  });

  it.each(Object.keys(menu.pizzas))('has five chefs and more for %s, unless it is the tartufo', (pizza) => {
    const cooks = skillItems().filter(({ pk }) => pk === skillKey(pizza, '').pk);
    if (pizza === 'tartufo') expect(cooks).toEqual([]);
    else expect(cooks.length).toBeGreaterThanOrEqual(5);
  });

  it('can make sixty margheritas at a time: fifty orders are decided by the stock', () => {
    const cooks = new Set(
      skillItems().flatMap(({ pk, sk }) => (pk === skillKey('margherita', '').pk ? [sk] : [])),
    );
    const able = bookingItems().filter((_, index) => cooks.has(chefIds[index] ?? ''));
    expect(able.reduce((total, { capacity }) => total + capacity, 0)).toBeGreaterThanOrEqual(60);
  });

  it('takes a capacity for whoever differs', () => {
    const mario = bookingItems({ 'chef-mario': 1 }).filter(({ capacity }) => capacity === 1);
    expect(mario).toEqual([{ pk: 'chef#chef-mario', sk: 'bookings', booked: 0, capacity: 1 }]);
  });
});
