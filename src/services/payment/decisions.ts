import {
  type AnyDefinition,
  type CloudEvent,
  type Fact as FactOf,
  fromMinorUnits,
  type orderCreated,
  paymentCompleted,
  paymentFailed,
  paymentRefunded,
  paymentVoided,
  toMinorUnits,
} from '../../contracts/index.ts';
import { MINUTE } from '../../platform/clock.ts';
import { paymentIdOf } from '../../platform/ids.ts';
import { type Decide, type Decision, type Fact, keep, type Row, write } from '../../platform/row.ts';
import type { ChargeAnswer, DeclineReason } from './provider.ts';

export type OrderCreated = CloudEvent<typeof orderCreated>['data'];

/** What the provider is asked for. Kept from the intent on: whoever asks again must ask for the same. */
export interface Charge {
  /** Minor units. */
  readonly amount: number;
  readonly currency: OrderCreated['currency'];
  readonly token: string;
}

/** The payment of one order. It has a `charge` for as long as one may stand at the provider. */
export type PaymentRow = Row &
  (
    | { readonly status: 'INTENT' | 'COMPLETED'; readonly charge: Charge; readonly voidingAt?: never }
    /** To be undone, while the provider may still be charging. `voidingAt`: since when, epoch ms. */
    | { readonly status: 'VOIDING'; readonly charge: Charge; readonly voidingAt: number }
    | {
        readonly status: 'FAILED' | 'REFUNDED' | 'VOIDED';
        readonly charge?: never;
        readonly voidingAt?: never;
      }
  );

/** The provider's promise: a charge takes effect within an hour of being asked for, or never. */
const LONGEST_CHARGE = 60 * MINUTE;
/** Whoever found INTENT just before it became VOIDING may be about to ask: a function lives for seconds. */
const LAST_ASK = MINUTE;

const ERROR_CODES = {
  'insufficient-funds': 'E001',
  'no-payment-method': 'E002',
  'card-declined': 'E003',
} as const satisfies Record<DeclineReason | 'no-payment-method', string>;

/** The order is new: it becomes the intent to charge, or fails at once when its customer has no means of payment. */
export const decideIntent =
  (token: string | undefined): Decide<PaymentRow, OrderCreated> =>
  (row, { data: { totalAmount, currency } }) => {
    if (row !== undefined) return keep;
    if (token === undefined) return fail('no-payment-method');
    return write<PaymentRow>({
      status: 'INTENT',
      charge: { amount: toMinorUnits(totalAmount), currency, token },
    });
  };

/** The provider has answered. Only an intent is concluded: anything else has been undone in the meantime (H4). */
export const decideCharged =
  (answer: Exclude<ChargeAnswer, { status: 'pending' }>): Decide<PaymentRow, OrderCreated> =>
  (row, { orderId }) => {
    if (row?.status !== 'INTENT') return keep;
    if (answer.status === 'declined') return fail(answer.reason);
    const { charge } = row;
    return write<PaymentRow>(
      { status: 'COMPLETED', charge },
      fact(paymentCompleted, {
        paymentId: paymentIdOf(orderId),
        status: 'approved',
        amountCharged: fromMinorUnits(charge.amount),
        currency: charge.currency,
        transactionId: answer.transactionId,
      }),
    );
  };

/** Undoes what needs no provider. An intent is voided, so that it cannot complete; its end is still to be learnt (H5). */
export const decideUndo =
  (now: number): Decide<PaymentRow, unknown> =>
  (row, { orderId }) => {
    if (row === undefined) return voided(orderId);
    switch (row.status) {
      case 'FAILED':
        return voided(orderId);
      case 'INTENT':
        return write<PaymentRow>({ status: 'VOIDING', charge: row.charge, voidingAt: now });
      case 'COMPLETED':
      case 'VOIDING':
      case 'REFUNDED':
      case 'VOIDED':
        return keep;
      default:
        return row satisfies never;
    }
  };

/** Whether a charge that the provider does not know of may still take effect. */
export const mayStillLand = ({ voidingAt }: PaymentRow, now: number): boolean =>
  voidingAt !== undefined && now < voidingAt + LONGEST_CHARGE + LAST_ASK;

/** The provider has given the charge back, or there is none and never will be. */
export const decideUndone =
  (end: 'refunded' | 'voided'): Decide<PaymentRow, unknown> =>
  (row, { orderId }) => {
    if (row?.status !== 'COMPLETED' && row?.status !== 'VOIDING') return keep;
    if (end === 'voided') return row.status === 'VOIDING' ? voided(orderId) : keep;
    const { amount, currency } = row.charge;
    const paymentId = paymentIdOf(orderId);
    return write<PaymentRow>(
      { status: 'REFUNDED' },
      fact(paymentRefunded, { paymentId, amountRefunded: fromMinorUnits(amount), currency }),
    );
  };

const fail = (reason: keyof typeof ERROR_CODES): Decision<PaymentRow> =>
  write<PaymentRow>({ status: 'FAILED' }, fact(paymentFailed, { reason, errorCode: ERROR_CODES[reason] }));

/** The tombstone: a charge asked for later is refused (H6). */
const voided = (orderId: string): Decision<PaymentRow> =>
  write<PaymentRow>({ status: 'VOIDED' }, fact(paymentVoided, { paymentId: paymentIdOf(orderId) }));

const fact = <Definition extends AnyDefinition>(
  { type }: Definition,
  data: FactOf<Definition>['data'],
): Fact => ({ type, data });
