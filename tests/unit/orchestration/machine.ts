import { orderCreated } from '../../../src/contracts/index.ts';
import { chefMeanings, chefTasks } from '../../../src/orchestration/chef.ts';
import { executionName, type StartRun } from '../../../src/orchestration/execution.ts';
import { inventoryMeanings, inventoryTasks } from '../../../src/orchestration/inventory.ts';
import { kitchenMeanings, kitchenTasks } from '../../../src/orchestration/kitchen.ts';
import { orderMeanings, orderTasks } from '../../../src/orchestration/order.ts';
import { paymentMeanings, paymentTasks } from '../../../src/orchestration/payment.ts';
import { recover } from '../../../src/orchestration/recovery.ts';
import { runTask } from '../../../src/orchestration/task.ts';
import { MINUTE } from '../../../src/platform/clock.ts';
import type { OrderRow } from '../../../src/services/order/decisions.ts';
import { lookAgain } from '../../../src/services/order/operations.ts';
import type { Pizzeria } from '../fakes/pizzeria.ts';

/** What becomes of one invocation; `run-aborted` ends the whole run after the effect (H22). */
export type Fate = 'answered' | 'not-invoked' | 'answer-lost' | 'run-aborted';

class RunAborted extends Error {
  override readonly name = 'RunAborted';
}

class CompensationIncomplete extends Error {
  override readonly name = 'CompensationIncomplete';
}

const POISON = new Set(['MalformedTask', 'UnreadableEvent', 'ConflictingPayload', 'RunAborted']);
const UNDO_ATTEMPTS = 20;
const MOST_LOOKS = 200;

/** The functions of the orchestration over one pizzeria: JSON in, JSON out, as Lambda carries it. */
export const functions = ({ deps }: Pick<Pizzeria, 'deps'>) => {
  const serve =
    (tasks: Parameters<typeof runTask>[1], meanings: Parameters<typeof runTask>[2]) =>
    async (input: unknown): Promise<unknown> => {
      const answer = await runTask(JSON.parse(JSON.stringify(input)), tasks, meanings);
      return JSON.parse(JSON.stringify(answer ?? null));
    };
  return {
    order: serve(orderTasks(deps.order), orderMeanings),
    payment: serve(paymentTasks(deps.payment), paymentMeanings),
    inventory: serve(inventoryTasks(deps.inventory), inventoryMeanings),
    chef: serve(chefTasks(deps.chef), chefMeanings),
    kitchen: serve(kitchenTasks(deps.kitchen), kitchenMeanings),
  };
};

type FunctionName = keyof ReturnType<typeof functions>;

/**
 * The state machine (statemachines/pizza-order.asl.yml) as a plain function: the same tasks in the same order, with
 * the same patience. One branch after the other, since here only time and the services' rows can tell.
 */
const runMachine = async (shop: Pizzeria, row: OrderRow, fate: () => Fate): Promise<void> => {
  const { world } = shop;
  const invoke = functions(shop);
  const order = { orderId: row.orderId, ...row.said[orderCreated.type]?.data };

  const task = async (name: FunctionName, command: string, more: object = {}): Promise<unknown> => {
    const what = fate();
    if (what === 'not-invoked') throw new Error('Lambda.TooManyRequestsException');
    const answer = await invoke[name]({ command, order, attempt: row.attempt, ...more });
    if (what === 'answer-lost') throw new Error('States.Timeout');
    if (what === 'run-aborted') throw new RunAborted();
    return answer;
  };
  const retried = async (
    work: () => Promise<unknown>,
    attempts: number,
    pause = MINUTE,
  ): Promise<unknown> => {
    for (let tries = 1; ; tries++) {
      try {
        return await work();
      } catch (error) {
        if (POISON.has((error as Error).name)) throw error;
        if (tries > attempts) throw new CompensationIncomplete();
        world.now += pause;
      }
    }
  };
  /** Keeps the deadline itself; what has no answer by then has none. */
  const branch = async (name: FunctionName, command: string): Promise<unknown> => {
    for (;;) {
      try {
        return await task(name, command);
      } catch (error) {
        if ((error as Error).name === 'RunAborted') throw error;
        world.now += Math.max(1_000, Math.min(MINUTE, row.deadline - world.now));
        if (world.now >= row.deadline) return null;
      }
    }
  };
  const onward = (name: FunctionName, command: string, more: object = {}) =>
    retried(() => task(name, command, more), 1_000);
  const undo = (name: FunctionName, command: string) => retried(() => task(name, command), UNDO_ATTEMPTS);

  const facts = [
    await branch('payment', 'chargePayment'),
    await branch('inventory', 'reserveInventory'),
    await branch('chef', 'assignChef'),
  ];
  const verdict = (await onward('kitchen', 'decideOrder', { facts })) as { type: string; data: object };
  if (verdict.type === 'com.pizzaco.kitchen.ready') {
    await onward('inventory', 'confirmHold');
    await onward('kitchen', 'prepareOrder');
    await onward('chef', 'freeChef');
    await onward('order', 'completeOrder');
    return;
  }
  await onward('order', 'callOffOrder', { verdict: verdict.data });
  await undo('payment', 'undoPayment');
  await undo('inventory', 'undoReservation');
  await undo('chef', 'undoAssignment');
  await onward('order', 'closeOrder');
};

/** One order, run after run, until nobody waits for it any more; answers the names of its runs. */
export const orchestrate = async (shop: Pizzeria, fate: () => Fate = () => 'answered'): Promise<string[]> => {
  const runs: string[] = [];
  const startRun: StartRun = async (order) => {
    const name = executionName(order.orderId, order.attempt);
    if (runs.includes(name)) return;
    runs.push(name);
    await runMachine(shop, order, fate).catch((error: Error) => {
      if (error.name !== 'RunAborted' && error.name !== 'CompensationIncomplete') throw error;
    });
  };
  const look = recover({
    runStatus: async ({ orderId, attempt }) =>
      runs.includes(executionName(orderId, attempt)) ? 'ended' : 'missing',
    startRun,
    lookAgain: lookAgain(shop.deps.order),
  });
  const placed = await shop.place();
  if (fate() !== 'not-invoked') await startRun(placed);
  for (let looks = 0; looks < MOST_LOOKS; looks++) {
    const row = shop.order();
    if (row?.lookAgainAt === undefined) return runs;
    shop.world.now = Math.max(shop.world.now, row.lookAgainAt);
    await look(row);
  }
  throw new Error(`the order is still not at rest after ${MOST_LOOKS} looks`);
};
