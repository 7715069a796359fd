import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, it, jest } from '@jest/globals';
import { itemSize } from '../../../lab/dynamodb/item-size.ts';
import { inventoryReleased, inventoryReserved, inventoryUnavailable } from '../../../src/contracts/index.ts';
import {
  confirmReservation,
  reserveInventory,
  undoReservation,
} from '../../../src/services/inventory/operations.ts';
import { command, inventory, order } from './given.ts';

const INGREDIENTS = ['dough-large', 'tomato-sauce', 'mozzarella', 'basil', 'olives'];
/** Longer than orders have them, with a whole trace header. */
const ORDER_ID = '0123456789abcdef0123456789abcdef';
const TRACE = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1';

describe('reserveInventory', () => {
  it('takes the ingredients once, however often it is asked', async () => {
    const { deps, left } = await inventory();
    const before = INGREDIENTS.map(left);
    const rows = [
      await reserveInventory(deps)(command('reserve', order)),
      await reserveInventory(deps)(command('reserve', order)),
      await reserveInventory(deps)(command('reserve', order, '12345', 2)),
    ];
    expect(rows.map((row) => row?.version)).toEqual([1, 1, 2]);
    expect(rows[2]).toMatchObject({ status: 'HELD', outbox: inventoryReserved.type });
    expect(INGREDIENTS.map((each, index) => (before[index] ?? 0) - left(each))).toEqual([
      1, 100, 300, 10, 50,
    ]);
  });

  it('counts nothing while the preferred shards have enough', async () => {
    const { deps } = await inventory();
    const count = jest.spyOn(deps.stock, 'count');
    await reserveInventory(deps)(command('reserve', order));
    expect(count).not.toHaveBeenCalled();
  });

  it('holds from now on for as long as it is told', async () => {
    const { deps } = await inventory();
    const row = await reserveInventory(deps)(command('reserve', order));
    expect(row?.said[inventoryReserved.type]?.data).toMatchObject({ expiresAt: '2026-01-13T10:45:00.000Z' });
  });

  it('finds the last portion, wherever its shards are', async () => {
    const { deps, left } = await inventory({ mozzarella: 300, 'tomato-sauce': 100, 'dough-large': 1 });
    const row = await reserveInventory(deps)(command('reserve', order));
    expect(row?.status).toBe('HELD');
    expect(Object.keys(row?.holdings?.mozzarella ?? {}).length).toBeGreaterThan(1);
    expect(['mozzarella', 'tomato-sauce', 'dough-large'].map(left)).toEqual([0, 0, 0]);
  });

  it('names all that is missing, after counting every shard, and takes nothing', async () => {
    const { deps, left } = await inventory({ mozzarella: 299, olives: 0 });
    const row = await reserveInventory(deps)(command('reserve', order));
    expect(row).toMatchObject({ status: 'UNAVAILABLE', outbox: inventoryUnavailable.type });
    expect(row?.said[inventoryUnavailable.type]?.data).toEqual({ missing: ['mozzarella', 'olives'] });
    expect(left('mozzarella')).toBe(299);
  });

  it.each([
    ['pieces', { 'dough-large': 10 }],
    ['quantities that span shards', { mozzarella: 10 * 300 }],
    ['one shard', { basil: 10 * 10 }],
  ])('gives the last ten portions to ten of fifty orders at once: %s (H34)', async (_, totals) => {
    const { deps, rows, left } = await inventory(totals);
    const orders = Array.from({ length: 50 }, (_each, index) => `order-${index}`);
    await Promise.all(orders.map((orderId) => reserveInventory(deps)(command('reserve', order, orderId))));
    const statuses = rows.all().map(({ status }) => status);
    expect(statuses.filter((status) => status === 'HELD')).toHaveLength(10);
    expect(statuses.filter((status) => status === 'UNAVAILABLE')).toHaveLength(40);
    for (const ingredient of Object.keys(totals)) expect(left(ingredient)).toBe(0);
  });
});

describe('undoReservation', () => {
  it('gives back to the very shards it took from, once', async () => {
    const { deps, table } = await inventory({ mozzarella: 350 });
    const before = structuredClone(table.items());
    await reserveInventory(deps)(command('reserve', order));
    expect(table.items()).not.toEqual(before);
    const row = await undoReservation(deps)(command('undo', { reason: 'overdue' }));
    await undoReservation(deps)(command('undo', { reason: 'overdue' }, '12345', 2));
    expect(row).toMatchObject({ status: 'RELEASED', outbox: inventoryReleased.type });
    expect(row?.holdings).toBeUndefined();
    expect(table.items()).toEqual(before);
  });

  it('that came first keeps the stock untouched (H6)', async () => {
    const { deps, rows, table } = await inventory();
    const before = structuredClone(table.items());
    await undoReservation(deps)(command('undo', { reason: 'overdue' }));
    const row = await reserveInventory(deps)(command('reserve', order));
    expect(row).toMatchObject({ status: 'RELEASED', version: 1 });
    expect(rows.all()).toEqual([row]);
    expect(table.items()).toEqual(before);
  });
});

describe('confirmReservation', () => {
  it('keeps what is held, says nothing, and is not undone', async () => {
    const { deps, left } = await inventory({ olives: 50 });
    await reserveInventory(deps)(command('reserve', order));
    const row = await confirmReservation(deps)(command('confirm', undefined));
    expect(row).toMatchObject({ status: 'CONFIRMED', version: 2, holdings: { olives: { 0: 50 } } });
    expect(row?.outbox).toBeUndefined();
    await expect(undoReservation(deps)(command('undo', undefined))).rejects.toThrow('confirmed');
    expect(left('olives')).toBe(0);
  });
});

describe('the row of five ingredients', () => {
  it('is at most 1 KB while held and confirmed: the least that a write costs', async () => {
    const { deps } = await inventory();
    const cause = { id: `order-${ORDER_ID}-created`, hash: 'f'.repeat(64), attempt: 1 };
    const traced = { ...deps, trace: () => TRACE };
    const held = await reserveInventory(traced)({ ...command('reserve', order, ORDER_ID), cause });
    const confirmed = await confirmReservation(traced)({ ...command('confirm', undefined, ORDER_ID), cause });
    for (const row of [held, confirmed])
      expect(itemSize(marshall(row ?? {}) as never)).toBeLessThanOrEqual(1024);
  });
});
