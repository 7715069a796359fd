import { validation } from './errors.ts';

/**
 * DynamoDB's numbers: decimals of up to 38 significant digits, kept as text so that no digit is lost.
 * The normal form is plain notation without superfluous zeros: `1.50e1` is `15`.
 * Source: Developer Guide, "Supported data types and naming rules", Number.
 */

/** `coefficient` × 10^`exponent`; the coefficient has no trailing zeros, and zero is 0 × 10^0. */
interface Decimal {
  readonly coefficient: bigint;
  readonly exponent: number;
}

const ZERO = '0'.charCodeAt(0);

const MAX_DIGITS = 38;
/** Powers of ten of the leading digit. */
const MAX_MAGNITUDE = 125;
const MIN_MAGNITUDE = -130;

const SYNTAX = /^([+-]?)(?=\.?\d)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;
/** Integers that are in normal form as they stand, and exact as doubles even when two of them are added. */
const SMALL_INTEGER = /^(?:0|-?[1-9]\d{0,14})$/;

/** A decimal of an unsigned digit string, brought to normal form and checked against the limits. */
const decimal = (digits: string, exponent: number, isNegative: boolean): Decimal => {
  const leading = digits.replace(/^0+/, '');
  const significant = leading.replace(/0+$/, '');
  if (significant === '') return { coefficient: 0n, exponent: 0 };
  const normalExponent = exponent + leading.length - significant.length;
  const magnitude = normalExponent + significant.length - 1;
  if (magnitude > MAX_MAGNITUDE) {
    throw validation(
      'Number overflow. Attempting to store a number with magnitude larger than supported range',
    );
  }
  if (magnitude < MIN_MAGNITUDE) {
    throw validation(
      'Number underflow. Attempting to store a number with magnitude smaller than supported range',
    );
  }
  if (significant.length > MAX_DIGITS) {
    throw validation('Attempting to store more than 38 significant digits in a Number');
  }
  const coefficient = BigInt(significant);
  return { coefficient: isNegative ? -coefficient : coefficient, exponent: normalExponent };
};

const parse = (text: string): Decimal => {
  const match = SYNTAX.exec(text);
  if (match === null) {
    const suffix = text === '' ? '' : `: ${text}`;
    throw validation(`The parameter cannot be converted to a numeric value${suffix}`);
  }
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  return decimal(whole + fraction, Number(exponent) - fraction.length, sign === '-');
};

const abs = (value: bigint): bigint => (value < 0n ? -value : value);

const format = ({ coefficient, exponent }: Decimal): string => {
  const sign = coefficient < 0n ? '-' : '';
  const digits = abs(coefficient).toString();
  if (exponent >= 0) return sign + digits + '0'.repeat(exponent);
  const padded = digits.padStart(1 - exponent, '0');
  return `${sign}${padded.slice(0, exponent)}.${padded.slice(exponent)}`;
};

/** The coefficients of both on their smaller exponent. */
const align = (a: Decimal, b: Decimal): readonly [bigint, bigint, number] => {
  const exponent = Math.min(a.exponent, b.exponent);
  const scale = (value: Decimal): bigint => value.coefficient * 10n ** BigInt(value.exponent - exponent);
  return [scale(a), scale(b), exponent];
};

/** Brings a number to its normal form. Throws ValidationException for what is not a number DynamoDB keeps. */
export const normalizeNumber = (text: string): string =>
  SMALL_INTEGER.test(text) ? text : format(parse(text));

/** The exact sum of two numbers in normal form. Throws when it has more digits than DynamoDB keeps. */
export const addNumbers = (a: string, b: string): string => {
  if (SMALL_INTEGER.test(a) && SMALL_INTEGER.test(b)) return String(Number(a) + Number(b));
  const [left, right, exponent] = align(parse(a), parse(b));
  const sum = left + right;
  return format(decimal(abs(sum).toString(), exponent, sum < 0n));
};

const negate = (text: string): string => {
  if (text === '0') return text;
  return text.startsWith('-') ? text.slice(1) : `-${text}`;
};

/** The exact difference of two numbers in normal form. Throws as `addNumbers` does. */
export const subtractNumbers = (a: string, b: string): string => addNumbers(a, negate(b));

/** Negative when `a` is less than `b`, 0 when they are equal. Both in normal form. */
export const compareNumbers = (a: string, b: string): number => {
  if (a === b) return 0;
  if (SMALL_INTEGER.test(a) && SMALL_INTEGER.test(b)) return Number(a) - Number(b);
  const [left, right] = align(parse(a), parse(b));
  return left < right ? -1 : 1;
};

/** Significant digits of a number in normal form; 0 has one. */
export const significantDigits = (text: string): number => {
  let first = 0;
  let last = 0;
  let digits = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < ZERO || unit > ZERO + 9) continue;
    digits++;
    if (unit === ZERO) continue;
    first ||= digits;
    last = digits;
  }
  return first === 0 ? 1 : last - first + 1;
};

const complement = (digits: string): string => digits.replace(/\d/g, (digit) => String(9 - Number(digit)));

/**
 * A text for a number in normal form, such that the order of the texts is the order of the numbers: sign,
 * magnitude, digits. For negative numbers magnitude and digits are complemented, and a final `~`, greater than
 * any digit, puts the shorter of two (the one nearer to zero) last.
 */
export const sortableNumber = (text: string): string => {
  const { coefficient, exponent } = parse(text);
  if (coefficient === 0n) return '1';
  const digits = abs(coefficient).toString();
  const magnitude = exponent + digits.length;
  return coefficient > 0n ? `2${500 + magnitude}${digits}` : `0${500 - magnitude}${complement(digits)}~`;
};
