import {
  type AttributeValue,
  attribute,
  type Item,
  membersOf,
  type SetType,
  setOf,
  typeOf,
} from '../attribute-value.ts';
import { validation } from '../errors.ts';
import { addNumbers, subtractNumbers } from '../number.ts';
import type { Path, Update, UpdateValue } from './ast.ts';
import type { Values } from './cursor.ts';
import { boundValue } from './operand.ts';
import { comparePaths, resolvePath } from './path.ts';

const wrongType = () => validation('An operand in the update expression has an incorrect data type');
const wrongPath = () =>
  validation('The document path provided in the update expression is invalid for update');

const numberOf = (value: AttributeValue): string => {
  if ('N' in value) return value.N;
  throw wrongType();
};

const elementsOf = (value: AttributeValue): readonly AttributeValue[] => {
  if ('L' in value) return value.L;
  throw wrongType();
};

/** The value SET assigns, read from the item as it was before the update. */
const evaluate = (value: UpdateValue, item: Item, values: Values): AttributeValue => {
  const operand = (inner: UpdateValue): AttributeValue => evaluate(inner, item, values);
  switch (value.kind) {
    case 'value':
      return boundValue(values, value.name);
    case 'path': {
      const found = resolvePath(item, value.path);
      if (found !== undefined) return found;
      throw validation('The provided expression refers to an attribute that does not exist in the item');
    }
    case 'plus':
      return { N: addNumbers(numberOf(operand(value.left)), numberOf(operand(value.right))) };
    case 'minus':
      return { N: subtractNumbers(numberOf(operand(value.left)), numberOf(operand(value.right))) };
    case 'if_not_exists':
      return resolvePath(item, value.path) ?? operand(value.otherwise);
    case 'list_append':
      return { L: [...elementsOf(operand(value.left)), ...elementsOf(operand(value.right))] };
  }
};

/** ADD: a sum, from 0 on, or a union of sets. */
const sum = (before: AttributeValue | undefined, operand: AttributeValue): AttributeValue => {
  if (before === undefined) return operand;
  if ('N' in operand) return { N: addNumbers(numberOf(before), operand.N) };
  if (typeOf(before) !== typeOf(operand)) throw wrongType();
  return setOf(typeOf(operand) as SetType, [
    ...new Set([...(membersOf(before) ?? []), ...(membersOf(operand) ?? [])]),
  ]);
};

/** DELETE: a difference of sets; a set that becomes empty is no attribute any more. */
const difference = (
  before: AttributeValue | undefined,
  operand: AttributeValue,
): AttributeValue | undefined => {
  if (before === undefined) return undefined;
  if (typeOf(before) !== typeOf(operand)) throw wrongType();
  const gone = new Set(membersOf(operand));
  const left = (membersOf(before) ?? []).filter((member) => !gone.has(member));
  return left.length === 0 ? undefined : setOf(typeOf(operand) as SetType, left);
};

const replaceElement = (
  list: readonly AttributeValue[],
  index: number,
  value: AttributeValue | undefined,
): readonly AttributeValue[] => {
  if (index >= list.length) return value === undefined ? list : [...list, value];
  return value === undefined ? list.toSpliced(index, 1) : list.with(index, value);
};

const without = (map: Item, gone: string): Item => {
  if (!Object.hasOwn(map, gone)) return map;
  const rest: Record<string, AttributeValue> = {};
  for (const name in map) if (name !== gone) rest[name] = map[name] as AttributeValue;
  return rest;
};

const replaceMember = (map: Item, name: string, value: AttributeValue | undefined): Item =>
  value === undefined ? without(map, name) : { ...map, [name]: value };

/** A copy of the value in which what the path leads to from `depth` on is replaced; undefined removes it. */
const replaceWithin = (
  parent: AttributeValue | undefined,
  path: Path,
  depth: number,
  value: AttributeValue | undefined,
): AttributeValue => {
  const step = path[depth] as string | number;
  const isLast = depth === path.length - 1;
  if (typeof step === 'number' && parent !== undefined && 'L' in parent) {
    const child = isLast ? value : replaceWithin(parent.L[step], path, depth + 1, value);
    return { L: replaceElement(parent.L, step, child) };
  }
  if (typeof step === 'string' && parent !== undefined && 'M' in parent) {
    const child = isLast ? value : replaceWithin(attribute(parent.M, step), path, depth + 1, value);
    return { M: replaceMember(parent.M, step, child) };
  }
  throw wrongPath();
};

const replaceAt = (item: Item, path: Path, value: AttributeValue | undefined): Item =>
  replaceMember(
    item,
    path[0],
    path.length === 1 ? value : replaceWithin(attribute(item, path[0]), path, 1, value),
  );

/**
 * The item after the update; `item` itself is left alone, and what does not change is shared. Every operand is
 * read from the item as it was. Throws ValidationException for operands and paths that do not fit the item.
 */
export const applyUpdate = (update: Update, item: Item, values: Values): Item => {
  const draft: Record<string, AttributeValue> = { ...item };
  const assign = (path: Path, value: AttributeValue): void => {
    const [name] = path;
    draft[name] = path.length === 1 ? value : replaceWithin(attribute(draft, name), path, 1, value);
  };
  for (const { path, value } of update.set) assign(path, evaluate(value, item, values));
  for (const { path, operand } of update.add) {
    assign(path, sum(resolvePath(item, path), boundValue(values, operand.name)));
  }
  const removals = [...update.remove];
  for (const { path, operand } of update.delete) {
    const left = difference(resolvePath(item, path), boundValue(values, operand.name));
    if (left === undefined) removals.push(path);
    else assign(path, left);
  }
  // The greatest index first, so that each removal finds the others where the item had them.
  if (removals.length > 1) removals.sort((a, b) => comparePaths(b, a));
  return removals.reduce<Item>((rest, path) => replaceAt(rest, path, undefined), draft);
};
