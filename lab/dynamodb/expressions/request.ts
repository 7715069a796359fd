import { AwsError } from '../../kernel/aws-error.ts';
import type { AttributeValue } from '../attribute-value.ts';
import { validation } from '../errors.ts';
import { readValue } from '../read-value.ts';
import type { Condition, Path, Update } from './ast.ts';
import {
  type Compiled,
  compileCondition,
  compileFilter,
  compileKeyCondition,
  compileProjection,
  compileUpdate,
} from './compile.ts';
import type { ExpressionKind, Names, Values } from './cursor.ts';

/** The members of a request that have to do with expressions. */
export interface ExpressionInput {
  readonly ConditionExpression?: string;
  readonly FilterExpression?: string;
  readonly KeyConditionExpression?: string;
  readonly ProjectionExpression?: string;
  readonly UpdateExpression?: string;
  readonly ExpressionAttributeNames?: Names;
  readonly ExpressionAttributeValues?: Readonly<Record<string, unknown>>;
}

/** The expressions of a request, parsed, with the values they are to be evaluated with. */
export interface Expressions {
  readonly condition: Condition | undefined;
  readonly filter: Condition | undefined;
  readonly keyCondition: Condition | undefined;
  readonly projection: readonly Path[] | undefined;
  readonly update: Update | undefined;
  readonly values: Values;
}

const NO_NAMES: Names = {};
const NO_VALUES: Values = {};

const readNames = (names: Names): Names => {
  let isEmpty = true;
  for (const key in names) {
    isEmpty = false;
    if (!/^#\w+$/.test(key)) {
      throw validation(`ExpressionAttributeNames contains invalid key: Syntax error; key: "${key}"`);
    }
    if (typeof names[key] !== 'string' || names[key] === '') {
      throw validation(`ExpressionAttributeNames contains invalid value: must not be empty for key ${key}`);
    }
  }
  if (isEmpty) throw validation('ExpressionAttributeNames must not be empty');
  return names;
};

const readValues = (input: Readonly<Record<string, unknown>>): Values => {
  const values: Record<string, AttributeValue> = {};
  let isEmpty = true;
  for (const key in input) {
    isEmpty = false;
    if (!/^:\w+$/.test(key)) {
      throw validation(`ExpressionAttributeValues contains invalid key: Syntax error; key: "${key}"`);
    }
    values[key] = readNamedValue(key, input[key]);
  }
  if (isEmpty) throw validation('ExpressionAttributeValues must not be empty');
  return values;
};

const readNamedValue = (key: string, input: unknown): AttributeValue => {
  try {
    return readValue(input);
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== 'ValidationException') throw error;
    throw validation(`ExpressionAttributeValues contains invalid value: ${error.message} for key ${key}`);
  }
};

/** Throws when a value the expression uses is missing, or of a type its operator refuses. */
const bind = (kind: ExpressionKind, compiled: Compiled<unknown>, values: Values): void => {
  for (const name of compiled.values) {
    if (values[name] !== undefined) continue;
    throw validation(
      `Invalid ${kind}: An expression attribute value used in expression is not defined; attribute value: ${name}`,
    );
  }
  for (const check of compiled.checks) check(values);
};

const refuseUnused = (
  member: string,
  given: Readonly<Record<string, unknown>>,
  used: (key: string) => boolean,
): void => {
  for (const first in given) {
    if (used(first)) continue;
    const keys = Object.keys(given).filter((key) => !used(key));
    throw validation(`Value provided in ${member} unused in expressions: keys: {${keys.join(', ')}}`);
  }
};

/** Names or values without any expression they could belong to. */
const refuseWithoutExpression = (input: ExpressionInput, kinds: readonly ExpressionKind[]): void => {
  if (input.ExpressionAttributeNames !== undefined) {
    throw validation('ExpressionAttributeNames can only be specified when using expressions');
  }
  if (input.ExpressionAttributeValues !== undefined) {
    const taking = kinds.filter((kind) => kind !== 'ProjectionExpression');
    const absent = taking.length > 1 ? `${taking.join(' and ')} are null` : `${taking.join()} is null`;
    throw validation(`ExpressionAttributeValues can only be specified when using expressions: ${absent}`);
  }
};

const NONE: Expressions = {
  condition: undefined,
  filter: undefined,
  keyCondition: undefined,
  projection: undefined,
  update: undefined,
  values: NO_VALUES,
};

/**
 * Reads the expressions of a request. `kinds` are the ones its operation has. Throws ValidationException for
 * whatever can be refused without an item: syntax, reserved words, undefined and unused placeholders, overlapping
 * paths, operand types.
 */
export const readExpressions = (input: ExpressionInput, kinds: readonly ExpressionKind[]): Expressions => {
  if (kinds.every((kind) => input[kind] === undefined)) {
    refuseWithoutExpression(input, kinds);
    return NONE;
  }
  const names = input.ExpressionAttributeNames ? readNames(input.ExpressionAttributeNames) : NO_NAMES;
  const values = input.ExpressionAttributeValues ? readValues(input.ExpressionAttributeValues) : NO_VALUES;
  const all: Compiled<unknown>[] = [];
  const compile = <T>(kind: ExpressionKind, compiler: (text: string, names: Names) => Compiled<T>) => {
    const text = input[kind];
    if (text === undefined || !kinds.includes(kind)) return undefined;
    const compiled = compiler(text, names);
    bind(kind, compiled, values);
    all.push(compiled);
    return compiled.syntax;
  };
  const expressions = {
    update: compile('UpdateExpression', compileUpdate),
    condition: compile('ConditionExpression', compileCondition),
    keyCondition: compile('KeyConditionExpression', compileKeyCondition),
    filter: compile('FilterExpression', compileFilter),
    projection: compile('ProjectionExpression', compileProjection),
    values,
  };
  refuseUnused('ExpressionAttributeNames', names, (key) => all.some((each) => each.names.includes(key)));
  refuseUnused('ExpressionAttributeValues', values, (key) => all.some((each) => each.values.includes(key)));
  return expressions;
};
