import * as z from 'zod/mini';
import { defineEvent } from './define-event.ts';
import { id, instant, name, portion } from './fields.ts';

export const inventoryReserved = defineEvent({
  service: 'inventory',
  fact: 'reserved',
  version: 1,
  data: {
    reservationId: id,
    ingredientsReserved: z.array(portion).check(z.minLength(1), z.maxLength(50)),
    /** Until then the hold lasts, unless `kitchen.ready` confirms it. */
    expiresAt: instant,
  },
});

export const inventoryUnavailable = defineEvent({
  service: 'inventory',
  fact: 'unavailable',
  version: 1,
  data: {
    /** The ingredients there is too little of. */
    missing: z.array(name).check(z.minLength(1), z.maxLength(50)),
  },
});

/** Nothing is held for the order any more; `ingredientsReleased` is empty when nothing had been. */
export const inventoryReleased = defineEvent({
  service: 'inventory',
  fact: 'released',
  version: 1,
  data: {
    reservationId: id,
    ingredientsReleased: z.array(portion).check(z.maxLength(50)),
  },
});
