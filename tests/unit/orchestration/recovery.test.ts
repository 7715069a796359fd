import '../fakes/runtime.ts';
import { describe, expect, it } from '@jest/globals';
import { executionName } from '../../../src/orchestration/execution.ts';
import { recover } from '../../../src/orchestration/recovery.ts';
import type { OrderRow } from '../../../src/services/order/decisions.ts';
import { createOrder, lookAgain, settleOrder } from '../../../src/services/order/operations.ts';
import { command, MINUTE, orders, placement, rows, TEN } from '../order/given.ts';

/** An open order that is due, a state machine whose run stands as told, and the names of the runs started. */
const given = async (status: 'missing' | 'running' | 'ended', row?: Partial<OrderRow>) => {
  const { deps, rows: memory, world } = orders();
  const created = (await createOrder(deps, 30)(placement)) as OrderRow;
  const order: OrderRow = { ...created, ...row, version: created.version + 1 };
  await memory.write(order, created.version, []);
  world.now = TEN + 5 * MINUTE;
  const started: string[] = [];
  const look = recover({
    runStatus: async () => status,
    startRun: async ({ orderId, attempt }) => {
      started.push(executionName(orderId, attempt));
    },
    lookAgain: lookAgain(deps),
  });
  return { deps, order, memory, started, look };
};

describe('recover', () => {
  it('starts a run that is missing, under the same name (H24)', async () => {
    const { order, memory, started, look } = await given('missing');
    await look(order);
    expect(started).toEqual(['12345']);
    expect(memory.all()).toMatchObject([{ attempt: 1, lookAgainAt: TEN + 10 * MINUTE }]);
  });

  it('starts a second run that is missing under its own name: a crash came between raising and starting', async () => {
    const { order, started, look } = await given('missing', { attempt: 3 });
    await look(order);
    expect(started).toEqual(['12345-3']);
  });

  it('leaves a run alone that is under way, and looks again later', async () => {
    const { order, memory, started, look } = await given('running');
    await look(order);
    expect(started).toEqual([]);
    expect(memory.all()).toMatchObject([{ attempt: 1, lookAgainAt: TEN + 10 * MINUTE }]);
  });

  it('follows a run that ended although the order is open by another, under a raised attempt (H22)', async () => {
    const { order, memory, started, look } = await given('ended', { status: 'cancelled', attempt: 2 });
    await look(order);
    expect(started).toEqual(['12345-3']);
    const [row] = memory.all();
    expect(row).toMatchObject({ attempt: 3 });
    expect(row).not.toHaveProperty('outbox');
  });

  it.each(['missing', 'ended'] as const)(
    'starts nothing for an order that was closed meanwhile (%s)',
    async (status) => {
      const { deps, order, memory, started, look } = await given(status, { status: 'cancelled' });
      const closed = await settleOrder(deps)(command('close', ['payment', 'inventory', 'chef']));
      await look(order);
      expect(started).toEqual([]);
      expect(memory.all()).toEqual([closed]);
    },
  );

  it('of two reconcilers at once starts one run: both come to the same name', async () => {
    const { order, started, look } = await given('ended');
    await Promise.all([look(order), look(order)]);
    expect(new Set(started)).toEqual(new Set(['12345-2']));
  });
});

describe('executionName', () => {
  it('is the order, and from the second run on the attempt too', () => {
    expect([1, 2, 17].map((attempt) => executionName(rows.created.orderId, attempt))).toEqual([
      '12345',
      '12345-2',
      '12345-17',
    ]);
  });
});
