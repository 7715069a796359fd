import * as z from 'zod/mini';
import { defineEvent } from './define-event.ts';
import { id, name } from './fields.ts';

export const chefAssigned = defineEvent({
  service: 'chef',
  fact: 'assigned',
  version: 1,
  data: {
    assignmentId: id,
    chefId: id,
    /** Staff data, not a customer's: allowed in events. */
    chefName: name,
    /** Minutes. */
    estimatedPrepTime: z.int().check(z.positive()),
    specialtyMatch: z.boolean(),
  },
});

export const chefUnavailable = defineEvent({
  service: 'chef',
  fact: 'unavailable',
  version: 1,
  data: {
    /** Everybody is busy, or nobody makes this recipe. */
    reason: z.enum(['busy', 'recipe']),
  },
});

/** The order occupies no chef any more; `chefId` is absent when it never did. */
export const chefReleased = defineEvent({
  service: 'chef',
  fact: 'released',
  version: 1,
  data: { assignmentId: id, chefId: z.exactOptional(id) },
});
