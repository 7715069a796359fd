import { type ChangeDeps, change, takeNew } from '../../platform/change.ts';
import { MINUTE, toTimestamp } from '../../platform/clock.ts';
import type { Command } from '../../platform/command.ts';
import type { AlsoWrite, Decide } from '../../platform/row.ts';
import type { Counted } from './allocate.ts';
import { needsOf, type Order } from './bill-of-materials.ts';
import { decideConfirm, decideReserve, decideUndo, type ReservationRow } from './decisions.ts';
import { ingredientOf, type Stock } from './stock.ts';

type Operation<Data> = (command: Command<Data>) => Promise<ReservationRow | undefined>;

export interface InventoryDeps extends ChangeDeps<ReservationRow> {
  readonly stock: Stock;
  /** How long a hold lasts unless confirmed. */
  readonly holdMinutes: number;
}

/** Holds the ingredients of an order, all or none. Counts only what was refused at the preferred shards. */
export const reserveInventory =
  (deps: InventoryDeps): Operation<Order> =>
  async (command) => {
    const { stock, clock, holdMinutes } = deps;
    const needs = needsOf(await stock.billOfMaterials(), command.data);
    const expiresAt = toTimestamp(clock() + holdMinutes * MINUTE);
    let counted: Counted = {};
    const decide: Decide<ReservationRow, Order> = (row, heard) =>
      decideReserve({ needs, counted, expiresAt, take: stock.take })(row, heard);
    const onRefused = async (refused: readonly AlsoWrite[]): Promise<void> => {
      counted = { ...counted, ...(await stock.count([...new Set(refused.map(ingredientOf))])) };
    };
    return change(deps, command, decide, { take: takeNew(command), onRefused });
  };

/** Makes the hold the order's own. */
export const confirmReservation =
  (deps: InventoryDeps): Operation<unknown> =>
  (command) =>
    change(deps, command, decideConfirm, { take: 'read' });

/** Puts back into stock what is held. */
export const undoReservation =
  (deps: InventoryDeps): Operation<unknown> =>
  (command) =>
    change(deps, command, decideUndo(deps.stock.giveBack), { take: 'read' });
