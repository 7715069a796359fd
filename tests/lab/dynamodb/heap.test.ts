import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createHeap } from '../../../lab/dynamodb/heap.ts';

describe('a heap', () => {
  it('gives back the least first', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), (members) => {
        const heap = createHeap<number>((a, b) => a - b);
        for (const member of members) heap.push(member);
        expect(members.map(() => heap.pop())).toEqual(members.toSorted((a, b) => a - b));
        expect([heap.peek(), heap.pop()]).toEqual([undefined, undefined]);
      }),
    );
  });
});
