import type { LambdaClient } from '@aws-sdk/client-lambda';
import { type CloudEvent, fromMinorUnits } from '../../../src/contracts/index.ts';
import type { ChangeDeps } from '../../../src/platform/change.ts';
import type { Row } from '../../../src/platform/row.ts';
import { saidEvent } from '../../../src/platform/said.ts';
import type { Entry } from '../../../src/sandbox/ledger.ts';
import { handle } from '../../../src/sandbox/sandbox-pay.ts';
import type { AssignmentRow } from '../../../src/services/chef/decisions.ts';
import { dynamoRoster } from '../../../src/services/chef/roster.ts';
import { bookingItems, seedChefs } from '../../../src/services/chef/seed.ts';
import type { ReservationRow } from '../../../src/services/inventory/decisions.ts';
import { seedInventory } from '../../../src/services/inventory/seed.ts';
import { dynamoStock } from '../../../src/services/inventory/stock.ts';
import type { KitchenRow } from '../../../src/services/kitchen/decisions.ts';
import type { OrderRow } from '../../../src/services/order/decisions.ts';
import { priceOf } from '../../../src/services/order/menu.ts';
import { createOrder } from '../../../src/services/order/operations.ts';
import { menu } from '../../../src/services/order/seed.ts';
import type { PaymentRow } from '../../../src/services/payment/decisions.ts';
import { lambdaProvider } from '../../../src/services/payment/lambda-provider.ts';
import { wallets } from '../../../src/services/payment/seed.ts';
import { memoryRows, type Transact } from './rows.ts';
import { memoryTable } from './table.ts';

const TEN = Date.parse('2026-01-13T10:00:00Z');
const TIMEOUT_MINUTES = 30;

/** What the world is like before the order. Default: everything goes well. */
export interface Given {
  readonly customerId?: string;
  readonly pizzaType?: string;
  /** Ingredient → what there is of it. */
  readonly stock?: Readonly<Record<string, number>>;
  /** Of every chef. */
  readonly capacity?: number;
  readonly holdMinutes?: number;
  /** Whether an eventually consistent read shows the version before. Default: never. */
  readonly isStale?: () => boolean;
}

/** All five services and Sandbox Pay in memory, with everything that was ever said. */
export const pizzeria = async (given: Given = {}) => {
  const world = { now: TEN };
  /** Every write of a row, in order. */
  const written: { readonly table: string; readonly row: Row }[] = [];
  /** What a relay on every table would publish. */
  const said: CloudEvent[] = [];

  const changeDeps = <R extends Row>(
    table: string,
    transact?: Transact,
  ): ChangeDeps<R> & { all(): readonly R[] } => {
    const memory = memoryRows<R>(transact);
    const before = new Map<string, R>();
    return {
      rows: {
        read: async (orderId) => (given.isStale?.() ? before.get(orderId) : await memory.read(orderId)),
        write: async (row, seen, also) => {
          const standing = await memory.read(row.orderId);
          const result = await memory.write(row, seen, also);
          if (result.kind !== 'written') return result;
          if (standing !== undefined) before.set(row.orderId, standing);
          written.push({ table, row });
          if (row.outbox !== undefined) said.push(saidEvent(row, row.outbox));
          return result;
        },
      },
      clock: () => world.now,
      pause: async () => undefined,
      trace: () => undefined,
      all: memory.all,
    };
  };

  const stockTable = memoryTable('ingredient', 'shard');
  await seedInventory(stockTable.client, { stockTable: 'Stock' }, given.stock);
  const chefTable = memoryTable('pk', 'sk');
  await seedChefs(chefTable.client, { chefTable: 'Chefs' }, capacities(given.capacity));

  const order = changeDeps<OrderRow>('order');
  const payment = changeDeps<PaymentRow>('payment');
  const reservation = changeDeps<ReservationRow>('reservation', stockTable.transact);
  const assignment = changeDeps<AssignmentRow>('assignment', chefTable.transact);
  const kitchen = changeDeps<KitchenRow>('kitchen');

  const ledger = new Map<string, Entry>();
  const deps = {
    order,
    payment: {
      ...payment,
      tokenOf: async (customerId: string) => wallets.find((each) => each.customerId === customerId)?.token,
      provider: lambdaProvider(
        sandboxPay(ledger, () => world.now),
        'paymentProvider',
      ),
    },
    inventory: {
      ...reservation,
      stock: dynamoStock(stockTable.client, 'Stock'),
      holdMinutes: given.holdMinutes ?? TIMEOUT_MINUTES + 15,
    },
    chef: { ...assignment, roster: dynamoRoster(chefTable.client, 'Chefs') },
    kitchen,
  };

  const total = (items: readonly Record<string, unknown>[], attribute: string): number =>
    items.reduce((sum, item) => sum + Number(item[attribute] ?? 0), 0);
  const stockBefore = total(stockTable.items(), 'quantity');

  return {
    world,
    deps,
    said,
    written,
    place: async (orderId = '12345'): Promise<OrderRow> => {
      const choice = { pizzaType: given.pizzaType ?? 'margherita', size: 'large', toppings: ['olives'] };
      const totalAmount = fromMinorUnits(priceOf(menu, choice));
      const request = { customerId: given.customerId ?? 'cust-789', ...choice, totalAmount, currency: 'GBP' };
      const row = await createOrder(
        order,
        TIMEOUT_MINUTES,
      )({
        name: 'create',
        orderId,
        data: { request, caller: 'arn:aws:iam::123456789012:user/customer' },
        cause: { id: `request-${orderId}`, hash: 'create', attempt: 1 },
      });
      if (row === undefined) throw new Error('the order was not placed');
      return row;
    },
    order: (): OrderRow | undefined => order.all()[0],
    /** What the order has come to, counted in the world and not in the services' own rows (S1). */
    outcome: () => {
      const entries = [...ledger.values()];
      const amounts = (kind: Entry['kind']) =>
        entries.filter((each) => each.kind === kind).map(({ amount }) => amount);
      return {
        order: order.all()[0]?.status,
        open: order.all()[0]?.openShard !== undefined,
        payment: payment.all()[0]?.status,
        reservation: reservation.all()[0]?.status,
        assignment: assignment.all()[0]?.status,
        kitchen: kitchen.all()[0]?.status,
        charges: amounts('charge'),
        refunds: amounts('refund'),
        takenFromStock: stockBefore - total(stockTable.items(), 'quantity'),
        busyChefs: total(chefTable.items(), 'booked'),
      };
    },
  };
};

export type Pizzeria = Awaited<ReturnType<typeof pizzeria>>;

/** Sandbox Pay behind a Lambda client, as the payment service reaches it. */
const sandboxPay = (entries: Map<string, Entry>, clock: () => number): LambdaClient => {
  const ledger = {
    read: async (key: string) => entries.get(key),
    enter: async (entry: Entry) => {
      const standing = entries.get(entry.key) ?? entry;
      entries.set(entry.key, standing);
      return standing;
    },
  };
  const payloadOf = (value: unknown) => ({ transformToString: () => JSON.stringify(value) });
  const send = async ({ input }: { input: { Payload: string } }) => {
    try {
      return { Payload: payloadOf(await handle(JSON.parse(input.Payload), { ledger, clock })) };
    } catch (error) {
      return { FunctionError: 'Unhandled', Payload: payloadOf({ errorMessage: String(error) }) };
    }
  };
  return { send } as unknown as LambdaClient;
};

/** The same for every chef on the roster. */
const capacities = (each: number | undefined) =>
  each === undefined
    ? undefined
    : Object.fromEntries(bookingItems().map(({ pk }) => [pk.replace('chef#', ''), each]));
