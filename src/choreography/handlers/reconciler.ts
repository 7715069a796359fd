import { database } from '../../platform/change-deps.ts';
import { systemClock } from '../../platform/clock.ts';
import { environment } from '../../platform/environment.ts';
import { scheduleHandler } from '../../platform/middleware/schedule.ts';
import { openDeadlines, takeCensus } from '../../services/order/census.ts';
import { orderDeps } from '../../services/order/deps.ts';
import { dueOrders } from '../../services/order/open-orders.ts';
import { lookAgain } from '../../services/order/operations.ts';
import { reconcile } from '../../services/order/reconcile.ts';

const look = lookAgain(orderDeps());

const deps = {
  due: dueOrders(database, environment('ORDER_TABLE')),
  clock: systemClock,
  look: async (order: Parameters<typeof look>[0]) => {
    await look(order, 'nudge');
  },
};

const census = {
  deadlines: openDeadlines(database, environment('ORDER_TABLE')),
  clock: systemClock,
  timeoutMinutes: Number(environment('TIMEOUT_MINUTES')),
};

export const handler = scheduleHandler(() => Promise.all([reconcile(deps), takeCensus(census)]));
