import { type AttributeValue, attribute, type Item } from '../attribute-value.ts';
import { validation } from '../errors.ts';
import type { Path } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { isReserved } from './reserved-words.ts';

const readName = (cursor: Cursor): string => {
  const { kind, text } = cursor.peek();
  if (kind !== 'name' && kind !== 'alias') throw cursor.syntaxError();
  cursor.next();
  if (kind === 'alias') {
    cursor.usedNames.add(text);
    const name = Object.hasOwn(cursor.names, text) ? cursor.names[text] : undefined;
    if (name !== undefined) return name;
    throw cursor.invalid(
      `An expression attribute name used in the document path is not defined; attribute name: ${text}`,
    );
  }
  if (isReserved(text)) {
    throw cursor.invalid(`Attribute name is a reserved keyword; reserved keyword: ${text}`);
  }
  return text;
};

const parseName = (cursor: Cursor): string => {
  const name = readName(cursor);
  if (name === '__proto__') throw validation('An attribute named __proto__ is not supported by the lab');
  return name;
};

const parseIndex = (cursor: Cursor): number => {
  if (cursor.peek().kind !== 'number') throw cursor.syntaxError();
  const index = Number(cursor.next().text);
  cursor.expect(']');
  return index;
};

/** `a.#b[0].c` */
export const parsePath = (cursor: Cursor): Path => {
  const path: [string, ...(string | number)[]] = [parseName(cursor)];
  for (;;) {
    if (cursor.accept('.')) path.push(parseName(cursor));
    else if (cursor.accept('[')) path.push(parseIndex(cursor));
    else return path;
  }
};

/** As AWS writes a path in its messages: `[a, b, [0]]`. */
export const formatPath = (path: Path): string =>
  `[${path.map((step) => (typeof step === 'number' ? `[${step}]` : step)).join(', ')}]`;

/** The value a path leads to, or undefined. */
export const resolvePath = (item: Item, path: Path): AttributeValue | undefined => {
  let value = attribute(item, path[0]);
  for (let i = 1; i < path.length && value !== undefined; i++) {
    const step = path[i];
    if (typeof step === 'number') value = 'L' in value ? value.L[step] : undefined;
    else value = 'M' in value ? attribute(value.M, step as string) : undefined;
  }
  return value;
};

/** An order of paths in which indexes of one list ascend. */
export const comparePaths = (a: Path, b: Path): number => {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const [left, right] = [a[i], b[i]];
    if (left === right) continue;
    if (typeof left === 'number' && typeof right === 'number') return left - right;
    return String(left) < String(right) ? -1 : 1;
  }
  return a.length - b.length;
};

/** Throws when of two paths one leads through the other, or both through one value as a map and as a list. */
export const refuseOverlaps = (cursor: Cursor, paths: readonly Path[]): void => {
  paths.forEach((one, i) => {
    for (const two of paths.slice(0, i)) {
      const fork = two.findIndex((step, at) => step !== one[at]);
      const isOverlap = fork === -1 || fork >= one.length;
      if (!isOverlap && typeof one[fork] === typeof two[fork]) continue;
      const fault = isOverlap ? 'overlap' : 'conflict';
      throw cursor.invalid(
        `Two document paths ${fault} with each other; must remove or rewrite one of these paths; ` +
          `path one: ${formatPath(two)}, path two: ${formatPath(one)}`,
      );
    }
  });
};
