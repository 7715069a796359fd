import '../fakes/runtime.ts';
import { describe, expect, it } from '@jest/globals';
import type { OrderRow } from '../../../src/services/order/decisions.ts';
import { reconcile } from '../../../src/services/order/reconcile.ts';
import { rows, TEN } from './given.ts';

const due = ['1', '2', '3'].map((orderId): OrderRow => ({ ...rows.created, orderId }));

describe('reconcile', () => {
  it('looks at every open order that is due by now', async () => {
    const asked: number[] = [];
    const looked: string[] = [];
    const result = await reconcile({
      due: async (now) => {
        asked.push(now);
        return due;
      },
      clock: () => TEN,
      look: async ({ orderId }) => {
        looked.push(orderId);
      },
    });
    expect({ asked, looked, result }).toEqual({
      asked: [TEN],
      looked: ['1', '2', '3'],
      result: { looked: 3 },
    });
  });

  it('goes on after an order that fails, and then fails itself, with the causes', async () => {
    const looked: string[] = [];
    const run = reconcile({
      due: async () => due,
      clock: () => TEN,
      look: async ({ orderId }) => {
        if (orderId === '1') throw new Error('order 1 is contended');
        looked.push(orderId);
      },
    });
    await expect(run).rejects.toMatchObject({
      message: '1 of 3 orders failed',
      errors: [new Error('order 1 is contended')],
    });
    expect(looked).toEqual(['2', '3']);
  });

  it('has nothing to do when nothing is due', async () => {
    const look = async (): Promise<never> => {
      throw new Error('nothing to look at');
    };
    expect(await reconcile({ due: async () => [], clock: () => TEN, look })).toEqual({ looked: 0 });
  });
});
