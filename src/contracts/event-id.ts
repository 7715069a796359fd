import { TYPE_PREFIX } from './define-event.ts';

/**
 * The id of an order's event: `payment-12345-completed` for `com.pizzaco.payment.completed` of order 12345.
 *
 * A service states each fact at most once per order, so type and order identify the event, and whoever says a fact
 * again, after a crash or a nudge, says the same event. Neither domain nor fact has a hyphen: two events never share
 * an id, whatever the order's id looks like.
 */
export function eventId(type: string, orderId: string): string {
  const [domain, fact] = type.slice(TYPE_PREFIX.length + 1).split('.');
  return `${domain}-${orderId}-${fact}`;
}
