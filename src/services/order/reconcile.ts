import { logger } from '../../platform/logging.ts';
import { measure } from '../../platform/metrics.ts';
import { compensatingSince, type OrderRow } from './decisions.ts';
import type { DueOrders } from './open-orders.ts';

export interface ReconcileDeps {
  readonly due: DueOrders;
  readonly clock: () => number;
  /** What this pattern does about an open order that is due. */
  readonly look: (order: OrderRow) => Promise<void>;
}

/** At most this many orders a shard and run; the next run, a minute later, takes up the rest. */
const LIMIT = 50;

/**
 * Looks at the open orders that are due, so that nothing lost on the way stays lost (H28). One order that fails
 * does not keep the others from being looked at; the run then fails, for the log and the alarm.
 */
export const reconcile = async ({ due, clock, look }: ReconcileDeps): Promise<{ looked: number }> => {
  const orders = await due(clock(), LIMIT);
  measureCompensations(orders, clock());
  for (const { orderId, status, attempt } of orders) {
    logger.info('looking again', { correlationId: orderId, status, attempt });
  }
  const results = await Promise.allSettled(orders.map(look));
  const failures = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
  logger.info('reconciled', { due: orders.length, failed: failures.length });
  if (failures.length > 0)
    throw new AggregateError(failures, `${failures.length} of ${orders.length} orders failed`);
  return { looked: orders.length };
};

/** An order that is not undone yet is looked at every hour at the latest, so an hour shows the oldest. */
const measureCompensations = (orders: readonly OrderRow[], now: number): void => {
  const ages = orders.map((order) => Math.round((now - (compensatingSince(order) ?? now)) / 1000));
  measure({ CompensationAge: Math.max(0, ...ages) }, {});
};
