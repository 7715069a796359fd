import { orderCancelled, orderCompleted, orderCreated, orderTimeout } from '../../../src/contracts/index.ts';
import type { Command } from '../../../src/platform/command.ts';
import { type OrderRow, type Placement, settledBy } from '../../../src/services/order/decisions.ts';
import type { OrderDeps } from '../../../src/services/order/operations.ts';
import { memoryRows } from '../fakes/rows.ts';

export const MINUTE = 60_000;
export const TEN = Date.parse('2026-01-13T10:00:00Z');
export const DEADLINE = TEN + 30 * MINUTE;

export const CALLER = 'arn:aws:sts::123456789012:assumed-role/pizza-customer';

/** The workshop's order. */
export const order = {
  customerId: 'cust-789',
  pizzaType: 'margherita',
  toppings: ['extra-cheese', 'olives'],
  size: 'large',
  totalAmount: 15.99,
  currency: 'GBP',
};

export const command = <Data>(name: string, data: Data, attempt = 1): Command<Data> => ({
  name,
  orderId: '12345',
  data,
  cause: { id: `cause-of-${name}`, hash: name, attempt },
});

export const placement: Command<Placement> = command('create', { request: order, caller: CALLER });

const said = (type: string, time: number) => ({
  [type]: { time: new Date(time).toISOString(), data: {}, attempt: 1, causationid: 'cause' },
});

const created: OrderRow = {
  orderId: '12345',
  status: 'created',
  version: 1,
  heard: { create: { hash: 'create', attempt: 1, answer: orderCreated.type } },
  said: {
    [orderCreated.type]: {
      time: new Date(TEN).toISOString(),
      data: order,
      attempt: 1,
      causationid: 'request-12345',
    },
  },
  expiresOn: 0,
  caller: CALLER,
  deadline: DEADLINE,
  attempt: 1,
  openShard: '7',
  lookAgainAt: TEN + 5 * MINUTE,
};

/** A row in each of its statuses, a minute after it was created. */
export const rows = {
  created,
  completed: {
    ...created,
    status: 'completed',
    said: { ...created.said, ...said(orderCompleted.type, TEN + MINUTE) },
  },
  cancelled: {
    ...created,
    status: 'cancelled',
    said: { ...created.said, ...said(orderCancelled.type, TEN + MINUTE) },
  },
  timeout: {
    ...created,
    status: 'timeout',
    said: { ...created.said, ...said(orderTimeout.type, DEADLINE) },
  },
} as const satisfies Record<OrderRow['status'], OrderRow>;

/** What a row has heard of who is done with it. */
export const settled = (...who: readonly ('payment' | 'inventory' | 'chef')[]) =>
  Object.fromEntries(who.map((each) => [settledBy(each), { hash: each, attempt: 1 }]));

/** The order service in memory, at ten o'clock unless told otherwise. */
export const orders = () => {
  const rows = memoryRows<OrderRow>();
  const world = { now: TEN };
  const deps: OrderDeps = {
    rows,
    clock: () => world.now,
    pause: async () => undefined,
    trace: () => undefined,
  };
  return { deps, rows, world };
};
