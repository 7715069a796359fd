import { sfnClient } from '../../platform/aws.ts';
import { database } from '../../platform/change-deps.ts';
import { systemClock } from '../../platform/clock.ts';
import { environment } from '../../platform/environment.ts';
import { scheduleHandler } from '../../platform/middleware/schedule.ts';
import { traced } from '../../platform/tracing.ts';
import { openDeadlines, takeCensus } from '../../services/order/census.ts';
import { orderDeps } from '../../services/order/deps.ts';
import { dueOrders } from '../../services/order/open-orders.ts';
import { lookAgain } from '../../services/order/operations.ts';
import { reconcile } from '../../services/order/reconcile.ts';
import { runStatus, startRun } from '../execution.ts';
import { recover } from '../recovery.ts';

const client = traced(sfnClient());
const stateMachineArn = environment('STATE_MACHINE_ARN');

const deps = {
  due: dueOrders(database, environment('ORDER_TABLE')),
  clock: systemClock,
  look: recover({
    runStatus: runStatus(client, stateMachineArn),
    startRun: startRun(client, stateMachineArn),
    lookAgain: lookAgain(orderDeps()),
  }),
};

const census = {
  deadlines: openDeadlines(database, environment('ORDER_TABLE')),
  clock: systemClock,
  timeoutMinutes: Number(environment('TIMEOUT_MINUTES')),
};

export const handler = scheduleHandler(() => Promise.all([reconcile(deps), takeCensus(census)]));
