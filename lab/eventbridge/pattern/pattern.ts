import { branches, type Field } from './branches.ts';
import { isObject, type JsonObject } from './json.ts';
import type { ValueTest } from './operators.ts';

/** The element that the fields matched so far lie in, for each array on their paths. */
interface Chosen {
  readonly arrays: (readonly unknown[])[];
  readonly indexes: number[];
}

type Continue = (event: JsonObject) => boolean;

/**
 * Walks to every leaf at `path` and answers whether one passes `test` and lets `next` succeed. Fields under
 * the same array must lie in the same element, so a walk through an element of an array remembers the choice
 * until it has to take it back.
 */
const someLeaf = (path: readonly string[], chosen: Chosen, test: ValueTest, next: Continue): Continue => {
  const { arrays, indexes } = chosen;

  const throughElement = (
    array: readonly unknown[],
    index: number,
    depth: number,
    event: JsonObject,
  ): boolean => {
    const at = arrays.indexOf(array);
    if (at >= 0) return indexes[at] === index && visit(array[index], depth, event);
    arrays.push(array);
    indexes.push(index);
    if (visit(array[index], depth, event)) return true;
    arrays.pop();
    indexes.pop();
    return false;
  };

  const visit = (node: unknown, depth: number, event: JsonObject): boolean => {
    if (typeof node !== 'object' || node === null) {
      return depth === path.length && test(node) && next(event);
    }
    if (Array.isArray(node)) {
      for (let index = 0; index < node.length; index++) {
        const element = node[index];
        const nested = typeof element === 'object' && element !== null;
        // A plain value stands for its array; only what lies deeper binds the fields to one element.
        if (nested ? throughElement(node, index, depth, event) : visit(element, depth, event)) return true;
      }
      return false;
    }
    const name = path[depth];
    if (name === undefined || !Object.hasOwn(node, name)) return false;
    return visit((node as JsonObject)[name], depth + 1, event);
  };

  return (event) => visit(event, 0, event);
};

const yes = (): boolean => true;

const compileField = ({ path, test, absent }: Field, chosen: Chosen, next: Continue): Continue => {
  const present = someLeaf(path, chosen, test, next);
  if (!absent) return present;
  const arraysChosen = (): number => chosen.arrays.length;
  const there = someLeaf(path, chosen, yes, yes);
  return (event) => {
    const before = arraysChosen();
    if (!there(event)) return next(event);
    chosen.arrays.length = before;
    chosen.indexes.length = before;
    return present(event);
  };
};

/**
 * Compiles an event pattern. The matcher answers whether an event (a parsed JSON value) matches.
 * Source: "Creating Amazon EventBridge event patterns" in the EventBridge user guide; where that is silent,
 * AWS's open-source Event Ruler. Throws InvalidEventPatternException.
 */
export const compilePattern = (pattern: unknown): ((event: unknown) => boolean) => {
  const chosen: Chosen = { arrays: [], indexes: [] };
  const alternatives = branches(pattern).map((fields) =>
    fields.reduceRight<Continue>((next, field) => compileField(field, chosen, next), yes),
  );
  return (event) => {
    if (!isObject(event)) return false;
    for (const matches of alternatives) {
      chosen.arrays.length = 0;
      chosen.indexes.length = 0;
      if (matches(event)) return true;
    }
    return false;
  };
};
