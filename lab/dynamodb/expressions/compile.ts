import { type Cache, createCache } from '../cache.ts';
import type { Condition, Path, Update } from './ast.ts';
import { type Check, type Cursor, createCursor, type ExpressionKind, type Names } from './cursor.ts';
import { parseCondition } from './parse-condition.ts';
import { parseProjection } from './parse-projection.ts';
import { parseUpdate } from './parse-update.ts';

/** An expression under the names it was sent with, ready for the values of a call. */
export interface Compiled<T> {
  readonly syntax: T;
  readonly names: readonly string[];
  readonly values: readonly string[];
  readonly checks: readonly Check[];
}

/** One text under the various names that its placeholders stood for. */
interface Text<T> {
  readonly names: readonly string[];
  readonly byNames: Cache<Compiled<T>>;
}

const TEXTS = 1_000;
const NAMES_PER_TEXT = 16;

/** The attribute names behind the placeholders as one key; undefined when one is missing. */
const keyOf = (placeholders: readonly string[], names: Names): string | undefined => {
  let key = '';
  for (const placeholder of placeholders) {
    const name = names[placeholder];
    if (name === undefined) return undefined;
    key += `${name.length}:${name}`;
  }
  return key;
};

/** A compiler that parses a text once for the names it comes with. Throws ValidationException. */
const createCompiler = <T>(kind: ExpressionKind, parse: (cursor: Cursor) => T) => {
  const texts = createCache<Text<T>>(TEXTS);
  const compile = (text: string, names: Names): Compiled<T> => {
    const cursor = createCursor(kind, text, names);
    const syntax = parse(cursor);
    if (cursor.peek().kind !== 'end') throw cursor.syntaxError();
    const { usedNames, usedValues, checks } = cursor;
    return { syntax, names: [...usedNames], values: [...usedValues], checks };
  };
  return (text: string, names: Names): Compiled<T> => {
    const known = texts.get(text);
    const key = known && keyOf(known.names, names);
    const hit = key === undefined ? undefined : known?.byNames.get(key);
    if (hit !== undefined) return hit;
    const compiled = compile(text, names);
    const entry = known ?? { names: compiled.names, byNames: createCache<Compiled<T>>(NAMES_PER_TEXT) };
    if (known === undefined) texts.set(text, entry);
    entry.byNames.set(keyOf(compiled.names, names) ?? '', compiled);
    return compiled;
  };
};

export const compileCondition = createCompiler<Condition>('ConditionExpression', parseCondition);
export const compileFilter = createCompiler<Condition>('FilterExpression', parseCondition);
export const compileKeyCondition = createCompiler<Condition>('KeyConditionExpression', parseCondition);
export const compileProjection = createCompiler<readonly Path[]>('ProjectionExpression', parseProjection);
export const compileUpdate = createCompiler<Update>('UpdateExpression', parseUpdate);
