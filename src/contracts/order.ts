import * as z from 'zod/mini';
import { defineEvent } from './define-event.ts';
import { amount, currency, id, instant, name, prerequisites } from './fields.ts';
import { rejection } from './rejection.ts';

export const orderCreated = defineEvent({
  service: 'order',
  fact: 'created',
  version: 1,
  data: {
    customerId: id,
    pizzaType: name,
    toppings: z.array(name).check(z.maxLength(20)),
    size: name,
    totalAmount: amount,
    currency,
  },
});

/** The deadline has passed and the order is still undecided as far as its service knows. */
export const orderOverdue = defineEvent({
  service: 'order',
  fact: 'overdue',
  version: 1,
  data: { deadline: instant },
});

export const orderCompleted = defineEvent({ service: 'order', fact: 'completed', version: 1, data: {} });

/** Payment, inventory and chef undo their work on hearing this. */
export const orderCancelled = defineEvent({
  service: 'order',
  fact: 'cancelled',
  version: 1,
  data: { reason: rejection },
});

/** Cancelled by the clock; undone as {@link orderCancelled}. */
export const orderTimeout = defineEvent({
  service: 'order',
  fact: 'timeout',
  version: 1,
  data: {
    receivedEvents: prerequisites,
    reason: z.literal('not-all-events-received'),
  },
});
