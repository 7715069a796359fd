import { scheduleHandler } from '../../platform/middleware/schedule.ts';
import { lookAgain } from '../../services/order/operations.ts';
import { reconcile } from '../../services/order/reconcile.ts';
import { reconcileDeps } from '../../services/order/reconcile-deps.ts';

const deps = reconcileDeps();
const look = lookAgain(deps);

export const handler = scheduleHandler(() => reconcile({ ...deps, look: (order) => look(order, 'nudge') }));
