import * as z from 'zod/mini';
import { defineEvent } from './define-event.ts';
import { id, prerequisites } from './fields.ts';
import { rejection } from './rejection.ts';

/** The pivot: payment, inventory and chef are all in. From here on an order only moves forward. */
export const kitchenReady = defineEvent({
  service: 'kitchen',
  fact: 'ready',
  version: 1,
  data: {
    status: z.literal('ready-for-preparation'),
    /** What the kitchen correlated: ids only, for tracing. */
    correlationData: z.object({ paymentId: id, reservationId: id, chefId: id }),
  },
});

/** Decided the other way, once and for ever: see {@link kitchenReady}. */
export const kitchenRejected = defineEvent({
  service: 'kitchen',
  fact: 'rejected',
  version: 1,
  data: {
    reason: rejection,
    /** Who had answered, with good news or bad, and who had not. */
    received: prerequisites,
    missing: prerequisites,
  },
});

/** The pizza is made. */
export const kitchenCompleted = defineEvent({ service: 'kitchen', fact: 'completed', version: 1, data: {} });
