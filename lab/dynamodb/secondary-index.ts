import {
  type AttributeValue,
  attribute,
  equalItems,
  equalValues,
  type Item,
  typeOf,
} from './attribute-value.ts';
import { writeUnits } from './capacity.ts';
import { type Collection, createCollection } from './collection.ts';
import { invalidValue, validation } from './errors.ts';
import { itemSize } from './item-size.ts';
import { type Position, positionOf, refuseEmptyKey } from './key.ts';
import { type KeyAttribute, keyAttributes } from './key-schema.ts';
import type { IndexSchema } from './table-schema.ts';

/** An item as a write found it or leaves it, with its size in bytes. */
export interface Sized {
  readonly item: Item;
  readonly size: number;
}

export type IndexStatus = 'CREATING' | 'ACTIVE' | 'DELETING';

/** A global secondary index. It follows the table with the write itself, not eventually. */
export interface SecondaryIndex {
  readonly schema: IndexSchema;
  status: IndexStatus;
  readonly entries: Collection;
  /** Follows a write to the item at that place in the table; answers the write units it took. */
  write(before: Sized | undefined, after: Sized | undefined, tie: string): number;
}

/** A value by the types a key may have. */
type Typed = Readonly<Partial<Record<KeyAttribute['type'], unknown>>>;

export const createSecondaryIndex = (schema: IndexSchema): SecondaryIndex => {
  const { key, projected } = schema;
  const keys = keyAttributes(key);
  const entries = createCollection();

  /** Items without all attributes of the index's key are not in it, nor are older ones whose types do not fit. */
  const isIndexed = ({ item }: Sized): boolean =>
    keys.every(({ name, type }) => Boolean((attribute(item, name) as Typed | undefined)?.[type]));

  const isInPlace = (before: Item, after: Item): boolean =>
    keys.every(({ name }) => equalValues(before[name], after[name]));

  const project = (whole: Sized): Sized => {
    if (projected === undefined) return whole;
    const item: Record<string, AttributeValue> = {};
    for (const name in whole.item) if (projected.has(name)) item[name] = whole.item[name] as AttributeValue;
    return { item, size: itemSize(item) };
  };

  const remove = (position: Position): number => {
    const slot = entries.find(position);
    if (slot === undefined) return 0;
    const units = writeUnits(slot.size);
    entries.remove(slot);
    return units;
  };

  const insert = (position: Position, { item, size }: Sized): number => {
    entries.insert(position, item, size);
    return writeUnits(size);
  };

  const replace = (position: Position, { item, size }: Sized): number => {
    const slot = entries.find(position);
    if (slot?.item === undefined || equalItems(slot.item, item)) return 0;
    const units = writeUnits(Math.max(slot.size, size));
    slot.item = item;
    slot.size = size;
    return units;
  };

  return {
    schema,
    status: 'ACTIVE',
    entries,
    write: (before, after, tie) => {
      const old = before !== undefined && isIndexed(before) ? before.item : undefined;
      const next = after !== undefined && isIndexed(after) ? project(after) : undefined;
      if (old !== undefined && next !== undefined && isInPlace(old, next.item)) {
        return replace(positionOf(key, next.item, tie), next);
      }
      const removed = old === undefined ? 0 : remove(positionOf(key, old, tie));
      return removed + (next === undefined ? 0 : insert(positionOf(key, next.item, tie), next));
    },
  };
};

/** Throws ValidationException when an item to be put has an index key of the wrong type, or an empty one. */
export const checkIndexKeys = (indexes: readonly SecondaryIndex[], item: Item): void => {
  for (const { schema } of indexes) {
    for (const { name, type } of keyAttributes(schema.key)) {
      const value = attribute(item, name);
      if (value === undefined) continue;
      if (typeOf(value) !== type) {
        throw invalidValue(
          `Type mismatch for Index Key ${name} Expected: ${type} Actual: ${typeOf(value)} IndexName: ${schema.name}`,
        );
      }
      const prefix = 'A value specified for a secondary index key is not supported. ';
      refuseEmptyKey(value, `IndexName: ${schema.name}, IndexKey: ${name}`, prefix);
    }
  }
};

/** As `checkIndexKeys`, for what an update makes of an item, in the words AWS has for updates. */
export const checkUpdatedIndexKeys = (indexes: readonly SecondaryIndex[], item: Item): void => {
  for (const { schema } of indexes) {
    for (const { name, type } of keyAttributes(schema.key)) {
      const value = attribute(item, name);
      if (value === undefined) continue;
      if (typeOf(value) !== type) {
        throw validation(
          'The update expression attempted to update the secondary index key to unsupported type',
        );
      }
      if (('S' in value && value.S === '') || ('B' in value && value.B === '')) {
        throw validation(
          'One or more parameter values are not valid. The update expression attempted to update a secondary index ' +
            'key to a value that is not supported. ' +
            'The AttributeValue for a key attribute cannot contain an empty string value.',
        );
      }
    }
  }
};
