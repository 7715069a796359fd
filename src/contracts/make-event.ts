import * as z from 'zod/mini';
import type { AnyDefinition, CloudEvent } from './catalogue.ts';
import { eventId } from './event-id.ts';
import { assertFits } from './event-size.ts';
import { describeIssues } from './issues.ts';

/** What the maker of an event says; everything else follows from the definition. */
export interface Fact<Definition extends AnyDefinition> {
  orderId: string;
  /** Without `orderId`. */
  data: Omit<CloudEvent<Definition>['data'], 'orderId'>;
  /** When it happened, RFC 3339. */
  time: string;
  /** From 1: that of the causing event. */
  attempt: number;
  /** The causing event's id; none where the cause is a request. */
  causationid?: string | undefined;
  traceheader?: string | undefined;
}

/**
 * Makes an event, complete, valid and small enough to publish.
 *
 * @throws TypeError naming the fields at fault: the caller's mistake
 * @throws EventTooLarge
 */
export function makeEvent<Definition extends AnyDefinition>(
  definition: Definition,
  { orderId, data, time, attempt, causationid, traceheader }: Fact<Definition>,
): CloudEvent<Definition> {
  const event = {
    specversion: '1.0',
    id: eventId(definition.type, orderId),
    source: definition.source,
    type: definition.type,
    subject: orderId,
    time,
    datacontenttype: 'application/json',
    dataschema: definition.dataschema,
    correlationid: orderId,
    ...(causationid !== undefined && { causationid }),
    attempt,
    ...(traceheader !== undefined && { traceheader }),
    data: { ...data, orderId },
  };
  const { error } = z.safeParse(definition.schema, event);
  if (error) throw new TypeError(`not a valid ${definition.type}: ${describeIssues(error.issues)}`);
  assertFits(event);
  return event as CloudEvent<Definition>;
}
