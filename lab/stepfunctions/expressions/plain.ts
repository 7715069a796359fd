/**
 * A result of JSONata as a JSON value: arrays without the engine's marks, non-finite numbers as the text that
 * AWS gives for them. Throws `TypeError` for what JSON cannot carry (functions, regular expressions).
 */
export const plain = (value: unknown): unknown => {
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'function') throw new TypeError('a function is no JSON value');
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(plain);
  if ('_jsonata_function' in value || '_jsonata_lambda' in value)
    throw new TypeError('a function is no JSON value');
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    const member = plain((value as Record<string, unknown>)[key]);
    if (member === undefined) continue;
    if (key === '__proto__') Object.defineProperty(copy, key, { value: member, ...OPEN });
    else copy[key] = member;
  }
  return copy;
};

/** A key `__proto__` is defined rather than assigned, so that it stays a key. */
const OPEN = { configurable: true, enumerable: true, writable: true } as const;
