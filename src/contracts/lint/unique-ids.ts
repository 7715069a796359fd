import { payloadHash } from '../payload-hash.ts';
import { type Finding, isObject } from './finding.ts';

/**
 * Watches a series of events for an id that is used twice. `source` and `id` together identify an event; met again with
 * the same payload it is the same event, with another one two events claim to be one (hazard H8).
 *
 * @returns a function of an event and the place it was found at, to be called for each in turn
 */
export function watchIds(): (event: unknown, place: string) => Finding[] {
  const seen = new Map<string, { hash: string; place: string }>();

  return (event, place) => {
    if (!isObject(event) || typeof event.id !== 'string' || typeof event.source !== 'string') return [];
    const key = JSON.stringify([event.source, event.id]);
    const hash = payloadHash({ type: String(event.type), data: event.data ?? event.data_base64 });
    const first = seen.get(key);
    if (first === undefined) seen.set(key, { hash, place });
    if (first === undefined || first.hash === hash) return [];
    const problem = `is the id of another event, in ${first.place}`;
    return [{ rule: 'id', path: 'id', problem, remedy: 'give each event of a source an id of its own' }];
  };
}
