import { anythingBut } from './anything-but.ts';
import { cidr, isAddress, sameAddress } from './cidr.ts';
import { invalidPattern } from './invalid-pattern.ts';
import { isNumber, isObject, isString } from './json.ts';
import { numeric } from './numeric.ts';
import { wildcard } from './wildcard.ts';

/** Judges one leaf of an event: a string, number, boolean or null. */
export type ValueTest = (value: unknown) => boolean;

/** What a pattern asks of one field: any of the tests, or (`absent`) that the field is not there. */
export interface FieldTest {
  readonly test: ValueTest;
  readonly absent: boolean;
}

/** Text operators match strings only, never numbers. */
const onText =
  (test: (text: string) => boolean): ValueTest =>
  (value) =>
    isString(value) && test(value);

const textOperand = (operator: string, operand: unknown): string => {
  if (!isString(operand)) throw invalidPattern(`${operator} match pattern must be a string`);
  return operand;
};

/** The operand of `prefix` and `suffix`: a text, or `{"equals-ignore-case": text}`. */
const affix = (
  operator: string,
  operand: unknown,
  compare: (text: string, affix: string) => boolean,
): ValueTest => {
  if (!isObject(operand)) {
    const exact = textOperand(operator, operand);
    return onText((text) => compare(text, exact));
  }
  const keys = Object.keys(operand);
  if (keys[0] !== 'equals-ignore-case') throw invalidPattern(`Unsupported ${operator} pattern: ${keys[0]}`);
  if (keys.length > 1) throw invalidPattern('Only one key allowed in match expression');
  const lower = textOperand('equals-ignore-case', operand['equals-ignore-case']).toLowerCase();
  return onText((text) => compare(text.toLowerCase(), lower));
};

const equalsIgnoreCase = (operand: unknown): ValueTest => {
  const lower = textOperand('equals-ignore-case', operand).toLowerCase();
  return onText((text) => text.toLowerCase() === lower);
};

const onNumber =
  (test: (number: number) => boolean): ValueTest =>
  (value) =>
    isNumber(value) && test(value);

const operators: Readonly<Record<string, (operand: unknown) => ValueTest>> = {
  exactly: (operand) => {
    const exact = textOperand('exact', operand);
    return (value) => value === exact;
  },
  prefix: (operand) => affix('prefix', operand, (text, prefix) => text.startsWith(prefix)),
  suffix: (operand) => affix('suffix', operand, (text, suffix) => text.endsWith(suffix)),
  'equals-ignore-case': equalsIgnoreCase,
  wildcard: (operand) => onText(wildcard(textOperand('wildcard', operand))),
  'anything-but': anythingBut,
  numeric: (operand) => onNumber(numeric(operand)),
  cidr: (operand) => onText(cidr(textOperand('cidr', operand))),
};

/** Field names that never stand for fields inside `$or`: there they make it an ordinary field. */
export const reservedInOr: ReadonlySet<string> = new Set([
  ...Object.keys(operators),
  ...['exists', '=', '<', '<=', '>', '>=', 'regex', 'not-wildcard', 'not-equals-ignore-case'],
  ...['date-after', 'date-on-or-after', 'date-before', 'date-on-or-before', 'in-date-range'],
  ...['ip-address-in-range', 'ip-address-not-in-range'],
]);

const exists = (operand: unknown): FieldTest => {
  if (typeof operand !== 'boolean')
    throw invalidPattern('exists match pattern must be either true or false.');
  return { test: () => operand, absent: !operand };
};

const operation = (expression: Readonly<Record<string, unknown>>): FieldTest => {
  const [[operator, operand] = [], ...more] = Object.entries(expression);
  if (operator === undefined) throw invalidPattern('Match expression name not found');
  if (more.length > 0) throw invalidPattern('Only one key allowed in match expression');
  if (operator === 'exists') return exists(operand);
  const compile = Object.hasOwn(operators, operator) ? operators[operator] : undefined;
  if (compile === undefined) throw invalidPattern(`Unrecognized match type ${operator}`);
  return { test: compile(operand), absent: false };
};

/** One test for all plain values of a field: a set tells the string `1` from the number. */
const plainValues = (values: readonly unknown[]): ValueTest[] => {
  if (values.length === 0) return [];
  if (values.length === 1) return [(value) => value === values[0]];
  const set = new Set(values);
  return [(value) => set.has(value)];
};

const either = (tests: readonly ValueTest[]): ValueTest => {
  const [only, ...more] = tests;
  if (only !== undefined && more.length === 0) return only;
  return (value) => tests.some((test) => test(value));
};

/** Compiles the array that a pattern gives for one field; its members are alternatives. */
export const fieldTest = (alternatives: readonly unknown[]): FieldTest => {
  if (alternatives.length === 0) throw invalidPattern('Empty arrays are not allowed');
  if (alternatives.some(Array.isArray)) {
    throw invalidPattern('Match value must be String, number, true, false, or null');
  }
  const addresses = alternatives.filter((value) => isString(value) && isAddress(value)) as string[];
  const plain = alternatives.filter((value) => !isObject(value));
  const operations = alternatives.filter(isObject).map(operation);
  return {
    test: either([
      ...plainValues(plain),
      ...addresses.map((address) => onText(sameAddress(address))),
      ...operations.map(({ test }) => test),
    ]),
    absent: operations.some(({ absent }) => absent),
  };
};
