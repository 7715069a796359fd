import type { Program, ProgramScope } from '../../lab/lambda/runtime/program.ts';
import { aggregator } from '../../src/choreography/aggregator.ts';
import { chefConsumer } from '../../src/choreography/chef.ts';
import { inventoryConsumer } from '../../src/choreography/inventory.ts';
import { kitchenConsumer } from '../../src/choreography/kitchen.ts';
import { orderConsumer } from '../../src/choreography/order.ts';
import { paymentConsumer } from '../../src/choreography/payment.ts';
import type { CloudEvent } from '../../src/contracts/index.ts';
import { chefMeanings, chefTasks } from '../../src/orchestration/chef.ts';
import { runStatus, startRun } from '../../src/orchestration/execution.ts';
import { inventoryMeanings, inventoryTasks } from '../../src/orchestration/inventory.ts';
import { keepingPoison } from '../../src/orchestration/keep-poison.ts';
import { kitchenMeanings, kitchenTasks } from '../../src/orchestration/kitchen.ts';
import { orderMeanings, orderTasks } from '../../src/orchestration/order.ts';
import { paymentMeanings, paymentTasks } from '../../src/orchestration/payment.ts';
import { recover } from '../../src/orchestration/recovery.ts';
import { startRuns } from '../../src/orchestration/starter.ts';
import { runTask, type Tasks } from '../../src/orchestration/task.ts';
import type { ChangeDeps } from '../../src/platform/change.ts';
import type { Clock } from '../../src/platform/clock.ts';
import { logger } from '../../src/platform/logging.ts';
import { type Consumer, consumerHandler } from '../../src/platform/middleware/consumer.ts';
import { httpHandler } from '../../src/platform/middleware/http.ts';
import { quarantineTo } from '../../src/platform/middleware/quarantine.ts';
import { scheduleHandler } from '../../src/platform/middleware/schedule.ts';
import { streamHandler } from '../../src/platform/middleware/stream.ts';
import { taskHandler } from '../../src/platform/middleware/task.ts';
import { publishTo, relay } from '../../src/platform/relay.ts';
import type { Row } from '../../src/platform/row.ts';
import { dynamoRows } from '../../src/platform/rows.ts';
import { dynamoLedger } from '../../src/sandbox/ledger.ts';
import { readRequest as readProviderRequest } from '../../src/sandbox/read-request.ts';
import { handle } from '../../src/sandbox/sandbox-pay.ts';
import type { AssignmentRow } from '../../src/services/chef/decisions.ts';
import type { ChefDeps } from '../../src/services/chef/operations.ts';
import { dynamoRoster } from '../../src/services/chef/roster.ts';
import type { ReservationRow } from '../../src/services/inventory/decisions.ts';
import type { InventoryDeps } from '../../src/services/inventory/operations.ts';
import { dynamoStock } from '../../src/services/inventory/stock.ts';
import type { KitchenRow } from '../../src/services/kitchen/decisions.ts';
import type { OrderRow } from '../../src/services/order/decisions.ts';
import { menuFrom } from '../../src/services/order/menu-table.ts';
import { openOrders } from '../../src/services/order/open-orders.ts';
import { lookAgain } from '../../src/services/order/operations.ts';
import { placeOrder } from '../../src/services/order/place-order.ts';
import { reconcile } from '../../src/services/order/reconcile.ts';
import { readRequest } from '../../src/services/order/request.ts';
import type { PaymentRow } from '../../src/services/payment/decisions.ts';
import { lambdaProvider } from '../../src/services/payment/lambda-provider.ts';
import type { PaymentDeps } from '../../src/services/payment/operations.ts';
import { walletsIn } from '../../src/services/payment/wallets.ts';
import { type SimulatedClient, simulatedClient } from './client.ts';

/** Nobody reads the lines of ten thousand schedules; a replay tells the order's story instead. */
logger.setLogLevel('SILENT');

/** Milliseconds by which a function's clock is ahead of the world's, by the function's full name. */
export type SkewOf = (functionName: string) => number;

