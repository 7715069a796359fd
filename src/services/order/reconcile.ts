import { MINUTE } from '../../platform/clock.ts';
import { logger } from '../../platform/logging.ts';
import { measure } from '../../platform/metrics.ts';
import type { Rows } from '../../platform/rows.ts';
import { compensatingSince, type OrderRow } from './decisions.ts';
import type { OpenOrder, OpenOrders } from './open-orders.ts';

export interface ReconcileDeps {
  readonly open: OpenOrders;
  readonly rows: Pick<Rows<OrderRow>, 'read'>;
  readonly clock: () => number;
  readonly timeoutMinutes: number;
  /** What this pattern does about an open order that is due. */
  readonly look: (order: OrderRow) => Promise<unknown>;
}

/** At most this many orders a run; the next run, a minute later, takes up the rest. */
const LIMIT = 400;

/**
 * Looks at the open orders that are due, so that nothing lost on the way stays lost (H28). One order that fails
 * does not keep the others from being looked at; the run then fails, for the log and the alarm.
 */
export const reconcile = async (deps: ReconcileDeps): Promise<{ looked: number }> => {
  const now = deps.clock();
  const open = await deps.open();
  measureOpen(open, now, deps.timeoutMinutes);
  const orders = await readDue(open, now, deps.rows);
  measureCompensations(orders, now);
  for (const { orderId, status, attempt } of orders) {
    logger.info('looking again', { correlationId: orderId, status, attempt });
  }
  const results = await Promise.allSettled(orders.map(deps.look));
  const failures = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
  logger.info('reconciled', { due: orders.length, failed: failures.length });
  if (failures.length > 0)
    throw new AggregateError(failures, `${failures.length} of ${orders.length} orders failed`);
  return { looked: orders.length };
};

/** The rows that are due, longest first, without those that the index only still shows. */
const readDue = async (
  open: readonly OpenOrder[],
  now: number,
  rows: ReconcileDeps['rows'],
): Promise<readonly OrderRow[]> => {
  const due = open
    .filter(({ lookAgainAt }) => lookAgainAt <= now)
    .sort((a, b) => a.lookAgainAt - b.lookAgainAt)
    .slice(0, LIMIT);
  const found = await Promise.all(due.map(({ orderId }) => rows.read(orderId)));
  return found.flatMap((row) => (row?.lookAgainAt !== undefined && row.lookAgainAt <= now ? [row] : []));
};

/** How many orders are open, and how old the oldest is. Silence means that nobody looks any more. */
const measureOpen = (open: readonly OpenOrder[], now: number, timeoutMinutes: number): void => {
  const oldest = open.reduce(
    (earliest, { deadline }) => Math.min(earliest, deadline),
    Number.POSITIVE_INFINITY,
  );
  const age = open.length === 0 ? 0 : (now - (oldest - timeoutMinutes * MINUTE)) / 1000;
  measure({ OpenOrders: open.length, OldestOpenOrderAge: Math.max(0, Math.round(age)) }, {});
};

/** An order that is not undone yet is looked at every hour at the latest, so an hour shows the oldest. */
const measureCompensations = (orders: readonly OrderRow[], now: number): void => {
  const ages = orders.map((order) => Math.round((now - (compensatingSince(order) ?? now)) / 1000));
  measure({ CompensationAge: Math.max(0, ...ages) }, {});
};
