import { wordsOf } from './event-type.ts';
import { type Finding, isObject, type Json } from './finding.ts';

/** Whether the event can be joined with others about the same thing. */
export function lintCorrelation(event: Json): Finding[] {
  if (isId(event.correlationid) || isId(event.subject) || idFields(event).length > 0) return [];
  const remedy =
    'add the id of what it is about, such as orderId or fileId, to data, or an extension correlationid';
  return [{ rule: 'correlation', path: 'data', problem: 'has no correlation id', remedy }];
}

/**
 * The name to correlate by: a field of data that repeats the event's correlation id or subject, otherwise the first id
 * that is not of the publisher's own making.
 */
export function correlationField(event: Json, ownDomain: readonly string[]): string {
  const fields = idFields(event);
  const { correlationid, subject, data } = event;
  const repeated = fields.find((name) => {
    const value = isObject(data) ? data[name] : undefined;
    return value === correlationid || value === subject;
  });
  const shared = fields.find((name) => !ownDomain.includes(wordsOf(name)[0] ?? ''));
  return repeated ?? shared ?? fields[0] ?? 'a correlation id';
}

function idFields({ data }: Json): string[] {
  if (!isObject(data)) return [];
  return Object.keys(data).filter((name) => /(?:^id|[a-z0-9]Id|_id)$/.test(name) && isId(data[name]));
}

function isId(value: unknown): boolean {
  return (typeof value === 'string' && value !== '') || typeof value === 'number';
}
