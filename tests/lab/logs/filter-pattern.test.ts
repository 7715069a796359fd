// CloudWatch Logs User Guide, "Filter pattern syntax for metric filters, subscription filters, filter log events, and
// Live Tail".
import { describe, expect, it } from '@jest/globals';
import { compileFilterPattern } from '../../../lab/logs/filter-pattern/pattern.ts';

const LINES = [
  '[ERROR 400] BAD REQUEST',
  '[ERROR 401] UNAUTHORIZED REQUEST',
  '[ERROR 419] MISSING ARGUMENTS',
  '[WARN] it said "no"',
];

const ORDERS = [
  { a: 'x', n: 1, list: [{ k: 'deep' }], flag: true, none: null },
  { a: 'xyz', n: 12.5, 'c d': 'e', flag: false },
  { b: 1 },
].map((order) => JSON.stringify(order));

const found = (lines: readonly string[], pattern: string): number[] => {
  const matches = compileFilterPattern(pattern);
  return lines.flatMap((line, index) => (matches(line) ? [index] : []));
};

describe('a pattern of terms', () => {
  it.each([
    ['', [0, 1, 2, 3]],
    ['ERROR', [0, 1, 2]],
    ['error', []],
    ['ERROR REQUEST', [0, 1]],
    ['"BAD REQUEST"', [0]],
    ['"said \\"no\\""', [3]],
    ['ERROR -ARGUMENTS', [0, 1]],
    ['-"BAD REQUEST" ERROR', [1, 2]],
    ['?WARN ?ARGUMENTS', [2, 3]],
    ['?WARN ERROR', [0, 1, 2]],
    ['?400 ERROR', [0, 1, 2]],
    ['%40[01]%', [0, 1]],
  ])('%s', (pattern, expected) => {
    expect(found(LINES, pattern)).toEqual(expected);
  });
});

describe('a pattern of properties', () => {
  it.each([
    ['{ $.a = "x" }', [0]],
    ['{ $.a = x* }', [0, 1]],
    ['{ $.a = "*z" }', [1]],
    ['{ $.a != "x" }', [1]],
    ['{ $.a = %^x.z$% }', [1]],
    ['{ $.n = 1 }', [0]],
    ['{ $.n = 1.25e1 }', [1]],
    ['{ $.n >= 1 && $.n < 12 }', [0]],
    ['{ $.n > 1 || $.b = 1 }', [1, 2]],
    ['{ ($.a = "x" || $.a = "xyz") && $.n <= 1 }', [0]],
    ['{ $.a = "x" || $.a = "xyz" && $.n <= 1 }', [0]],
    ['{ $.list[0].k = "deep" }', [0]],
    ["{ $.['c d'] = e }", []],
    ["{ $['c d'] = e }", [1]],
    ['{ $.flag IS TRUE }', [0]],
    ['{ $.flag IS FALSE }', [1]],
    ['{ $.none IS NULL }', [0]],
    ['{ $.a NOT EXISTS }', [2]],
  ])('%s', (pattern, expected) => {
    const lines = [...ORDERS, 'no JSON', '7'];
    if (pattern.includes("$.['")) expect(() => found(lines, pattern)).toThrow('Invalid filter pattern');
    else expect(found(lines, pattern)).toEqual(expected);
  });
});

it.each([
  '"open',
  '{ $.a }',
  '{ $.a = }',
  '{ $.a = 1',
  '{ $.a = 1 } more',
  '{ a = 1 }',
  '{ $.a > x }',
  '{ $.a ~ 1 }',
  '{ $.a IS 1 }',
  '{ $.a NOT NULL }',
  '{ ($.a = 1 }',
  '%(%',
])('%s is none', (pattern) => {
  expect(() => compileFilterPattern(pattern)).toThrow(
    expect.objectContaining({ code: 'InvalidParameterException', message: 'Invalid filter pattern' }),
  );
});

it('of space-delimited fields is refused by name', () => {
  expect(() => compileFilterPattern('[ip, user]')).toThrow('space-delimited fields are not supported');
});
