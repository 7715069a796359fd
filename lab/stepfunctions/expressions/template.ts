import { compileExpression, type Expression } from './expression.ts';
import { plain } from './plain.ts';
import type { Scope } from './scope.ts';

/** A field of a state, ready to be evaluated: its value, or a promise of it where an expression is in it. */
export type Template = (scope: Scope) => unknown;

/** A string that is an expression as a whole; anything else stands for itself (ASL, "Expressions"). */
const EXPRESSION = /^\{%([\s\S]*)%\}$/;

/** The text between `{%` and `%}`; undefined for any other value. */
export const expressionText = (value: unknown): string | undefined =>
  typeof value === 'string' ? EXPRESSION.exec(value)?.[1]?.trim() : undefined;

/** Called for every expression found, before it is compiled for use. May refuse it. */
export type Inspect = (text: string, field: string) => void;

/**
 * Compiles a field's value. `field` is the path that errors name: `Output/items[0]`. An expression that the
 * parser refuses is only reported to `inspect`.
 */
export const compileTemplate = (value: unknown, field: string, inspect: Inspect): Template => {
  const text = expressionText(value);
  if (text !== undefined) {
    inspect(text, field);
    return expressionTemplate(text, field);
  }
  if (Array.isArray(value)) {
    const items = value.map((item, index) => compileTemplate(item, `${field}[${index}]`, inspect));
    return isConstant(value) ? () => value : (scope) => evaluateAll(items, scope);
  }
  if (value !== null && typeof value === 'object') {
    const keys = Object.keys(value);
    const members = Object.entries(value).map(([key, member]) =>
      compileTemplate(member, `${field}/${key}`, inspect),
    );
    if (isConstant(value)) return () => value;
    return async (scope) => {
      const values = await evaluateAll(members, scope);
      return Object.fromEntries(keys.map((key, index) => [key, values[index]]));
    };
  }
  return () => value;
};

const isConstant = (value: unknown): boolean =>
  value !== null && typeof value === 'object'
    ? Object.values(value).every(isConstant)
    : expressionText(value) === undefined;

/** One after the other, so that the first failure is the one reported. */
const evaluateAll = async (templates: readonly Template[], scope: Scope): Promise<unknown[]> => {
  const values: unknown[] = [];
  for (const template of templates) values.push(await template(scope));
  return values;
};

const expressionTemplate = (text: string, field: string): Template => {
  let expression: Expression | undefined;
  const what = `The JSONata expression '${text}' specified for the field '${field}'`;
  return async (scope) => {
    expression ??= compileExpression(text);
    const value = await evaluate(expression, scope, what, field);
    if (value === undefined) throw scope.failure(`${what} returned nothing (undefined).`, field);
    return value;
  };
};

const evaluate = async (
  expression: Expression,
  scope: Scope,
  what: string,
  field: string,
): Promise<unknown> => {
  let value: unknown;
  try {
    value = await expression.evaluate(scope);
  } catch (error) {
    const { code, message } = error as { code?: string; message?: string };
    const reason = [code, message].filter((part) => part !== undefined).join(': ');
    throw scope.failure(`${what} threw an error during evaluation. ${reason}`, field);
  }
  try {
    return plain(value);
  } catch {
    throw scope.failure(`${what} returned an unsupported result type.`, field);
  }
};
