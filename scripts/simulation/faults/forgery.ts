import { chefMeanings } from '../../../src/orchestration/chef.ts';
import { inventoryMeanings } from '../../../src/orchestration/inventory.ts';
import { kitchenMeanings } from '../../../src/orchestration/kitchen.ts';
import { orderMeanings } from '../../../src/orchestration/order.ts';
import { paymentMeanings } from '../../../src/orchestration/payment.ts';
import type { Pattern } from '../../comparison/minimum.ts';
import type { Forgery } from '../script.ts';

type Json = Readonly<Record<string, unknown>>;

/** An event that the bus took. */
export interface Published {
  readonly event: Json;
}

/** More than an event may have, and less than the bus takes. */
const TOO_MANY_BYTES = 262_144;

/** Orchestration's functions, with the tasks that events are to them. */
const MEANINGS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  payment: paymentMeanings,
  inventory: inventoryMeanings,
  chef: chefMeanings,
  kitchen: kitchenMeanings,
  order: orderMeanings,
};

/** The functions of orchestration to which an event of this type is a task. */
export const takersOf = (type: string): readonly string[] =>
  Object.keys(MEANINGS).filter((name) => MEANINGS[name]?.[type] !== undefined);

/** Whether anybody takes it: on the bus the end of an order is heard only when it is said again. */
const isTaken = (event: Json, pattern: Pattern): boolean =>
  pattern === 'orchestration'
    ? takersOf(String(event.type)).length > 0
    : event.type !== 'com.pizzaco.order.completed' || Number(event.attempt) > 1;

interface Forged {
  readonly event: Json;
  /** A text in what must be kept whole by whoever takes it; undefined when it is harmless. */
  readonly marker: string | undefined;
}

/** An event, as it could come from a defect or from somebody else. Undefined when there is nothing to forge. */
export const forge = (
  { how, pick }: { readonly how: Forgery; readonly pick: number },
  seen: { readonly published: readonly Published[]; isHeard(orderId: string): boolean },
  pattern: Pattern,
): Forged | undefined => {
  const candidates = seen.published.filter(
    ({ event }) =>
      isTaken(event, pattern) &&
      (how !== 'other payload' ||
        (event.type === 'com.pizzaco.order.created' && seen.isHeard(String(event.subject)))),
  );
  const chosen = candidates[pick % Math.max(1, candidates.length)]?.event;
  if (chosen === undefined) return undefined;
  const marker = `forged-${pick}`;
  switch (how) {
    case 'new id':
      return { event: { ...chosen, id: `${chosen.id}-again` }, marker: undefined };
    case 'other payload':
      return { event: { ...chosen, data: { ...(chosen.data as Json), customerId: marker } }, marker };
    case 'unknown version':
      return {
        event: {
          ...{ ...chosen, id: marker },
          dataschema: String(chosen.dataschema).replace(/\d+(?!.*\d)/, '99'),
        },
        marker,
      };
    case 'malformed':
      return { event: { ...chosen, id: marker, data: 'nothing that anybody knows' }, marker };
    case 'too large':
      return {
        event: {
          ...{ ...chosen, id: marker },
          data: { ...(chosen.data as Json), padding: 'x'.repeat(TOO_MANY_BYTES) },
        },
        marker,
      };
    default:
      return how satisfies never;
  }
};