/** What the functions' deps are made of: the same as in src, over another client, clock and chance. */
interface Parts {
  // biome-ignore lint/suspicious/noExplicitAny: it stands for the clients of five services.
  readonly client: SimulatedClient & any;
  readonly clock: Clock;
  readonly variable: (name: string) => string;
  readonly changes: <R extends Row>(table: string) => ChangeDeps<R>;
}

const partsOf = (scope: ProgramScope, skewOf: SkewOf): Parts => {
  const { env, random, pause } = scope;
  const client = simulatedClient(scope);
  const skew = skewOf(env.AWS_LAMBDA_FUNCTION_NAME ?? '');
  const clock = (): number => Math.floor(scope.clock.now() + skew);
  const variable = (name: string): string => {
    const value = env[name];
    if (value === undefined)
      throw new Error(`the environment variable ${name} is not set; see functions.yml`);
    return value;
  };
  return {
    client,
    clock,
    variable,
    changes: <R extends Row>(table: string) => ({
      rows: dynamoRows<R>(client as never, variable(table)),
      clock,
      pause: (atMostMs: number) => pause(random.next() * atMostMs),
      trace: () => env._X_AMZN_TRACE_ID,
    }),
  };
};

const orderDeps = ({ changes }: Parts) => changes<OrderRow>('ORDER_TABLE');
const kitchenDeps = ({ changes }: Parts) => changes<KitchenRow>('KITCHEN_TABLE');

const paymentDeps = ({ client, variable, changes }: Parts): PaymentDeps => ({
  ...changes<PaymentRow>('PAYMENT_TABLE'),
  tokenOf: walletsIn(client, variable('WALLET_TABLE')),
  provider: lambdaProvider(client, variable('PROVIDER_FUNCTION')),
});

const inventoryDeps = ({ client, variable, changes }: Parts): InventoryDeps => ({
  ...changes<ReservationRow>('RESERVATION_TABLE'),
  stock: dynamoStock(client, variable('STOCK_TABLE')),
  holdMinutes: Number(variable('HOLD_MINUTES')),
});

const chefDeps = ({ client, variable, changes }: Parts): ChefDeps => ({
  ...changes<AssignmentRow>('ASSIGNMENT_TABLE'),
  roster: dynamoRoster(client, variable('CHEF_TABLE')),
});

const reconcileDeps = (parts: Parts) => ({
  ...orderDeps(parts),
  open: openOrders(parts.client, parts.variable('ORDER_TABLE')),
  timeoutMinutes: Number(parts.variable('TIMEOUT_MINUTES')),
});

const deadLetters = ({ client, variable }: Parts) => quarantineTo(client, variable('DLQ_URL'));

type HandlerOf = (parts: Parts) => unknown;

const consumes =
  <Event extends CloudEvent>(consumer: (parts: Parts) => Consumer<Event>): HandlerOf =>
  (parts) =>
    consumerHandler(consumer(parts), deadLetters(parts));

const performs =
  (tasksOf: (parts: Parts) => Tasks, meanings: Readonly<Record<string, string>>): HandlerOf =>
  (parts) => {
    const tasks = tasksOf(parts);
    return taskHandler(keepingPoison((input) => runTask(input, tasks, meanings), deadLetters(parts)));
  };

