import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, payloadHash } from '../../src/contracts/index.ts';
import { changed } from './samples.ts';

const hashOf = (changes: Record<string, unknown>, data: Record<string, unknown> = {}) =>
  payloadHash(changed(changes, data) as unknown as { type: string; data: unknown });

describe('payloadHash (H8)', () => {
  const original = hashOf({});

  it('is a SHA-256 in hex', () => {
    expect(payloadHash({ type: 'a', data: { b: 1 } })).toBe(
      // printf '{"data":{"b":1},"type":"a"}' | sha256sum
      '4f304f7c8119c595d59beb2147712e73f66cd7de6339b0dbf119802e6f9e04ea',
    );
  });

  it.each(['attempt', 'time', 'traceheader', 'causationid'])('does not see the %s', (attribute) => {
    expect(hashOf({ [attribute]: 'other' })).toBe(original);
  });

  it('sees the type, every field of data, and fields it does not know', () => {
    const hashes = [
      original,
      hashOf({ type: 'com.pizzaco.order.completed' }),
      hashOf({}, { totalAmount: 16 }),
      hashOf({}, { toppings: ['olives', 'extra-cheese'] }),
      hashOf({}, { table: 7 }),
    ];
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it('does not see the order of keys, at any depth', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(canonicalJson(reversed(value))).toBe(canonicalJson(value));
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).reverse();
  return Object.fromEntries(entries.map(([key, inner]) => [key, reversed(inner)]));
}
