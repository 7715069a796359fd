import '../fakes/runtime.ts';
import { describe, expect, it } from '@jest/globals';
import { orderCancelled } from '../../../src/contracts/index.ts';
import type { OrderRow } from '../../../src/services/order/decisions.ts';
import { reconcile } from '../../../src/services/order/reconcile.ts';
import { measured } from '../platform/measured.ts';
import { MINUTE, rows, TEN } from './given.ts';

const order = (orderId: string, over: Partial<OrderRow> = {}): OrderRow => ({
  ...rows.created,
  lookAgainAt: TEN,
  orderId,
  ...over,
});

/** An index that shows these orders, over a table that has these rows by now. */
const given = (
  indexed: readonly OrderRow[],
  now: readonly OrderRow[] = indexed,
  broken?: string,
  { atMost, msALook = 0 }: { readonly atMost?: number; readonly msALook?: number } = {},
) => {
  const looked: string[] = [];
  const run = () =>
    reconcile({
      open: async () =>
        indexed.map(({ orderId, deadline, lookAgainAt = 0 }) => ({ orderId, deadline, lookAgainAt })),
      rows: { read: async (orderId) => now.find((row) => row.orderId === orderId) },
      clock: () => TEN + looked.length * msALook,
      ...(atMost !== undefined && { atMost }),
      timeoutMinutes: 30,
      look: async ({ orderId }) => {
        if (orderId === broken) throw new Error(`order ${orderId} is contended`);
        looked.push(orderId);
      },
    });
  return { looked, run };
};

describe('reconcile', () => {
  it('looks at every open order that is due by now, the longest due first', async () => {
    const { looked, run } = given([
      order('just due'),
      order('long due', { lookAgainAt: TEN - 1 }),
      order('not due', { lookAgainAt: TEN + 1 }),
    ]);
    expect(await run()).toEqual({ looked: 2 });
    expect(looked).toEqual(['long due', 'just due']);
  });

  it('leaves out what the index, which lags behind, still shows: closed, looked at already, or gone', async () => {
    const { openShard: _s, lookAgainAt: _l, ...closed } = rows.completed;
    const { looked, run } = given(
      ['closed', 'later', 'gone', 'due'].map((orderId) => order(orderId)),
      [{ ...closed, orderId: 'closed' }, order('later', { lookAgainAt: TEN + 10 * MINUTE }), order('due')],
    );
    await run();
    expect(looked).toEqual(['due']);
  });

  it('looks first at orders past their deadline, for which nobody else may look', async () => {
    const { looked, run } = given([
      order('in time', { lookAgainAt: TEN - 2 }),
      order('overdue', { deadline: TEN }),
      order('longer overdue', { deadline: TEN - 1, lookAgainAt: TEN - 1 }),
    ]);
    await run();
    expect(looked).toEqual(['longer overdue', 'overdue', 'in time']);
  });

  it('looks at all there are while there is time, and leaves the rest to the next run', async () => {
    const many = Array.from({ length: 1001 }, (_, n) => order(`order-${n}`));
    expect(await given(many).run()).toEqual({ looked: 1001 });
    // 100 side by side: after 500 it is 45 s and a half.
    expect(await given(many, many, undefined, { msALook: 91 }).run()).toEqual({ looked: 500 });
  });

  it('looks at no more than it may', async () => {
    const { run } = given(
      ['1', '2', '3'].map((id) => order(id)),
      undefined,
      undefined,
      { atMost: 2 },
    );
    expect(await run()).toEqual({ looked: 2 });
  });

  it('goes on after an order that fails, and then fails itself, with the causes', async () => {
    const { looked, run } = given(
      ['1', '2', '3'].map((id) => order(id)),
      undefined,
      '1',
    );
    await expect(run()).rejects.toMatchObject({
      message: '1 of 3 orders failed',
      errors: [new Error('order 1 is contended')],
    });
    expect(looked).toEqual(['2', '3']);
  });
});

describe('what the reconciler measures', () => {
  const cancelledAt = (orderId: string, time: number): OrderRow =>
    order(orderId, {
      status: 'cancelled',
      said: {
        [orderCancelled.type]: {
          time: new Date(time).toISOString(),
          data: { reason: 'inventory-unavailable' },
          attempt: 1,
          causationid: 'cause',
        },
      },
    });

  it('is how many orders are open, due or not, and how old the oldest is: placed 30 minutes before its deadline', async () => {
    const deadlines = [TEN + 20 * MINUTE, TEN - 15 * MINUTE, TEN + 29 * MINUTE];
    const open = deadlines.map((deadline, n) => order(`${n}`, { deadline, lookAgainAt: TEN + 1 }));
    expect(await measured(given(open).run)).toContainEqual({ OpenOrders: 3, OldestOpenOrderAge: 45 * 60 });
  });

  it('is measured when nothing is open, too: silence means that nobody looks', async () => {
    expect(await measured(given([]).run)).toEqual([
      { OpenOrders: 0, OldestOpenOrderAge: 0 },
      { CompensationAge: 0 },
    ]);
  });

  it('is the longest compensation among the orders it looks at', async () => {
    const due = [order('1'), cancelledAt('2', TEN - 5 * MINUTE), cancelledAt('3', TEN - 90 * MINUTE)];
    expect(await measured(given(due).run)).toContainEqual({ CompensationAge: 90 * 60 });
  });
});
