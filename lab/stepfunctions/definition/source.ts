import { unsupportedReferences } from '../expressions/ast.ts';
import { compileExpression } from '../expressions/expression.ts';
import type { Scope } from '../expressions/scope.ts';
import { compileTemplate, expressionText, type Inspect, type Template } from '../expressions/template.ts';
import { type Range, typed } from '../expressions/typed.ts';
import type { MachineType } from '../machine.ts';
import type { Workflow } from '../workflow.ts';
import type { Problems } from './problems.ts';

export type Json = Readonly<Record<string, unknown>>;

/** What is gathered about a state while its fields are read, for the checks that span states. */
export interface Findings {
  readonly targets: { readonly name: string; readonly location: string }[];
  readonly assigned: { readonly name: string; readonly location: string }[];
  isTerminal: boolean;
}

/** A state, or an object within it (a Choice rule, a retrier, a catcher), whose fields are being read. */
export interface Source {
  readonly body: Json;
  /** From the root of the definition: `/States/Pay/Catch[0]`. */
  readonly location: string;
  /** From the state, as errors of evaluation name fields: `Catch[0]/`; empty for the state itself. */
  readonly prefix: string;
  readonly inCatcher: boolean;
  readonly machineType: MachineType;
  readonly problems: Problems;
  readonly findings: Findings;
  /** Reads a branch. */
  readonly workflow: (body: unknown, location: string) => Workflow;
}

export const isObject = (value: unknown): value is Json =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

const invalid = (source: Source, message: string, field?: string): void => {
  const location = field === undefined ? source.location : `${source.location}/${field}`;
  source.problems.add('SCHEMA_VALIDATION_FAILED', message, location);
};

/** Reports fields that are missing. */
export const requireFields = (source: Source, ...fields: readonly string[]): void => {
  const missing = fields.filter((field) => source.body[field] === undefined);
  if (missing.length > 0) invalid(source, `These fields are required: [${missing.join(', ')}]`);
};

/** Reports fields other than these. */
export const allowFields = (source: Source, ...fields: readonly string[]): void => {
  for (const field of Object.keys(source.body)) {
    if (!fields.includes(field)) invalid(source, `Field '${field}' is not supported`);
  }
};

const ofType = <T>(
  source: Source,
  field: string,
  type: string,
  is: (value: unknown) => value is T,
): T | undefined => {
  const value = source.body[field];
  if (value === undefined || is(value)) return value;
  invalid(source, `Expected value of type [${type}]`, field);
  return undefined;
};

export const text = (source: Source, field: string): string | undefined =>
  ofType(source, field, 'STRING', (value) => typeof value === 'string');

/** A literal number, `min` to `max`; whole unless `fraction`. */
export const number = (
  source: Source,
  field: string,
  {
    min,
    max = Number.POSITIVE_INFINITY,
    fraction = false,
  }: Partial<Range> & { min: number; fraction?: boolean },
): number | undefined => {
  const value = ofType(source, field, 'NUMBER', (value) => typeof value === 'number');
  if (value === undefined) return undefined;
  if (value < min || value > max || !(fraction || Number.isInteger(value))) {
    const bounds =
      max === Number.POSITIVE_INFINITY ? `greater than or equal to ${min}` : `between ${min} and ${max}`;
    invalid(source, `Value should be ${fraction ? 'a number' : 'an integer'} ${bounds}`, field);
    return undefined;
  }
  return value;
};

/** The objects of an array, each as a source of its own. */
export const list = (
  source: Source,
  field: string,
  options: { inCatcher?: boolean } = {},
): readonly Source[] => {
  const items = ofType(source, field, 'ARRAY', (value) => Array.isArray(value)) ?? [];
  return items.flatMap((body, index) => {
    const item = `${field}[${index}]`;
    if (!isObject(body)) {
      invalid(source, 'Expected value of type [OBJECT]', item);
      return [];
    }
    const inCatcher = options.inCatcher ?? source.inCatcher;
    const place = { location: `${source.location}/${item}`, prefix: `${source.prefix}${item}/` };
    return [{ ...source, ...place, body, inCatcher }];
  });
};

const inspector =
  (source: Source): Inspect =>
  (expression, field) => {
    const location = `${source.location}/${field.slice(source.prefix.length)}`;
    try {
      const { ast } = compileExpression(expression);
      for (const problem of unsupportedReferences(ast, source.inCatcher)) {
        source.problems.add('UNSUPPORTED_JSONATA_EXPRESSION', problem, location);
      }
    } catch (error) {
      source.problems.add('INVALID_JSONATA_EXPRESSION', (error as { message: string }).message, location);
    }
  };

/** A field of any JSON value. */
export const template = (source: Source, field: string): Template | undefined => {
  const value = source.body[field];
  return value === undefined
    ? undefined
    : compileTemplate(value, `${source.prefix}${field}`, inspector(source));
};

const LITERALS = {
  number: (value: unknown): value is number => typeof value === 'number',
  string: (value: unknown): value is string => typeof value === 'string',
  boolean: (value: unknown): value is boolean => typeof value === 'boolean',
  object: isObject,
  array: (value: unknown): value is readonly unknown[] => Array.isArray(value),
} as const;

/** A field of one type, given as a literal or as an expression. */
export const typedTemplate = <T extends keyof typeof LITERALS>(
  source: Source,
  field: string,
  type: T,
  range?: Range,
) => {
  const value = source.body[field];
  if (expressionText(value) === undefined) {
    if (range !== undefined) number(source, field, range);
    else ofType(source, field, type.toUpperCase(), LITERALS[type] as (value: unknown) => value is unknown);
  }
  const compiled = template(source, field);
  return compiled && typed(compiled, value, `${source.prefix}${field}`, type, range);
};

/** The name of a state to go to. */
export const target = (source: Source, field: string): string | undefined => {
  const name = text(source, field);
  if (name !== undefined) source.findings.targets.push({ name, location: `${source.location}/${field}` });
  return name;
};

/** `Next` or `End`: the state that follows, undefined for none. */
export const transition = (source: Source): string | undefined => {
  const { Next, End } = source.body;
  if (Next === undefined && End === undefined) invalid(source, 'These fields are required: [Next or End]');
  if (Next !== undefined && End !== undefined) invalid(source, "Fields 'Next' and 'End' exclude each other");
  const ends = ofType(source, 'End', 'BOOLEAN', (value) => typeof value === 'boolean');
  if (ends === false) invalid(source, 'Value should be true', 'End');
  if (ends === true) source.findings.isTerminal = true;
  return target(source, 'Next');
};

/** Letters, digits and underscores of any script, up to 80 characters, not beginning with a digit. */
const VARIABLE_NAME = /^[\p{ID_Start}_][\p{ID_Continue}]{0,79}$/u;

/** `Assign`: the variables to set, by name. */
export const assignment = (source: Source): ((scope: Scope) => Promise<Json>) | undefined => {
  const assign = source.body.Assign;
  for (const name of isObject(assign) ? Object.keys(assign) : []) {
    const field = `Assign/${name}`;
    if (name === 'states') invalid(source, "Variable name 'states' is reserved", field);
    else if (!VARIABLE_NAME.test(name)) invalid(source, `Invalid variable name '${name}'`, field);
    source.findings.assigned.push({ name, location: `${source.location}/${field}` });
  }
  return expressionText(assign) === undefined
    ? typedTemplate(source, 'Assign', 'object')
    : void invalid(source, 'Expected value of type [OBJECT]', 'Assign');
};
