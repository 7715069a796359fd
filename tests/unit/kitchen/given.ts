import type { ChangeDeps } from '../../../src/platform/change.ts';
import type { Command } from '../../../src/platform/command.ts';
import type { ArrivingFact, KitchenRow } from '../../../src/services/kitchen/decisions.ts';
import { read } from '../../contracts/samples.ts';
import { memoryRows } from '../fakes/rows.ts';

/** While the sample's hold lasts. */
export const NOW = Date.parse('2026-01-13T10:05:00Z');
export const EXPIRY = Date.parse('2026-01-13T10:45:18Z');

const fact = (name: string): ArrivingFact => read(name) as unknown as ArrivingFact;

/** The six facts that the arbiter hears of. */
export const facts = {
  paid: fact('payment.completed'),
  declined: fact('payment.failed'),
  reserved: fact('inventory.reserved'),
  soldOut: fact('inventory.unavailable'),
  assigned: fact('chef.assigned'),
  noChef: fact('chef.unavailable'),
} as const;

export type FactName = keyof typeof facts;

export const command = <Data>(name: string, data: Data, attempt = 1): Command<Data> => ({
  name,
  orderId: '12345',
  data,
  cause: { id: `cause-of-${name}`, hash: name, attempt },
});

export const arrival = (name: FactName, attempt = 1): Command<ArrivingFact> => ({
  ...command(facts[name].type, facts[name], attempt),
  cause: { id: facts[name].id, hash: name, attempt },
});

const platform = { orderId: '12345', version: 1, heard: {}, said: {}, expiresOn: 0 };
const payment = { paymentId: 'pay-12345-001' };
const inventory = { reservationId: 'res-12345-001', expiresAt: '2026-01-13T10:45:18Z' };
const chef = { chefId: 'chef-mario' };

/** A row in each of its statuses, and what it may be waiting for. */
export const rows = {
  nothing: undefined,
  waitingForAll: { ...platform, status: 'waiting' },
  waitingForChef: { ...platform, status: 'waiting', payment, inventory },
  waitingForPayment: { ...platform, status: 'waiting', inventory, chef },
  waitingForInventory: { ...platform, status: 'waiting', payment, chef },
  ready: { ...platform, status: 'ready', payment, inventory, chef },
  rejected: { ...platform, status: 'rejected', payment },
  completed: { ...platform, status: 'completed' },
} as const satisfies Record<string, KitchenRow | undefined>;

/** The kitchen in memory, with every row it wrote. */
export const kitchen = (now = NOW) => {
  const memory = memoryRows<KitchenRow>();
  const written: KitchenRow[] = [];
  const world = { now };
  const deps: ChangeDeps<KitchenRow> = {
    rows: {
      read: memory.read,
      write: async (row, seen, also) => {
        const result = await memory.write(row, seen, also);
        if (result.kind === 'written') written.push(row);
        return result;
      },
    },
    clock: () => world.now,
    pause: async () => undefined,
    trace: () => undefined,
  };
  return { deps, world, written };
};
