import * as z from 'zod/mini';
import { defineEvent } from './define-event.ts';
import { amount, currency, id, slug } from './fields.ts';

export const paymentCompleted = defineEvent({
  service: 'payment',
  fact: 'completed',
  version: 1,
  data: {
    paymentId: id,
    status: z.literal('approved'),
    amountCharged: amount,
    currency,
    transactionId: id,
  },
});

export const paymentFailed = defineEvent({
  service: 'payment',
  fact: 'failed',
  version: 1,
  data: { reason: slug, errorCode: id },
});

/** A finished charge was given back. */
export const paymentRefunded = defineEvent({
  service: 'payment',
  fact: 'refunded',
  version: 1,
  data: { paymentId: id, amountRefunded: amount, currency },
});

/** There is no charge and never will be one: nothing had been charged, or nothing was ever asked. */
export const paymentVoided = defineEvent({
  service: 'payment',
  fact: 'voided',
  version: 1,
  data: { paymentId: id },
});
