import { type AttributeValue, typeOf } from '../attribute-value.ts';
import { invalidValue, validation } from '../errors.ts';
import type { KeyAttribute, KeySchema } from '../key-schema.ts';
import type { Condition, Operand } from './ast.ts';
import type { Values } from './cursor.ts';
import { boundValue } from './operand.ts';

export type RangeCondition =
  | { readonly operator: '=' | '<' | '<=' | '>' | '>=' | 'begins_with'; readonly value: AttributeValue }
  | { readonly operator: 'between'; readonly low: AttributeValue; readonly high: AttributeValue };

export interface KeyCondition {
  readonly hash: AttributeValue;
  readonly range: RangeCondition | undefined;
}

const refuse = (message: string) => validation(`Invalid KeyConditionExpression: ${message}`);
const refuseOperator = (operator: string) =>
  validation(`Invalid operator used in KeyConditionExpression: ${operator}`);

/** The name a term of the condition is about. */
const nameOf = (operand: Operand): string => {
  if (operand.kind === 'size') throw refuse('KeyConditionExpressions cannot contain nested operations');
  if (operand.kind === 'value') {
    throw refuse('Invalid condition in KeyConditionExpression: No key attribute specified');
  }
  if (operand.path.length > 1) {
    throw refuse('KeyConditionExpressions cannot have conditions on nested attributes');
  }
  return operand.path[0];
};

const literal = (operand: Operand, values: Values): AttributeValue => {
  if (operand.kind === 'value') return boundValue(values, operand.name);
  if (operand.kind === 'size') throw refuse('KeyConditionExpressions cannot contain nested operations');
  throw refuse('Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition');
};

interface Term {
  readonly name: string;
  readonly condition: RangeCondition;
}

/** `a = :x AND b > :y` taken apart. */
const termsOf = (condition: Condition, values: Values): readonly Term[] => {
  switch (condition.kind) {
    case 'and':
      return [...termsOf(condition.left, values), ...termsOf(condition.right, values)];
    case 'compare': {
      const { operator, left, right } = condition;
      if (operator === '<>') throw refuseOperator('<>');
      return [{ name: nameOf(left), condition: { operator, value: literal(right, values) } }];
    }
    case 'between': {
      const [low, high] = [literal(condition.low, values), literal(condition.high, values)];
      return [{ name: nameOf(condition.operand), condition: { operator: 'between', low, high } }];
    }
    case 'begins_with': {
      const value = literal(condition.prefix, values);
      return [{ name: nameOf(condition.operand), condition: { operator: 'begins_with', value } }];
    }
    case 'or':
    case 'not':
    case 'in':
      throw refuseOperator(condition.kind.toUpperCase());
    default:
      throw refuseOperator(condition.kind);
  }
};

const checkTypes = (key: KeyAttribute, condition: RangeCondition): void => {
  const given = 'value' in condition ? [condition.value] : [condition.low, condition.high];
  if (given.some((value) => typeOf(value) !== key.type)) {
    throw invalidValue('Condition parameter type does not match schema type');
  }
};

/** What a KeyConditionExpression asks of a table or index with that key. Throws ValidationException. */
export const readKeyCondition = (condition: Condition, schema: KeySchema, values: Values): KeyCondition => {
  const terms = termsOf(condition, values);
  const { hash, range } = schema;
  const of = (key: KeyAttribute | undefined): readonly Term[] =>
    terms.filter((term) => term.name === key?.name);
  if (of(hash).length > 1 || of(range).length > 1) {
    throw validation('KeyConditionExpressions must only contain one condition per key');
  }
  if (terms.length > 2) throw validation('Conditions can be of length 1 or 2 only');
  const [onHash] = of(hash);
  const [onRange] = of(range);
  if (onHash === undefined) throw validation(`Query condition missed key schema element: ${hash.name}`);
  if (terms.length === 2 && onRange === undefined) {
    throw range === undefined
      ? validation('Query key condition not supported')
      : validation(`Query condition missed key schema element: ${range.name}`);
  }
  if (onHash.condition.operator !== '=') throw validation('Query key condition not supported');
  checkTypes(hash, onHash.condition);
  if (range !== undefined && onRange !== undefined) checkTypes(range, onRange.condition);
  return { hash: onHash.condition.value, range: onRange?.condition };
};
