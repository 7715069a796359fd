import { logger } from '../platform/logging.ts';
import type { Look, OrderRow } from '../services/order/decisions.ts';
import type { RunStatus, StartRun } from './execution.ts';

export interface RecoveryDeps {
  readonly runStatus: RunStatus;
  readonly startRun: StartRun;
  readonly lookAgain: (order: OrderRow, look: Look) => Promise<OrderRow | undefined>;
}

/**
 * An open order that is due: a run that is missing is started, one that runs is left alone, and one that ended
 * although the order is open is followed by another. All steps are idempotent and the arbiter decides once, so
 * a second run ends where the first should have (H22, H38).
 */
export const recover =
  ({ runStatus, startRun, lookAgain }: RecoveryDeps) =>
  async (order: OrderRow): Promise<void> => {
    const status = await runStatus(order);
    logger.info('order is still open', { orderId: order.orderId, attempt: order.attempt, run: status });
    const row = await lookAgain(order, status === 'ended' ? 'restart' : 'leave');
    if (status !== 'running' && row?.openShard !== undefined) await startRun(row);
  };
