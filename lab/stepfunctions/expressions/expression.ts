import jsonata from 'jsonata';
import { variablesOf } from './ast.ts';
import { plainPath } from './plain-path.ts';
import type { Scope } from './scope.ts';

/** A JSONata expression, parsed once however often it occurs. */
export interface Expression {
  /** Without the `{%` and `%}` around it. */
  readonly text: string;
  readonly ast: unknown;
  /** The value, or a promise of it; undefined where nothing was found. Rejects with a `JsonataError`. */
  evaluate(scope: Scope): unknown;
}

/** Levels an expression may nest, as AWS bounds them. */
const DEPTH = 100;

const compiled = new Map<string, Expression>();

const compile = (text: string): Expression => {
  const program = jsonata(text, { stack: DEPTH });
  const ast = program.ast();
  const names = [...variablesOf(ast)];
  const path = plainPath(ast);
  return {
    text,
    ast,
    evaluate: (scope) => {
      const found = path?.(scope);
      return found?.known ? found.value : program.evaluate(undefined, bindings(names, scope));
    },
  };
};

const bindings = (names: readonly string[], { states, variables, functions }: Scope) => {
  const bound: Record<string, unknown> = {};
  for (const name of names) {
    if (name === 'states') bound[name] = states;
    else if (name in variables) bound[name] = variables[name];
    else if (Object.hasOwn(functions, name)) bound[name] = functions[name];
  }
  return bound;
};

/** @throws the parser's error, a plain object with `code` and `message`. */
export const compileExpression = (text: string): Expression => {
  const known = compiled.get(text);
  if (known !== undefined) return known;
  const expression = compile(text);
  compiled.set(text, expression);
  return expression;
};
