import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { allocate, type Counted } from '../../../src/services/inventory/allocate.ts';
import type { Need } from '../../../src/services/inventory/bill-of-materials.ts';

const need = (ingredient: string, quantity: number, shards: number): Need => ({
  portion: { ingredient, quantity },
  shards,
});
const shelves = (...quantities: number[]) => quantities.map((quantity, shard) => ({ shard, quantity }));

describe('allocate, before anything is counted', () => {
  it('takes all from the preferred shard, whatever number of shards an ingredient has', () => {
    const needs = [need('mozzarella', 300, 8), need('olives', 50, 1)];
    expect(allocate(needs, {}, 13)).toEqual({
      kind: 'held',
      holdings: { mozzarella: { 5: 300 }, olives: { 0: 50 } },
    });
  });
});

describe('allocate, with the shards counted', () => {
  const from = (preferred: number, ...quantities: number[]) =>
    allocate([need('mozzarella', 300, quantities.length)], { mozzarella: shelves(...quantities) }, preferred);

  it('takes the first shard with enough, from the preferred one on', () => {
    expect(from(2, 300, 500, 299, 900)).toMatchObject({ holdings: { mozzarella: { 3: 300 } } });
    expect(from(2, 300, 500, 299, 299)).toMatchObject({ holdings: { mozzarella: { 0: 300 } } });
  });

  it('spans as few shards as will do, the fullest first', () => {
    expect(from(0, 100, 30, 150, 0, 120)).toEqual({
      kind: 'held',
      holdings: { mozzarella: { 2: 150, 4: 120, 0: 30 } },
    });
  });

  it('is short only of what all the shards together have too little of', () => {
    const needs = [need('mozzarella', 300, 2), need('basil', 10, 1), need('olives', 50, 1)];
    const counted = { mozzarella: shelves(100, 199), basil: shelves(10), olives: [] };
    expect(allocate(needs, counted, 0)).toEqual({ kind: 'short', missing: ['mozzarella', 'olives'] });
  });

  it('holds exactly what is needed and never more than there is, or is rightly short (H34)', () => {
    const stock = fc.array(fc.nat(20), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 60 }), stock)),
        fc.nat(),
        (wanted, preferred) => {
          const needs = wanted.map(([quantity, { length }], index) => need(`i${index}`, quantity, length));
          const counted: Counted = Object.fromEntries(
            wanted.map(([, quantities], index) => [`i${index}`, shelves(...quantities)]),
          );
          const total = (index: number) => wanted[index]?.[1].reduce((sum, each) => sum + each, 0) ?? 0;
          const short = needs.filter(({ portion }, index) => portion.quantity > total(index));
          const allocation = allocate(needs, counted, preferred);
          if (allocation.kind === 'short') {
            expect(allocation.missing).toEqual(short.map(({ portion }) => portion.ingredient));
            return;
          }
          expect(short).toEqual([]);
          for (const { portion } of needs) {
            const held = Object.entries(allocation.holdings[portion.ingredient] ?? {});
            expect(held.reduce((sum, [, quantity]) => sum + quantity, 0)).toBe(portion.quantity);
            for (const [shard, quantity] of held) {
              expect(quantity).toBeGreaterThan(0);
              expect(quantity).toBeLessThanOrEqual(
                counted[portion.ingredient]?.[Number(shard)]?.quantity ?? 0,
              );
            }
          }
        },
      ),
    );
  });
});
