import { type AttributeValue, equalValues, type Item, membersOf, typeOf } from '../attribute-value.ts';
import { compareValues } from '../compare-values.ts';
import type { Comparator, Condition, Operand } from './ast.ts';
import type { Values } from './cursor.ts';
import { boundValue } from './operand.ts';
import { resolvePath } from './path.ts';

const decode = (base64: string): Buffer => Buffer.from(base64, 'base64');

/** `size`: characters, bytes, members or elements; undefined for a type that has no size. */
const sizeOf = (value: AttributeValue): number | undefined => {
  if ('S' in value) return value.S.length;
  if ('B' in value) return decode(value.B).length;
  if ('L' in value) return value.L.length;
  if ('M' in value) return Object.keys(value.M).length;
  return membersOf(value)?.length;
};

const operandValue = (operand: Operand, item: Item, values: Values): AttributeValue | undefined => {
  if (operand.kind === 'path') return resolvePath(item, operand.path);
  if (operand.kind === 'value') return boundValue(values, operand.name);
  const value = operandValue(operand.operand, item, values);
  const size = value && sizeOf(value);
  return size === undefined ? undefined : { N: String(size) };
};

/** A missing operand, or two types, have no order; they are merely not equal. */
const compare = (operator: Comparator, left?: AttributeValue, right?: AttributeValue): boolean => {
  if (operator === '<>') return !compare('=', left, right);
  if (left === undefined || right === undefined) return false;
  if (operator === '=') return equalValues(left, right);
  const order = compareValues(left, right);
  if (order === undefined) return false;
  switch (operator) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
  }
};

const beginsWith = (value?: AttributeValue, prefix?: AttributeValue): boolean => {
  if (value === undefined || prefix === undefined) return false;
  if ('S' in value) return 'S' in prefix && value.S.startsWith(prefix.S);
  if (!('B' in value && 'B' in prefix)) return false;
  const start = decode(prefix.B);
  return decode(value.B).subarray(0, start.length).equals(start);
};

/** A substring of a string or binary, a member of a set, an element of a list. */
const contains = (value?: AttributeValue, member?: AttributeValue): boolean => {
  if (value === undefined || member === undefined) return false;
  if ('S' in value) return 'S' in member && value.S.includes(member.S);
  if ('B' in value) return 'B' in member && decode(value.B).includes(decode(member.B));
  if ('L' in value) return value.L.some((element) => equalValues(element, member));
  if ('SS' in value) return 'S' in member && value.SS.includes(member.S);
  if ('NS' in value) return 'N' in member && value.NS.includes(member.N);
  return 'BS' in value && 'B' in member && value.BS.includes(member.B);
};

const NOTHING: Item = {};

/** Whether the condition holds for the item; a missing item has no attributes. */
export const evaluateCondition = (condition: Condition, item: Item = NOTHING, values: Values): boolean => {
  const value = (operand: Operand): AttributeValue | undefined => operandValue(operand, item, values);
  switch (condition.kind) {
    case 'and':
      return (
        evaluateCondition(condition.left, item, values) && evaluateCondition(condition.right, item, values)
      );
    case 'or':
      return (
        evaluateCondition(condition.left, item, values) || evaluateCondition(condition.right, item, values)
      );
    case 'not':
      return !evaluateCondition(condition.condition, item, values);
    case 'compare':
      return compare(condition.operator, value(condition.left), value(condition.right));
    case 'between': {
      const middle = value(condition.operand);
      return compare('>=', middle, value(condition.low)) && compare('<=', middle, value(condition.high));
    }
    case 'in': {
      const sought = value(condition.operand);
      return condition.candidates.some((candidate) => compare('=', sought, value(candidate)));
    }
    case 'attribute_exists':
      return resolvePath(item, condition.path) !== undefined;
    case 'attribute_not_exists':
      return resolvePath(item, condition.path) === undefined;
    case 'attribute_type': {
      const found = resolvePath(item, condition.path);
      const type = value(condition.type);
      return found !== undefined && type !== undefined && 'S' in type && typeOf(found) === type.S;
    }
    case 'begins_with':
      return beginsWith(value(condition.operand), value(condition.prefix));
    case 'contains':
      return contains(value(condition.operand), value(condition.member));
  }
};
