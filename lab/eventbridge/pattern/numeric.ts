import { invalidPattern } from './invalid-pattern.ts';
import { isNumber } from './json.ts';

type Compare = (value: number) => boolean;

const comparisons = new Map<unknown, (bound: number) => Compare>([
  ['=', (bound) => (value) => value === bound],
  ['<', (bound) => (value) => value < bound],
  ['<=', (bound) => (value) => value <= bound],
  ['>', (bound) => (value) => value > bound],
  ['>=', (bound) => (value) => value >= bound],
]);

const comparison = (operator: unknown, bound: unknown): Compare => {
  const compare = comparisons.get(operator);
  if (compare === undefined) throw invalidPattern(`Unrecognized numeric range operator: ${operator}`);
  if (!isNumber(bound)) throw invalidPattern(`Value of ${operator} must be numeric`);
  return compare(bound);
};

/** Compiles `numeric`: `["=", n]`, one bound, or a lower bound followed by an upper one. */
export const numeric = (expression: unknown): Compare => {
  if (!Array.isArray(expression)) throw invalidPattern('Value of numeric must be an array.');
  const [operator, bound, upperOperator, upperBound, ...more] = expression;
  const lower = comparison(operator, bound);
  if (expression.length === 2) return lower;
  if (operator !== '>' && operator !== '>=') throw invalidPattern('Too many elements in numeric expression');
  if (upperOperator !== '<' && upperOperator !== '<=') {
    throw invalidPattern(`Bad numeric range operator: ${upperOperator}`);
  }
  const upper = comparison(upperOperator, upperBound);
  if (more.length > 0) throw invalidPattern('Too many terms in numeric range expression');
  if (bound >= upperBound) throw invalidPattern('Bottom must be less than top');
  return (value) => lower(value) && upper(value);
};
