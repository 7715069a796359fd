import { invalidPattern } from './invalid-pattern.ts';
import { regularExpression } from './regular-expression.ts';

type Test = (value: unknown) => boolean;

const NUMBER = /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

const ORDERS: Readonly<Record<string, (value: number, operand: number) => boolean>> = {
  '<': (value, operand) => value < operand,
  '<=': (value, operand) => value <= operand,
  '>': (value, operand) => value > operand,
  '>=': (value, operand) => value >= operand,
};

/** `*` is any text. */
const wildcard = (text: string): RegExp =>
  new RegExp(`^${text.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`, 's');

const unquote = (operand: string): string =>
  operand.startsWith('"') ? operand.slice(1, -1).replace(/\\(.)/g, '$1') : operand;

/** Equality with a number, a text that may hold `*`, or an expression between `%`. */
const equality = (operand: string): Test => {
  if (NUMBER.test(operand)) return (value) => value === Number(operand);
  const expression = operand.startsWith('%')
    ? regularExpression(operand.slice(1, -1))
    : wildcard(unquote(operand));
  return (value) =>
    (typeof value === 'string' || typeof value === 'number') && expression.test(String(value));
};

/** One operator and its operand; a property that is not there equals nothing, and differs from nothing. */
export const compileComparison = (operator: string | undefined, operand: string | undefined): Test => {
  if (operator === undefined || operand === undefined) throw invalidPattern();
  const order = ORDERS[operator];
  if (order !== undefined) {
    if (!NUMBER.test(operand)) throw invalidPattern();
    return (value) => typeof value === 'number' && order(value, Number(operand));
  }
  if (operator !== '=' && operator !== '!=') throw invalidPattern();
  const equals = equality(operand);
  return operator === '=' ? equals : (value) => value !== undefined && !equals(value);
};
