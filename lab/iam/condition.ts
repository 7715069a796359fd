import { account } from '../kernel/account.ts';
import { arnLike, like, type Matcher } from './pattern.ts';

/** What is known about a request, by the names of the condition keys. */
export type RequestContext = Readonly<Partial<Record<ContextKey, string>>>;

export type Condition = (context: RequestContext) => boolean;

/** Makes the error about an element that the lab does not understand: `Condition.IpAddress`. */
export type Unsupported = (element: string) => Error;

const CONTEXT_KEYS = [
  'aws:PrincipalAccount',
  'aws:PrincipalArn',
  'aws:PrincipalType',
  'aws:RequestedRegion',
  'aws:SecureTransport',
  'aws:SourceAccount',
  'aws:SourceArn',
] as const;

type ContextKey = (typeof CONTEXT_KEYS)[number];

/** What is the same for every request to the lab. */
const ALWAYS: RequestContext = { 'aws:RequestedRegion': account.region, 'aws:SecureTransport': 'true' };

const lowerCase = (expected: string): Matcher => {
  const lower = expected.toLowerCase();
  return (value) => value.toLowerCase() === lower;
};

const equal = (expected: string): Matcher => {
  return (value) => value === expected;
};

/** How one value is compared; the negated operators hold when no value matches. */
const OPERATORS = new Map<string, (expected: string) => Matcher>([
  ['StringEquals', equal],
  ['StringEqualsIgnoreCase', lowerCase],
  ['StringLike', (pattern) => like(pattern)],
  ['ArnEquals', arnLike],
  ['ArnLike', arnLike],
  ['Bool', lowerCase],
]);

const NEGATED = new Map([
  ['StringNotEquals', 'StringEquals'],
  ['StringNotEqualsIgnoreCase', 'StringEqualsIgnoreCase'],
  ['StringNotLike', 'StringLike'],
  ['ArnNotEquals', 'ArnEquals'],
  ['ArnNotLike', 'ArnLike'],
]);

type Test = (value: string | undefined) => boolean;

/** How an operator compares a key's value, which the request may lack; undefined for one the lab does not have. */
const operatorOf = (operator: string): ((values: readonly string[]) => Test) | undefined => {
  if (operator === 'Null') {
    return (values) => (value) =>
      values.some((each) => (each.toLowerCase() === 'true') === (value === undefined));
  }
  const [, quantifier, name = '', ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  const positive = NEGATED.get(name);
  const compile = OPERATORS.get(positive ?? name);
  if (compile === undefined) return undefined;
  const isNegated = positive !== undefined;
  const whenAbsent =
    ifExists !== undefined || quantifier === 'ForAllValues' || (isNegated && quantifier === undefined);
  return (values) => {
    const matchers = values.map(compile);
    return (value) =>
      value === undefined ? whenAbsent : matchers.some((matches) => matches(value)) !== isNegated;
  };
};

/**
 * Compiles the `Condition` of a statement: all operators and keys have to hold, of a key's values one. Every key the
 * lab has is single-valued, so the two quantifiers differ in what they make of an absent key only.
 * Source: IAM User Guide, "IAM JSON policy elements: Condition operators".
 * @throws what `unsupported` makes of an operator, a key or a variable that the lab does not have
 */
export const compileCondition = (
  conditions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>,
  unsupported: Unsupported,
): Condition => {
  const tests = Object.entries(conditions).flatMap(([operator, keys]) => {
    const compile = operatorOf(operator);
    if (compile === undefined) throw unsupported(`Condition.${operator}`);
    return Object.entries(keys).map(([name, values]): Condition => {
      const key = CONTEXT_KEYS.find((each) => each.toLowerCase() === name.toLowerCase());
      if (key === undefined) throw unsupported(`Condition.${operator}.${name}`);
      const variable = values.find((value) => value.includes('${'));
      if (variable !== undefined) throw unsupported(`Condition.${operator}.${name} ${variable}`);
      const test = compile(values);
      return (context) => test(context[key] ?? ALWAYS[key]);
    });
  });
  return (context) => tests.every((test) => test(context));
};
