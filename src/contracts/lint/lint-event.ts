import { eventBytes, MAX_EVENT_BYTES } from '../event-size.ts';
import { isWrapped, lintAttributes } from './attributes.ts';
import { lintContract } from './contract.ts';
import { lintCorrelation } from './correlation.ts';
import { lintType } from './event-type.ts';
import { type Finding, isObject, type Json } from './finding.ts';
import { lintOwnership } from './ownership.ts';
import { lintSensitive } from './sensitive.ts';

/**
 * The workshop's event checklist, applied to one event of anybody's. Immutability is not in it: that is a property of
 * the code that handles events, and no event shows it.
 */
export function lintEvent(event: unknown): Finding[] {
  if (!isObject(event)) {
    const remedy = 'one event is one object; several are an array of objects, or one a line';
    return [{ rule: 'cloudevents', path: 'event', problem: 'is not a JSON object', remedy }];
  }
  if (!isWrapped(event)) {
    const remedy = 'wrap it: specversion, id, source, type and time around data';
    return [{ rule: 'cloudevents', path: 'event', problem: 'is not a CloudEvent', remedy }];
  }
  const findings = [
    ...lintAttributes(event),
    ...(typeof event.type === 'string' && event.type !== '' ? lintType(event.type) : []),
    ...lintCorrelation(event),
    ...lintOwnership(event),
    ...lintSensitive(event),
    ...lintSize(event),
  ];
  // Of one place, the checklist's word is enough.
  const judged = new Set(findings.map(({ path }) => path));
  return [...findings, ...lintContract(event).filter(({ path }) => !judged.has(path))];
}

function lintSize(event: Json): Finding[] {
  const bytes = eventBytes({ ...event, source: String(event.source ?? ''), type: String(event.type ?? '') });
  if (bytes < MAX_EVENT_BYTES) return [];
  const problem = `has ${bytes} bytes; the limit is below ${MAX_EVENT_BYTES}`;
  const remedy = 'store what is large with its owner and publish a reference to it';
  return [{ rule: 'size', path: 'event', problem, remedy }];
}
