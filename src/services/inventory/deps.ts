import { changeDeps, database } from '../../platform/change-deps.ts';
import { environment } from '../../platform/environment.ts';
import type { ReservationRow } from './decisions.ts';
import type { InventoryDeps } from './operations.ts';
import { dynamoStock } from './stock.ts';

/** What the inventory's operations stand on in AWS. */
export const inventoryDeps = (): InventoryDeps => ({
  ...changeDeps<ReservationRow>(environment('RESERVATION_TABLE')),
  stock: dynamoStock(database, environment('STOCK_TABLE')),
  holdMinutes: Number(environment('HOLD_MINUTES')),
});
