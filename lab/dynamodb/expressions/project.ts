import { type AttributeValue, attribute, type Item } from '../attribute-value.ts';
import type { Path } from './ast.ts';

/** What the paths ask of one value: `undefined` is all of it. */
type Selection = Map<string | number, Selection | undefined>;

const select = (paths: readonly Path[]): Selection => {
  const root: Selection = new Map();
  for (const path of paths) {
    let node = root;
    path.forEach((step, depth) => {
      if (depth === path.length - 1) {
        node.set(step, undefined);
        return;
      }
      const child = node.get(step) ?? new Map();
      node.set(step, child);
      node = child;
    });
  }
  return root;
};

const pickValue = (value: AttributeValue, selection: Selection | undefined): AttributeValue | undefined => {
  if (selection === undefined) return value;
  if ('M' in value) {
    const map = pickItem(value.M, selection);
    return Object.keys(map).length === 0 ? undefined : { M: map };
  }
  if (!('L' in value)) return undefined;
  const elements = value.L.flatMap((element, index) =>
    selection.has(index) ? (pickValue(element, selection.get(index)) ?? []) : [],
  );
  return elements.length === 0 ? undefined : { L: elements };
};

const pickItem = (item: Item, selection: Selection): Item => {
  const picked: Record<string, AttributeValue> = {};
  for (const [name, inner] of selection) {
    const value = typeof name === 'string' ? attribute(item, name) : undefined;
    const part = value && pickValue(value, inner);
    if (part !== undefined) picked[name] = part;
  }
  return picked;
};

/** The parts of an item that the paths name; the elements of a list close up. */
export const project = (item: Item, paths: readonly Path[]): Item => pickItem(item, select(paths));
