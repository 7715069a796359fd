import { describe, expect, it } from '@jest/globals';
import { parseEvent } from '../../src/contracts/index.ts';
import { read } from './samples.ts';

function rejected(reason: string) {
  const sample = read('kitchen.rejected');
  return { ...sample, data: { ...(sample.data as object), reason } };
}

describe('the reasons of kitchen.rejected are a closed set (design §4)', () => {
  it.each([
    'payment-failed: insufficient-funds',
    'inventory-unavailable',
    'chef-unavailable: busy',
    'chef-unavailable: recipe',
    'reservation-expired',
    'overdue',
  ])('%s', (reason) => {
    expect(parseEvent(rejected(reason)).data).toMatchObject({ reason });
  });

  it.each([
    'payment-failed',
    'payment-failed: ',
    'payment-failed: Card of Ann',
    'chef-unavailable: ill',
    'OVERDUE',
    'too late',
  ])('not: %s', (reason) => {
    expect(() => parseEvent(rejected(reason))).toThrow('data.reason: not allowed');
  });
});
