import { inventoryReleased, orderCreated, toMinorUnits } from '../../src/contracts/index.ts';
import type { Row } from '../../src/platform/row.ts';
import type { Entry } from '../../src/sandbox/ledger.ts';
import type { ReservationRow } from '../../src/services/inventory/decisions.ts';
import { stockItems } from '../../src/services/inventory/seed.ts';
import type { OrderRow } from '../../src/services/order/decisions.ts';
import { count } from '../cli/count.ts';
import type { World } from './world.ts';

/** What was given back, counted in the world. */
export interface Undone {
  readonly refunds: number;
  readonly stockReleases: number;
  readonly chefReleases: number;
}

export interface Accounts {
  /** Status → how many orders ended in it. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Orders that still wait for something. */
  readonly open: number;
  readonly undone: Undone;
  /** What does not add up, each in a sentence; empty when all is well. */
  readonly faults: readonly string[];
}

interface Shelf {
  readonly ingredient: string;
  readonly shard: number;
  readonly quantity: number;
}

interface Bookings {
  readonly pk: string;
  readonly booked?: number;
}

/** Reads the world's ledgers and checks them against each other: money, stock and chefs are conserved (S1, S2, S4). */
export const takeAccounts = async (
  world: Pick<World, 'tables' | 'scan'>,
  stock: Readonly<Record<string, number>> | undefined,
): Promise<Accounts> => {
  const { tables, scan } = world;
  // An intruder's row has no version: it is no order.
  const orders = (await scan<OrderRow>(tables.order)).filter(({ version }) => version !== undefined);
  const ledger = await scan<Entry>(tables.ledger);
  const reservations = await scan<ReservationRow>(tables.reservation);
  const assignments = await scan<Row>(tables.assignment);
  const shelves = (await scan<Shelf>(tables.stock)).filter(({ quantity }) => quantity !== undefined);
  const bookings = (await scan<Bookings>(tables.chef)).filter(({ booked }) => booked !== undefined);
  const completed = new Set(
    orders.filter(({ status }) => status === 'completed').map(({ orderId }) => orderId),
  );
  const undoes = (row: Row): boolean => row.heard.undo !== undefined;
  return {
    statuses: tally(orders.map(({ status }) => status)),
    open: orders.filter(({ openShard }) => openShard !== undefined).length,
    undone: {
      refunds: ledger.filter(({ kind }) => kind === 'refund').length,
      stockReleases: reservations.filter(
        (row) => undoes(row) && JSON.stringify(row.said[inventoryReleased.type]?.data).includes('quantity'),
      ).length,
      chefReleases: assignments.filter(
        (row) => undoes(row) && row.said['com.pizzaco.chef.assigned'] !== undefined,
      ).length,
    },
    faults: [
      ...moneyFaults(orders, ledger),
      ...stockFaults(shelves, reservations, completed, stock),
      ...bookings.flatMap(({ pk, booked = 0 }) =>
        booked === 0 ? [] : [`${pk} still has ${count(booked, 'order')}`],
      ),
    ],
  };
};

const tally = (words: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
};

/** One charge for a completed order, none in the balance for any other. */
const moneyFaults = (orders: readonly OrderRow[], ledger: readonly Entry[]): string[] => {
  const charges = ledger.filter((entry) => entry.kind === 'charge');
  const refunds = ledger.filter((entry) => entry.kind === 'refund');
  return orders.flatMap(({ orderId, status, said }) => {
    const mine = charges.filter(({ key }) => key.includes(orderId));
    const back = refunds.filter(({ chargeKey }) => chargeKey.includes(orderId));
    const balance = sum(mine.map(({ amount }) => amount)) - sum(back.map(({ amount }) => amount));
    const { totalAmount = Number.NaN } = (said[orderCreated.type]?.data ?? {}) as { totalAmount?: number };
    const due = status === 'completed' ? toMinorUnits(totalAmount) : 0;
    return [
      ...(mine.length > 1 ? [`order ${orderId} was charged ${mine.length} times`] : []),
      ...(back.length > 1 ? [`order ${orderId} was refunded ${back.length} times`] : []),
      ...(balance === due ? [] : [`order ${orderId} is ${status}; ${due} is due, the balance is ${balance}`]),
    ];
  });
};

/** What is gone from the shelves is in the completed orders' pizzas. */
const stockFaults = (
  shelves: readonly Shelf[],
  reservations: readonly ReservationRow[],
  completed: ReadonlySet<string>,
  stock: Readonly<Record<string, number>> | undefined,
): string[] => {
  const used = new Map<string, number>();
  for (const row of reservations) {
    if (!completed.has(row.orderId) || !('holdings' in row)) continue;
    for (const [ingredient, byShard] of Object.entries(row.holdings)) {
      used.set(ingredient, (used.get(ingredient) ?? 0) + sum(Object.values(byShard)));
    }
  }
  const totalOf = (items: readonly Shelf[], ingredient: string): number =>
    sum(items.filter((item) => item.ingredient === ingredient).map(({ quantity }) => quantity));
  const before = stockItems(stock);
  return [
    ...shelves.flatMap(({ ingredient, shard, quantity }) =>
      quantity < 0 ? [`${ingredient} is oversold: ${quantity} in shard ${shard}`] : [],
    ),
    ...[...new Set(before.map(({ ingredient }) => ingredient))].flatMap((ingredient) => {
      const expected = totalOf(before, ingredient) - (used.get(ingredient) ?? 0);
      const found = totalOf(shelves, ingredient);
      return found === expected ? [] : [`${ingredient}: ${found} left, ${expected} expected`];
    }),
  ];
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
