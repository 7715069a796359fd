import { database } from '../../platform/change-deps.ts';
import { environment } from '../../platform/environment.ts';
import { orderDeps } from './deps.ts';
import { openOrders } from './open-orders.ts';
import type { OrderDeps } from './operations.ts';
import type { ReconcileDeps } from './reconcile.ts';

/** What the reconciler stands on in AWS, but for what its pattern does about an order. */
export const reconcileDeps = (): OrderDeps & Omit<ReconcileDeps, 'look'> => ({
  ...orderDeps(),
  open: openOrders(database, environment('ORDER_TABLE')),
  timeoutMinutes: Number(environment('TIMEOUT_MINUTES')),
});
