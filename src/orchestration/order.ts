import * as z from 'zod/mini';
import { kitchenCompleted, kitchenRejected } from '../contracts/index.ts';
import { answer } from '../platform/answer.ts';
import { callOffOrder, completeOrder, type OrderDeps, settleOrder } from '../services/order/operations.ts';
import { commandFor, read, type Tasks } from './task.ts';

/** kitchen.rejected's data. */
const verdict = z.object({ verdict: z.pick(kitchenRejected.data, { reason: true, received: true }) });

export const orderTasks = (deps: OrderDeps): Tasks => ({
  /** The chef has been freed before: completed is closed. */
  completeOrder: (task) => answer(completeOrder(deps), commandFor(task, 'complete', { freed: true })),
  /** Cancels the order or times it out, by the arbiter's reason. */
  callOffOrder: (task) =>
    answer(callOffOrder(deps), commandFor(task, 'call-off', read(verdict, task).verdict)),
  /** Everything has been undone. */
  closeOrder: async (task) => {
    await settleOrder(deps)(commandFor(task, 'close', ['payment', 'inventory', 'chef']));
    return undefined;
  },
});

export const orderMeanings = {
  [kitchenCompleted.type]: 'completeOrder',
  [kitchenRejected.type]: 'callOffOrder',
};
