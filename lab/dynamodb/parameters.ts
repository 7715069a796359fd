import { validation } from './errors.ts';

/** The members that most requests have. */
export interface TableInput {
  readonly TableName: string;
  readonly ReturnConsumedCapacity?: ReturnConsumedCapacity;
}

export type ReturnConsumedCapacity = 'INDEXES' | 'TOTAL' | 'NONE';

const CONSUMED: readonly ReturnConsumedCapacity[] = ['INDEXES', 'TOTAL', 'NONE'];

/** Members of the API before expressions, by what has taken their place. */
const LEGACY: Readonly<Record<string, string>> = {
  Expected: 'ConditionExpression',
  ConditionalOperator: 'ConditionExpression',
  AttributeUpdates: 'UpdateExpression',
  AttributesToGet: 'ProjectionExpression',
  KeyConditions: 'KeyConditionExpression',
  QueryFilter: 'FilterExpression',
  ScanFilter: 'FilterExpression',
};

const at = (name: string): string => `at '${name.charAt(0).toLowerCase()}${name.slice(1)}'`;

/** The refusal of a parameter by the API's own model. */
export const constraintError = (value: unknown, name: string, constraint: string) =>
  validation(
    `1 validation error detected: Value ${value} ${at(name)} failed to satisfy constraint: ${constraint}`,
  );

/** Throws ValidationException when one of these members is missing. */
export const require = (input: object, ...names: readonly string[]): void => {
  for (const name of names) {
    if ((input as Record<string, unknown>)[name] !== undefined) continue;
    throw constraintError('null', name, 'Member must not be null');
  }
};

/** Throws ValidationException when the member is there and none of the values. */
export const requireOneOf = (input: object, name: string, values: readonly string[]): void => {
  const value = (input as Record<string, unknown>)[name];
  if (value === undefined || values.includes(value as string)) return;
  throw constraintError(`'${value}'`, name, `Member must satisfy enum value set: [${values.join(', ')}]`);
};

/** Throws ValidationException when the member is there and no integer of the range. */
export const requireRange = (
  input: object,
  name: string,
  least: number,
  most = Number.MAX_SAFE_INTEGER,
): void => {
  const value = (input as Record<string, unknown>)[name];
  if (value === undefined) return;
  if (!Number.isInteger(value) || (value as number) < least) {
    throw constraintError(`'${value}'`, name, `Member must have value greater than or equal to ${least}`);
  }
  if ((value as number) > most) {
    throw constraintError(`'${value}'`, name, `Member must have value less than or equal to ${most}`);
  }
};

/** Checks what all requests have in common. The lab takes expressions only, and refuses their predecessors. */
export const checkCommon = (input: object): void => {
  requireOneOf(input, 'ReturnConsumedCapacity', CONSUMED);
  for (const name in input) {
    if (!Object.hasOwn(LEGACY, name) || (input as Record<string, unknown>)[name] === undefined) continue;
    throw validation(`The legacy parameter ${name} is not supported by the lab; use ${LEGACY[name]}`);
  }
};
