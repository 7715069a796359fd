import * as z from 'zod/mini';
import { type AnyDefinition, type CloudEvent, definitions } from './catalogue.ts';
import { type Envelope, envelope } from './envelope.ts';
import { describeIssues } from './issues.ts';
import { UnreadableEvent } from './unreadable-event.ts';

/**
 * Makes a reader for some events: it takes anything and gives back a typed event or throws {@link UnreadableEvent}.
 *
 * The reader is tolerant: the event comes back as it was received, the fields that are unknown here included, so that
 * a hash or a quarantined copy covers all of it. An event of another type than the given ones is of an unknown type,
 * even if the catalogue has it. The version is looked at before the data, which another version may shape otherwise.
 */
export function parseAs<Definition extends AnyDefinition>(
  expected: readonly Definition[],
): (value: unknown) => CloudEvent<Definition> {
  const byType = new Map<string, AnyDefinition>(expected.map((each) => [each.type, each]));

  return (value) => {
    const event = check(envelope, value);
    const definition = byType.get(event.type);
    if (!definition) throw new UnreadableEvent('unknown-type', `no ${event.type} is expected here`, event.id);
    assertVersion(event, definition);
    check(definition.schema, value);
    assertOneOrder(event);
    return value as CloudEvent<Definition>;
  };
}

/** Reads any event of the catalogue. */
export const parseEvent: (value: unknown) => CloudEvent = parseAs(definitions);

function check<Schema extends z.ZodMiniType>(schema: Schema, value: unknown): z.infer<Schema> {
  const { data, error } = z.safeParse(schema, value);
  if (error) throw new UnreadableEvent('malformed', describeIssues(error.issues), idOf(value));
  return data;
}

/** The id of what may be no event at all. */
function idOf(value: unknown): string | undefined {
  return z.safeParse(z.pick(envelope, { id: true }), value).data?.id;
}

function assertVersion({ id, dataschema }: Envelope, definition: AnyDefinition): void {
  if (dataschema === definition.dataschema) return;
  const family = definition.dataschema.slice(0, -String(definition.version).length);
  const version = dataschema.startsWith(family) ? dataschema.slice(family.length) : '';
  throw /^[1-9]\d*$/.test(version)
    ? new UnreadableEvent('unknown-version', `version ${version} of ${definition.type}`, id)
    : new UnreadableEvent('malformed', `dataschema: expected '${definition.dataschema}'`, id);
}

/** Three places name the order. An event that contradicts itself would be recorded under one and traced under another. */
function assertOneOrder({ id, subject, correlationid, data }: Envelope): void {
  if (data.orderId === subject && subject === correlationid) return;
  throw new UnreadableEvent('malformed', 'subject, correlationid and data.orderId name different orders', id);
}
