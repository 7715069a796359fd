import type { Command } from '../../../src/platform/command.ts';
import type { AssignmentRow, Order } from '../../../src/services/chef/decisions.ts';
import type { ChefDeps } from '../../../src/services/chef/operations.ts';
import { dynamoRoster } from '../../../src/services/chef/roster.ts';
import { seedChefs } from '../../../src/services/chef/seed.ts';
import { memoryRows } from '../fakes/rows.ts';
import { memoryTable } from '../fakes/table.ts';

export const order: Order = { pizzaType: 'margherita' };

export const command = <Data>(name: string, data: Data, orderId = '12345', attempt = 1): Command<Data> => ({
  name,
  orderId,
  data,
  cause: { id: `cause-of-${name}`, hash: name, attempt },
});

/** The chefs in memory, on their first day; each of the usual capacity unless named. */
export const kitchenStaff = async (capacities?: Record<string, number>) => {
  const table = memoryTable('pk', 'sk');
  await seedChefs(table.client, { chefTable: 'Chefs' }, capacities);
  const rows = memoryRows<AssignmentRow>(table.transact);
  const deps: ChefDeps = {
    rows,
    clock: () => Date.parse('2026-01-13T10:00:00Z'),
    pause: async () => {},
    trace: () => undefined,
    roster: dynamoRoster(table.client, 'Chefs'),
  };
  const bookings = () => table.items().filter(({ sk }) => sk === 'bookings');
  const booked = (): number => bookings().reduce((total, item) => total + Number(item.booked), 0);
  return { deps, rows, booked, bookings };
};
