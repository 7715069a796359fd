import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fromMinorUnits, toMinorUnits } from '../../src/contracts/index.ts';

describe('money is exact in both directions', () => {
  it.each([
    [0, 0],
    [0.01, 1],
    [0.29, 29], // 0.29 * 100 is 28.999999999999996
    [1.1, 110], // and 1.1 * 100 is 110.00000000000001
    [15.99, 1599],
    [10_000_000_000, 1_000_000_000_000],
  ])('%d is %d minor units', (decimal, minor) => {
    expect(toMinorUnits(decimal)).toBe(minor);
    expect(fromMinorUnits(minor)).toBe(decimal);
  });

  it('comes back from any amount', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000_000_000 }), (minor) => {
        expect(toMinorUnits(fromMinorUnits(minor))).toBe(minor);
      }),
    );
  });

  it('reads any two-decimal literal for what it says', () => {
    const literal = fc.tuple(fc.nat(9_999_999_999), fc.nat(99));
    fc.assert(
      fc.property(literal, ([whole, hundredths]) => {
        const text = `${whole}.${String(hundredths).padStart(2, '0')}`;
        expect(toMinorUnits(JSON.parse(text))).toBe(Number(text.replace('.', '')));
      }),
    );
  });

  it('refuses any third decimal', () => {
    const third = fc.tuple(fc.nat(9_999_999_999), fc.nat(99), fc.integer({ min: 1, max: 9 }));
    fc.assert(
      fc.property(third, ([whole, hundredths, thousandths]) => {
        const text = `${whole}.${String(hundredths).padStart(2, '0')}${thousandths}`;
        expect(() => toMinorUnits(Number(text))).toThrow(RangeError);
      }),
    );
  });

  it.each([-0.01, -5, Number.NaN, Number.POSITIVE_INFINITY, 0.1 + 0.2, 10_000_000_000.01])(
    'refuses %d',
    (decimal) => {
      expect(() => toMinorUnits(decimal)).toThrow(RangeError);
    },
  );

  it.each([-1, 0.5, Number.NaN, 1_000_000_000_001])('has no %d minor units', (minor) => {
    expect(() => fromMinorUnits(minor)).toThrow(RangeError);
  });
});
