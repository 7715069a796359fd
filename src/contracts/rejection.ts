import * as z from 'zod/mini';
import { slug } from './fields.ts';

/**
 * Why an order will not be prepared. Programs decide by it (`overdue` times an order out, anything else cancels it), so
 * the set is closed, and another kind of reason is a new major version.
 */
export const rejection = z.union([
  z.templateLiteral(['payment-failed: ', slug]),
  z.literal('inventory-unavailable'),
  z.templateLiteral(['chef-unavailable: ', z.enum(['busy', 'recipe'])]),
  z.literal('reservation-expired'),
  z.literal('overdue'),
]);

export type Rejection = z.infer<typeof rejection>;
