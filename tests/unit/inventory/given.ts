import type { Command } from '../../../src/platform/command.ts';
import type { Order } from '../../../src/services/inventory/bill-of-materials.ts';
import type { ReservationRow } from '../../../src/services/inventory/decisions.ts';
import type { InventoryDeps } from '../../../src/services/inventory/operations.ts';
import { seedInventory } from '../../../src/services/inventory/seed.ts';
import { dynamoStock } from '../../../src/services/inventory/stock.ts';
import { memoryRows } from '../fakes/rows.ts';
import { memoryTable } from '../fakes/table.ts';

const NOW = Date.parse('2026-01-13T10:00:00Z');

/** The workshop's order. */
export const order: Order = { pizzaType: 'margherita', size: 'large', toppings: ['extra-cheese', 'olives'] };

export const command = <Data>(name: string, data: Data, orderId = '12345', attempt = 1): Command<Data> => ({
  name,
  orderId,
  data,
  cause: { id: `cause-of-${name}`, hash: name, attempt },
});

/** The inventory in memory, with this much in stock; plenty of what is not named. */
export const inventory = async (totals?: Record<string, number>) => {
  const table = memoryTable('ingredient', 'shard');
  await seedInventory(table.client, { stockTable: 'Stock' }, totals);
  const rows = memoryRows<ReservationRow>(table.transact);
  const deps: InventoryDeps = {
    rows,
    clock: () => NOW,
    pause: async () => {},
    trace: () => undefined,
    stock: dynamoStock(table.client, 'Stock'),
    holdMinutes: 45,
  };
  const left = (ingredient: string): number =>
    table
      .items()
      .filter((item) => item.ingredient === ingredient)
      .reduce((total, { quantity }) => total + Number(quantity), 0);
  return { deps, rows, left, table };
};