/** The `Handler` of a function in the template → what its module makes of these parts. */
const handlers: Readonly<Record<string, HandlerOf>> = {
  'src/services/order/handlers/place-order.handler': (parts) => {
    const deps = {
      ...orderDeps(parts),
      menu: menuFrom(parts.client, parts.variable('MENU_TABLE')),
      timeoutMinutes: Number(parts.variable('TIMEOUT_MINUTES')),
    };
    return httpHandler(async (event: unknown) => placeOrder(readRequest(event), deps));
  },
  'src/sandbox/handler.handler': ({ client, variable, clock }) => {
    const deps = { ledger: dynamoLedger(client, variable('LEDGER_TABLE')), clock };
    return async (event: unknown) => handle(readProviderRequest(event), deps);
  },
  'src/platform/handlers/relay.handler': (parts) => {
    const publish = publishTo(parts.client, parts.variable('BUS_NAME'));
    const deps = { publish, quarantine: deadLetters(parts) };
    return streamHandler((event) => relay(event, deps));
  },

  'src/choreography/handlers/aggregator.handler': consumes((parts) => aggregator(kitchenDeps(parts))),
  'src/choreography/handlers/chef.handler': consumes((parts) => chefConsumer(chefDeps(parts))),
  'src/choreography/handlers/inventory.handler': consumes((parts) => inventoryConsumer(inventoryDeps(parts))),
  'src/choreography/handlers/kitchen.handler': consumes((parts) => kitchenConsumer(kitchenDeps(parts))),
  'src/choreography/handlers/order.handler': consumes((parts) => orderConsumer(orderDeps(parts))),
  'src/choreography/handlers/payment.handler': consumes((parts) => paymentConsumer(paymentDeps(parts))),
  'src/choreography/handlers/reconciler.handler': (parts) => {
    const deps = reconcileDeps(parts);
    const look = lookAgain(deps);
    return scheduleHandler(() => reconcile({ ...deps, look: (order) => look(order, 'nudge') }));
  },

  'src/orchestration/handlers/chef.handler': performs((parts) => chefTasks(chefDeps(parts)), chefMeanings),
  'src/orchestration/handlers/inventory.handler': performs(
    (parts) => inventoryTasks(inventoryDeps(parts)),
    inventoryMeanings,
  ),
  'src/orchestration/handlers/kitchen.handler': performs(
    (parts) => kitchenTasks(kitchenDeps(parts)),
    kitchenMeanings,
  ),
  'src/orchestration/handlers/order.handler': performs(
    (parts) => orderTasks(orderDeps(parts)),
    orderMeanings,
  ),
  'src/orchestration/handlers/payment.handler': performs(
    (parts) => paymentTasks(paymentDeps(parts)),
    paymentMeanings,
  ),
  'src/orchestration/handlers/reconciler.handler': (parts) => {
    const machine = parts.variable('STATE_MACHINE_ARN');
    const deps = reconcileDeps(parts);
    const look = recover({
      runStatus: runStatus(parts.client, machine),
      startRun: startRun(parts.client, machine),
      lookAgain: lookAgain(deps),
    });
    return scheduleHandler(() => reconcile({ ...deps, look }));
  },
  'src/orchestration/handlers/starter.handler': (parts) => {
    const start = startRun(parts.client, parts.variable('STATE_MACHINE_ARN'));
    const deps = { startRun: start, quarantine: deadLetters(parts) };
    return streamHandler((event) => startRuns(event, deps));
  },
};

/**
 * A scope that can be let go. middy's closures are of those that V8 allocates in its old space, where they stay until a
 * major collection, with all that they can reach: this is not to be the whole world.
 */
const enter = (scope: ProgramScope): { readonly inside: ProgramScope; leave(): void } => {
  let world: ProgramScope | undefined = scope;
  const entered = (): ProgramScope => {
    if (world !== undefined) return world;
    throw new Error('a handler runs on in a world that is over');
  };
  return {
    inside: {
      clock: { now: () => entered().clock.now() },
      random: scope.random,
      env: scope.env,
      call: (call) => entered().call(call),
      pause: (ms) => entered().pause(ms),
    },
    leave: () => {
      world = undefined;
    },
  };
};

/** The programs of one world. */
export interface Programs {
  /** Of the function that the template gives this handler; undefined for one that no order needs. */
  of(handler: string): Program | undefined;
  /** The world is over. */
  leave(): void;
}

/**
 * Handlers get no context: all that one would be read for is when to give up early, by a timer on the wall clock.
 */
export const createPrograms = (skewOf: SkewOf): Programs => {
  const leaves: (() => void)[] = [];
  return {
    of: (handler) => {
      const handlerOf = handlers[handler];
      if (handlerOf === undefined) return undefined;
      return (scope) => {
        const { inside, leave } = enter(scope);
        leaves.push(leave);
        const handle = handlerOf(partsOf(inside, skewOf)) as (event: unknown) => unknown;
        return (event) => handle(event);
      };
    },
    leave: () => {
      for (const leave of leaves) leave();
    },
  };
};
