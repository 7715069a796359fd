import { invalidPattern } from './invalid-pattern.ts';
import { isNumber, isObject, isString } from './json.ts';
import { wildcard } from './wildcard.ts';

type Test = (value: unknown) => boolean;
type TextTest = (text: string) => boolean;

const nonEmpty = (text: string): string => {
  if (text === '') throw invalidPattern('Null prefix/suffix not allowed');
  return text;
};

/** What `anything-but` may negate beside plain values. */
const negatable = new Map<unknown, (text: string) => TextTest>([
  [
    'prefix',
    (text) => {
      const prefix = nonEmpty(text);
      return (value) => value.startsWith(prefix);
    },
  ],
  [
    'suffix',
    (text) => {
      const suffix = nonEmpty(text);
      return (value) => value.endsWith(suffix);
    },
  ],
  ['wildcard', wildcard],
  [
    'equals-ignore-case',
    (text) => {
      const lower = text.toLowerCase();
      return (value) => value.toLowerCase() === lower;
    },
  ],
]);

const anythingButOperator = (expression: Readonly<Record<string, unknown>>): Test => {
  const [[operator, operand] = [], ...more] = Object.entries(expression);
  const compile = negatable.get(operator);
  if (compile === undefined) throw invalidPattern(`Unsupported anything-but pattern: ${operator}`);
  if (more.length > 0) throw invalidPattern('Only one key allowed in match expression');
  const operands: readonly unknown[] = Array.isArray(operand) ? operand : [operand];
  if (operands.length === 0) throw invalidPattern('Empty arrays are not allowed');
  const tests = operands.map((text) => {
    if (!isString(text)) throw invalidPattern(`${operator} match pattern must be a string`);
    return compile(text);
  });
  return (value) => !isString(value) || !tests.some((test) => test(value));
};

/**
 * Compiles `anything-but`: a string or number, a list of one kind, or `prefix`, `suffix`, `wildcard`,
 * `equals-ignore-case` of a text or a list of texts. A value of another kind than the operand's matches.
 */
export const anythingBut = (operand: unknown): Test => {
  if (isObject(operand)) return anythingButOperator(operand);
  if (!Array.isArray(operand) && !isString(operand) && !isNumber(operand)) {
    throw invalidPattern('Value of anything-but must be an array or single string/number value.');
  }
  const values: readonly unknown[] = Array.isArray(operand) ? operand : [operand];
  if (!values.every((value) => isString(value) || isNumber(value))) {
    throw invalidPattern('Inside anything but list, start|null|boolean is not supported.');
  }
  if (values.length === 0 || !(values.every(isString) || values.every(isNumber))) {
    throw invalidPattern(
      'Inside anything but list, either all values are number or string, mixed type is not supported',
    );
  }
  const excluded = new Set<unknown>(values);
  return (value) => !excluded.has(value);
};
