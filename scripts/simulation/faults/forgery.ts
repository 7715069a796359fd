import type { Forgery } from '../script.ts';

type Json = Readonly<Record<string, unknown>>;

/** An event that the bus took. */
export interface Published {
  readonly event: Json;
}

/** More than an event may have, and less than the bus takes. */
const TOO_MANY_BYTES = 262_144;

interface Forged {
  readonly entry: { readonly Source: string; readonly DetailType: string; readonly Detail: string };
  /** A text in what must be kept whole by whoever takes it; undefined when it is harmless. */
  readonly marker: string | undefined;
}

/** An event, as it could come from a defect or from somebody else. Undefined when there is nothing to forge. */
export const forge = (
  { how, pick }: { readonly how: Forgery; readonly pick: number },
  seen: { readonly published: readonly Published[]; isHeard(orderId: string): boolean },
): Forged | undefined => {
  const candidates = seen.published.filter(
    ({ event }) =>
      how !== 'other payload' ||
      (event.type === 'com.pizzaco.order.created' && seen.isHeard(String(event.subject))),
  );
  const chosen = candidates[pick % Math.max(1, candidates.length)]?.event;
  if (chosen === undefined) return undefined;
  const marker = `forged-${pick}`;
  const entryOf = (event: Json, mark: string | undefined): Forged => ({
    entry: {
      Source: String(chosen.source),
      DetailType: String(chosen.type),
      Detail: JSON.stringify(event),
    },
    marker: mark,
  });
  switch (how) {
    case 'new id':
      return entryOf({ ...chosen, id: `${chosen.id}-again` }, undefined);
    case 'other payload':
      return entryOf({ ...chosen, data: { ...(chosen.data as Json), customerId: marker } }, marker);
    case 'unknown version':
      return entryOf(
        { ...chosen, id: marker, dataschema: String(chosen.dataschema).replace(/\d+(?!.*\d)/, '99') },
        marker,
      );
    case 'malformed':
      return entryOf({ ...chosen, id: marker, data: 'nothing that anybody knows' }, marker);
    case 'too large':
      return entryOf(
        { ...chosen, id: marker, data: { ...(chosen.data as Json), padding: 'x'.repeat(TOO_MANY_BYTES) } },
        marker,
      );
    default:
      return how satisfies never;
  }
};
