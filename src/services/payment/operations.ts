import { type ChangeDeps, change, takeNew } from '../../platform/change.ts';
import type { Command } from '../../platform/command.ts';
import { paymentIdOf } from '../../platform/ids.ts';
import {
  decideCharged,
  decideIntent,
  decideUndo,
  decideUndone,
  mayStillLand,
  type OrderCreated,
  type PaymentRow,
} from './decisions.ts';
import { ChargePending } from './errors.ts';
import type { Provider } from './provider.ts';
import type { TokenOf } from './wallets.ts';

export interface PaymentDeps extends ChangeDeps<PaymentRow> {
  readonly provider: Provider;
  readonly tokenOf: TokenOf;
}

type Operation<Data> = (command: Command<Data>) => Promise<PaymentRow | undefined>;

/**
 * Charges the order to its customer. The intent is written before the provider is asked, so a crash in between
 * leaves something to resume or to undo; the key is the order's, so resuming never charges twice (H21).
 *
 * @throws ChargePending while the provider has not decided
 * @throws ProviderUnavailable
 */
export const chargePayment =
  (deps: PaymentDeps): Operation<OrderCreated> =>
  async (command) => {
    const token = await deps.tokenOf(command.data.customerId);
    const row = await change(deps, command, decideIntent(token), { take: takeNew(command) });
    if (row?.status !== 'INTENT') return row;
    const answer = await deps.provider.charge({
      idempotencyKey: paymentIdOf(command.orderId),
      ...row.charge,
    });
    if (answer.status === 'pending') throw new ChargePending(command.orderId);
    return change(deps, command, decideCharged(answer), { take: { have: row } });
  };

/**
 * Undoes the payment, wherever it stands: refunds a charge, voids what was never charged, and keeps asking after
 * an intent until the provider has charged it or cannot any more (H5).
 *
 * @throws ChargePending while the charge may still take effect
 * @throws ProviderUnavailable
 */
export const undoPayment =
  (deps: PaymentDeps): Operation<unknown> =>
  async (command) => {
    // Before the look-up: a charge that lands after it, and before a later clock reading, would be missed.
    const now = deps.clock();
    const row = await change(deps, command, decideUndo(now), { take: 'read' });
    if (row?.status !== 'COMPLETED' && row?.status !== 'VOIDING') return row;
    const chargeKey = paymentIdOf(command.orderId);
    const found = row.status === 'COMPLETED' ? 'charged' : await deps.provider.lookUp(chargeKey);
    if (found === 'none' && mayStillLand(row, now)) throw new ChargePending(command.orderId);
    if (found === 'charged')
      await deps.provider.refund(refundOf(command.orderId, chargeKey, row.charge.amount));
    const end = found === 'charged' ? 'refunded' : 'voided';
    return change(deps, command, decideUndone(end), { take: { have: row } });
  };

const refundOf = (orderId: string, chargeKey: string, amount: number) => ({
  idempotencyKey: `refund-${orderId}`,
  chargeKey,
  amount,
});
