import * as z from 'zod/mini';
import { catalogue } from '../catalogue.ts';
import { SCHEMA_ROOT } from '../define-event.ts';
import { expectationOf, pathOf } from '../issues.ts';
import { parseEvent } from '../parse-event.ts';
import { UnreadableEvent } from '../unreadable-event.ts';
import type { Finding, Json } from './finding.ts';

/**
 * Holds an event to the catalogue if it claims to keep it, by naming one of our schemas. An event that names none is
 * anybody's, and answers to the checklist alone.
 */
export function lintContract(event: Json): Finding[] {
  if (typeof event.dataschema !== 'string' || !event.dataschema.startsWith(`${SCHEMA_ROOT}/`)) return [];
  try {
    parseEvent(event);
    return [];
  } catch (error) {
    if (!(error instanceof UnreadableEvent)) throw error;
    return explain(event, error);
  }
}

function explain(event: Json, { code, reason }: UnreadableEvent): Finding[] {
  const known = catalogue.get(String(event.type));
  const issues = code === 'malformed' && known ? z.safeParse(known.schema, event).error?.issues : undefined;
  return issues
    ? issues.map((issue) => finding(pathOf(issue), expectationOf(issue)))
    : [finding(places[code], reason)];
}

const places = { 'unknown-type': 'type', 'unknown-version': 'dataschema', malformed: 'event' } as const;

const finding = (path: string, reason: string): Finding => ({
  rule: 'contract',
  path,
  problem: `does not keep the contract its dataschema names (${reason})`,
  remedy: 'follow that schema, or name another one',
});
