import { createHash } from 'node:crypto';

/**
 * What an event says, as a SHA-256 in hex: over `type` and `data`, and not over attempt, time or trace, which differ
 * when the same fact is said again. Two events with one id and two hashes contradict each other (hazard H8).
 *
 * `data` is hashed as received, with fields this reader does not know, in whatever order its keys came.
 */
export function payloadHash(event: { type: string; data: unknown }): string {
  return createHash('sha256')
    .update(canonicalJson({ type: event.type, data: event.data }))
    .digest('hex');
}

/** JSON with sorted keys and no white space, for values that came from JSON. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part) => (isPlainObject(part) ? sorted(part) : part));
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Without a prototype, or a key named `__proto__` would get lost. */
function sorted(object: Record<string, unknown>): Record<string, unknown> {
  const keys = Object.keys(object).sort();
  return Object.assign(Object.create(null), Object.fromEntries(keys.map((key) => [key, object[key]])));
}
