import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  addNumbers,
  compareNumbers,
  normalizeNumber,
  sortableNumber,
  subtractNumbers,
} from '../../../lab/dynamodb/number.ts';
import { compareText } from '../../../lab/dynamodb/text.ts';

/** Decimals of up to 18 digits around the point. */
const decimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), fc.integer({ min: -9, max: 9 }))
  .map(([coefficient, exponent]) => normalizeNumber(`${coefficient}e${exponent}`));

/** In units of 10^-9. */
const scaled = (text: string): bigint => {
  const [whole = '', fraction = ''] = text.replace('-', '').split('.');
  const value = BigInt(whole + fraction.padEnd(9, '0'));
  return text.startsWith('-') ? -value : value;
};

// Developer Guide, "Supported data types and naming rules in Amazon DynamoDB", Number.
describe('numbers', () => {
  it.each([
    ['007', '7'],
    ['-0', '0'],
    ['1.50', '1.5'],
    ['.5', '0.5'],
    ['1e3', '1000'],
    ['12e-3', '0.012'],
    ['-100.10', '-100.1'],
    ['99999999999999999999999999999999999999', '99999999999999999999999999999999999999'],
    ['0.00000000000000000000000000000000000001', '0.00000000000000000000000000000000000001'],
  ])('keeps %s as %s', (given, kept) => {
    expect(normalizeNumber(given)).toBe(kept);
    expect(normalizeNumber(kept)).toBe(kept);
  });

  it.each([
    ['abc', 'The parameter cannot be converted to a numeric value: abc'],
    ['', 'The parameter cannot be converted to a numeric value'],
    ['1.', undefined],
    ['.', 'The parameter cannot be converted to a numeric value: .'],
    ['1e126', 'Number overflow. Attempting to store a number with magnitude larger than supported range'],
    ['1e-131', 'Number underflow. Attempting to store a number with magnitude smaller than supported range'],
    ['1'.repeat(39), 'Attempting to store more than 38 significant digits in a Number'],
  ])('says of %j: %s', (given, message) => {
    if (message === undefined) expect(normalizeNumber(given)).toBe('1');
    else expect(() => normalizeNumber(given)).toThrow(message);
  });

  it('adds and subtracts exactly', () => {
    expect(addNumbers('0.1', '0.2')).toBe('0.3');
    expect(addNumbers('9007199254740993', '1')).toBe('9007199254740994');
    fc.assert(
      fc.property(decimal, decimal, (a, b) => {
        expect(scaled(addNumbers(a, b))).toBe(scaled(a) + scaled(b));
        expect(scaled(subtractNumbers(a, b))).toBe(scaled(a) - scaled(b));
      }),
    );
  });

  it('refuses a sum of more digits than a number keeps', () => {
    expect(() => addNumbers('1e30', '1e-30')).toThrow('38 significant digits');
  });

  it('sorts by text as it compares', () => {
    fc.assert(
      fc.property(decimal, decimal, (a, b) => {
        const order = Math.sign(compareNumbers(a, b));
        expect(Math.sign(compareText(sortableNumber(a), sortableNumber(b)))).toBe(order);
        expect(order).toBe(scaled(a) < scaled(b) ? -1 : scaled(a) > scaled(b) ? 1 : 0);
      }),
    );
  });

  it('orders text by its UTF-8 bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
        expect(Math.sign(compareText(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
      }),
    );
  });
});
