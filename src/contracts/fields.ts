import * as z from 'zod/mini';
import { isAmount } from './money.ts';

/** The building blocks of event data. Every text and every list has a limit, so the size of an event is bounded. */

/** An order's id: opaque. 64 characters, so that `<orderId>-<attempt>` still names a Step Functions execution (80). */
export const orderId = z.string().check(z.minLength(1), z.maxLength(64));

/** Any other id: opaque to whoever did not issue it. */
export const id = z.string().check(z.minLength(1), z.maxLength(128));

/** A short name: of a pizza, a topping, an ingredient, a unit, a person. */
export const name = z.string().check(z.minLength(1), z.maxLength(128));

/** A stable word for programs, such as `insufficient-funds`: lower case, digits, hyphens. */
export const slug = z.string().check(z.maxLength(64), z.regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/));

/** A moment as RFC 3339 has it, with seconds and a zone. */
export const instant = z.iso.datetime({ offset: true });

/** Money in major units with at most two decimals, as the events show it; minor units everywhere else (money.ts). */
export const amount = z.number().check(z.refine(isAmount));

/** ISO 4217. One currency is traded; another one is refused, not converted. */
export const currency = z.literal('GBP');

/** Of the three things the kitchen waits for, some, named by the services that supply them. */
export const prerequisites = z.array(z.enum(['payment', 'inventory', 'chef'])).check(z.maxLength(3));

/** A quantity of one ingredient: pieces, unless a unit is named. */
export const portion = z.object({
  ingredient: name,
  quantity: z.int().check(z.positive()),
  unit: z.exactOptional(name),
});
