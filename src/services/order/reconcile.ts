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
  /** So many orders a run at most, where `look` calls what takes no more. Default: as many as there is time for. */
  readonly atMost?: number;
}

/** Orders looked at side by side. */
const SIDE_BY_SIDE = 100;

/** No further ones are begun after this, ms: the function has a minute, and then the next run takes up the rest. */
const ENOUGH = 45_000;

/**
 * Looks at the open orders that are due, so that nothing lost on the way stays lost (H28). One order that fails
 * does not keep the others from being looked at; the run then fails, for the log and the alarm.
 */
export const reconcile = async (deps: ReconcileDeps): Promise<{ looked: number }> => {
  const now = deps.clock();
  const open = await deps.open();
  measureOpen(open, now, deps.timeoutMinutes);
  const due = dueOf(open, now).slice(0, deps.atMost);
  const looked: OrderRow[] = [];
  const failures: unknown[] = [];
  for (let from = 0; from < due.length && deps.clock() - now <= ENOUGH; from += SIDE_BY_SIDE) {
    const orders = await readDue(due.slice(from, from + SIDE_BY_SIDE), now, deps.rows);
    const results = await Promise.allSettled(orders.map((order) => lookAt(order, deps.look)));
    looked.push(...orders);
    failures.push(...results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : [])));
  }
  measureCompensations(looked, now);
  logger.info('reconciled', { due: due.length, looked: looked.length, failed: failures.length });
  if (failures.length > 0)
    throw new AggregateError(failures, `${failures.length} of ${looked.length} orders failed`);
  return { looked: looked.length };
};

/** What is due: orders past their deadline first, for nobody else may notice it; then the longest due. */
const dueOf = (open: readonly OpenOrder[], now: number): readonly OpenOrder[] => {
  const isInTime = ({ deadline }: OpenOrder): number => Number(now < deadline);
  return open
    .filter(({ lookAgainAt }) => lookAgainAt <= now)
    .sort((a, b) => isInTime(a) - isInTime(b) || a.lookAgainAt - b.lookAgainAt);
};

/** The rows of what is due, without those that the index only still shows. */
const readDue = async (
  due: readonly OpenOrder[],
  now: number,
  rows: ReconcileDeps['rows'],
): Promise<readonly OrderRow[]> => {
  const found = await Promise.all(due.map(({ orderId }) => rows.read(orderId)));
  return found.flatMap((row) => (row?.lookAgainAt !== undefined && row.lookAgainAt <= now ? [row] : []));
};

/** The log has each order's own error; the run's says only how many there were. */
const lookAt = async (order: OrderRow, look: ReconcileDeps['look']): Promise<void> => {
  const { orderId: correlationId, status, attempt } = order;
  logger.info('looking again', { correlationId, status, attempt });
  try {
    await look(order);
  } catch (error) {
    logger.error('look failed; the next run looks again', { correlationId, error });
    throw error;
  }
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
