import { describe, expect, it } from '@jest/globals';
import { STALE_READ } from '../../scripts/simulation/faults/points.ts';
import { withStaleReads } from '../../scripts/simulation/stale-reads.ts';

const Key = { orderId: { S: 'o1' } };
const OLD = { ...Key, version: { N: '1' } };
const NEW = { ...Key, version: { N: '2' } };
const caller = { name: 'function:order', fault: { name: STALE_READ, message: '', entries: [] } };

/** A table whose row has just been written over, at 0 ms. */
const written = () => {
  let now = 0;
  const dynamodb = { id: 'dynamodb', operations: { GetItem: () => ({ Item: NEW }) } };
  const stale = withStaleReads(dynamodb, () => now);
  stale.onChange('orders', OLD, NEW);
  return {
    isLate: (input: object, atMs: number): boolean => {
      now = atMs;
      return stale.isLate(input);
    },
    read: (input: object): unknown => stale.service.operations.GetItem?.(input, caller),
  };
};

describe('a read right after a write', () => {
  const input = { TableName: 'orders', Key };

  it('shows what stood there before, when a fault strikes it', () => {
    const { isLate, read } = written();
    expect(isLate(input, 1_000)).toBe(true);
    expect(read(input)).toEqual({ Item: OLD });
  });

  it.each<[string, object, number]>([
    ['is consistent', { ...input, ConsistentRead: true }, 1],
    ['comes later', input, 1_001],
    ['is of another row', { TableName: 'orders', Key: { orderId: { S: 'o2' } } }, 1],
    ['is of another table', { TableName: 'payments', Key }, 1],
  ])('is no stale one when it %s', (_, of, atMs) => {
    expect(written().isLate(of, atMs)).toBe(false);
  });
});
