import { describe, expect, it } from '@jest/globals';
import {
  inventoryReleased,
  inventoryReserved,
  inventoryUnavailable,
  makeEvent,
} from '../../../src/contracts/index.ts';
import type { Holdings } from '../../../src/services/inventory/allocate.ts';
import { type Needs, needsOf } from '../../../src/services/inventory/bill-of-materials.ts';
import {
  decideConfirm,
  decideReserve,
  decideUndo,
  type ReservationRow,
} from '../../../src/services/inventory/decisions.ts';
import { recipes } from '../../../src/services/inventory/recipes.ts';
import { command, order } from './given.ts';

const expiresAt = '2026-01-13T10:45:00.000Z';
const move = (holdings: Holdings) => [
  { Update: { TableName: 'Stock', Key: holdings, UpdateExpression: '' } },
];
const reserve = (
  needs: Needs,
  counted: Parameters<typeof decideReserve>[0]['counted'] = {},
  row?: ReservationRow,
) => decideReserve({ needs, counted, expiresAt, take: move })(row, command('reserve', order));

const needs = needsOf(recipes, order);
const portions = needs.kind === 'known' ? needs.needs.map(({ portion }) => portion) : [];
const holdings: Holdings = { 'dough-large': { 3: 1 }, mozzarella: { 3: 250, 7: 50 } };
const said = { time: '2026-01-13T10:00:18Z', attempt: 1, causationid: 'order-12345-created' };

const row = (status: ReservationRow['status']): ReservationRow => ({
  orderId: '12345',
  status,
  version: 1,
  heard: {},
  said: {
    [inventoryReserved.type]: {
      ...said,
      data: { reservationId: 'res-12345-001', ingredientsReserved: portions, expiresAt },
    },
  },
  expiresOn: 0,
  ...((status === 'HELD' || status === 'CONFIRMED') && { holdings }),
});

describe('reserve', () => {
  it('holds every ingredient and says so, until when too', () => {
    const decision = reserve(needs);
    expect(decision).toMatchObject({
      kind: 'write',
      state: { status: 'HELD' },
      fact: {
        type: inventoryReserved.type,
        data: { reservationId: 'res-12345-001', ingredientsReserved: portions, expiresAt },
      },
    });
    if (decision.kind !== 'write') throw new Error('nothing written');
    expect(decision.also).toEqual(move(decision.state.holdings ?? {}));
    expect(Object.keys(decision.state.holdings ?? {})).toEqual(portions.map(({ ingredient }) => ingredient));
    const data = decision.fact?.data as Parameters<typeof makeEvent<typeof inventoryReserved>>[1]['data'];
    expect(() => makeEvent(inventoryReserved, { ...said, orderId: '12345', data })).not.toThrow();
  });

  it('is unavailable, all of it, when the shards counted are short of one ingredient', () => {
    const counted = Object.fromEntries(
      portions.map(({ ingredient, quantity }) => [
        ingredient,
        [{ shard: 0, quantity: ingredient === 'basil' ? 9 : quantity }],
      ]),
    );
    expect(reserve(needs, counted)).toEqual({
      kind: 'write',
      state: { status: 'UNAVAILABLE' },
      fact: { type: inventoryUnavailable.type, data: { missing: ['basil'] } },
      also: [],
    });
  });

  it('is unavailable when asked for what nobody knows', () => {
    expect(reserve({ kind: 'unknown', names: ['pineapple'] })).toMatchObject({
      state: { status: 'UNAVAILABLE' },
      fact: { data: { missing: ['pineapple'] } },
    });
  });

  it('does nothing after an undo that came first (H6)', () => {
    expect(reserve(needs, {}, row('RELEASED'))).toEqual({ kind: 'keep' });
  });
});

describe('confirm', () => {
  const confirm = (seen: ReservationRow | undefined) => decideConfirm(seen, command('confirm', undefined));

  it('makes the hold the order’s own, and says nothing', () => {
    expect(confirm(row('HELD'))).toEqual({
      kind: 'write',
      state: { status: 'CONFIRMED', holdings },
      fact: undefined,
      also: [],
    });
  });

  it.each(['CONFIRMED', 'UNAVAILABLE', 'RELEASED'] as const)('leaves a row that is %s', (status) => {
    expect(confirm(row(status))).toEqual({ kind: 'keep' });
  });

  it('throws rather than lose itself when the reservation is not visible yet', () => {
    expect(() => confirm(undefined)).toThrow(expect.objectContaining({ name: 'NotYetVisible' }));
  });
});

describe('undo', () => {
  const undo = (seen: ReservationRow | undefined) =>
    decideUndo(move)(seen, command('undo', { reason: 'overdue' }));
  const releasedNothing = {
    kind: 'write',
    state: { status: 'RELEASED' },
    fact: { type: inventoryReleased.type, data: { reservationId: 'res-12345-001', ingredientsReleased: [] } },
    also: [],
  };

  it('gives back exactly what is held, in the same transaction (H34)', () => {
    expect(undo(row('HELD'))).toEqual({
      ...releasedNothing,
      fact: {
        type: inventoryReleased.type,
        data: { reservationId: 'res-12345-001', ingredientsReleased: portions },
      },
      also: move(holdings),
    });
  });

  it('of nothing leaves a tombstone and says so (H6, H36)', () => {
    expect(undo(undefined)).toEqual(releasedNothing);
    expect(undo(row('UNAVAILABLE'))).toEqual(releasedNothing);
  });

  it('gives back once', () => {
    expect(undo(row('RELEASED'))).toEqual({ kind: 'keep' });
  });

  it('never goes back behind the pivot (H35)', () => {
    expect(() => undo(row('CONFIRMED'))).toThrow(
      expect.objectContaining({ name: 'UndoOfConfirmedReservation' }),
    );
  });
});
