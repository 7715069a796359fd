import { createHash } from 'node:crypto';
import {
  type Fact,
  inventoryReleased,
  inventoryReserved,
  inventoryUnavailable,
} from '../../contracts/index.ts';
import { NotYetVisible } from '../../platform/errors.ts';
import { reservationIdOf } from '../../platform/ids.ts';
import { type AlsoWrite, type Decide, type Decision, keep, type Row, write } from '../../platform/row.ts';
import { allocate, type Counted, type Holdings } from './allocate.ts';
import type { Needs, Order, Portion } from './bill-of-materials.ts';
import { UndoOfConfirmedReservation } from './errors.ts';

/**
 * What is held for an order. Until when stands in the fact it said: nobody here acts on it, since a hold lasts until
 * it is undone (H26).
 */
export interface ReservationRow extends Row {
  readonly status: 'HELD' | 'CONFIRMED' | 'UNAVAILABLE' | 'RELEASED';
  /** While HELD, and once CONFIRMED. */
  readonly holdings?: Holdings;
}

/** Turns holdings into the writes that move them, in the reservation's own transaction. */
type Move = (holdings: Holdings) => readonly AlsoWrite[];

interface Reserving {
  readonly needs: Needs;
  /** The ingredients at which a try was refused. */
  readonly counted: Counted;
  /** RFC 3339. */
  readonly expiresAt: string;
  readonly take: Move;
}

/** A row that stands there already is a tombstone: the undo came first (H6). */
export const decideReserve =
  ({ needs, counted, expiresAt, take }: Reserving): Decide<ReservationRow, Order> =>
  (row, { orderId }) => {
    if (row !== undefined) return keep;
    if (needs.kind === 'unknown') return unavailable(needs.names);
    const allocation = allocate(needs.needs, counted, preferredShard(orderId));
    if (allocation.kind === 'short') return unavailable(allocation.missing);
    const data = {
      reservationId: reservationIdOf(orderId),
      ingredientsReserved: needs.needs.map(({ portion }) => portion),
      expiresAt,
    } satisfies Fact<typeof inventoryReserved>['data'];
    const { holdings } = allocation;
    return write<ReservationRow>(
      { status: 'HELD', holdings },
      { type: inventoryReserved.type, data },
      take(holdings),
    );
  };

const unavailable = (names: readonly string[]): Decision<ReservationRow> => {
  const data = { missing: [...names] } satisfies Fact<typeof inventoryUnavailable>['data'];
  return write<ReservationRow>({ status: 'UNAVAILABLE' }, { type: inventoryUnavailable.type, data });
};

/** The order is past the pivot: what is held for it is its own, even if the hold has run out meanwhile. */
export const decideConfirm: Decide<ReservationRow, unknown> = (row, { orderId }) => {
  if (row === undefined) throw new NotYetVisible(orderId, 'a reservation');
  if (row.status !== 'HELD') return keep;
  return write<ReservationRow>({ status: 'CONFIRMED', holdings: holdingsOf(row) });
};

/** Gives back exactly what is held. An undo of nothing leaves a tombstone, and says so too (H6, H36). */
export const decideUndo =
  (giveBack: Move): Decide<ReservationRow, unknown> =>
  (row, { orderId }) => {
    if (row === undefined) return released(orderId, [], []);
    const { status } = row;
    switch (status) {
      case 'HELD':
        return released(orderId, portionsOf(row), giveBack(holdingsOf(row)));
      case 'UNAVAILABLE':
        return released(orderId, [], []);
      case 'CONFIRMED':
        throw new UndoOfConfirmedReservation(orderId);
      case 'RELEASED':
        return keep;
      default:
        return status satisfies never;
    }
  };

const released = (
  orderId: string,
  portions: readonly Portion[],
  also: readonly AlsoWrite[],
): Decision<ReservationRow> => {
  const data = {
    reservationId: reservationIdOf(orderId),
    ingredientsReleased: [...portions],
  } satisfies Fact<typeof inventoryReleased>['data'];
  return write<ReservationRow>({ status: 'RELEASED' }, { type: inventoryReleased.type, data }, also);
};

const holdingsOf = (row: ReservationRow): Holdings => row.holdings ?? {};

/** As they were said: they are not kept twice. */
const portionsOf = (row: ReservationRow): readonly Portion[] => {
  const said = row.said[inventoryReserved.type]?.data as Fact<typeof inventoryReserved>['data'] | undefined;
  return said?.ingredientsReserved ?? [];
};

/** Spreads the orders evenly, the same order always to the same shard. */
const preferredShard = (orderId: string): number =>
  createHash('sha256').update(orderId).digest().readUInt32BE();
