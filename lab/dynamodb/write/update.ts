import { attribute, type Item } from '../attribute-value.ts';
import { invalidValue, validation } from '../errors.ts';
import { applyUpdate } from '../expressions/apply-update.ts';
import type { Update } from '../expressions/ast.ts';
import type { Values } from '../expressions/cursor.ts';
import { attributeSize, itemSize } from '../item-size.ts';
import { checkKey, positionOf } from '../key.ts';
import { keyAttributes } from '../key-schema.ts';
import { checkUpdatedIndexKeys, type Sized } from '../secondary-index.ts';
import type { Table } from '../table.ts';
import { MAX_ITEM, type WriteKind } from './write.ts';

const refuseKeyUpdates = (table: Table, update: Update): void => {
  for (const { name } of keyAttributes(table.schema.key)) {
    if (!update.attributes.includes(name)) continue;
    throw invalidValue(`Cannot update attribute ${name}. This attribute is part of the key`);
  }
};

/** The updated item; its size follows from the attributes that were written to. */
const updated = ({ item, size }: Sized, update: Update, values: Values): Sized => {
  const after = applyUpdate(update, item, values);
  let bytes = size;
  for (const name of update.attributes) {
    bytes += attributeSize(name, attribute(after, name)) - attributeSize(name, attribute(item, name));
  }
  return { item: after, size: bytes };
};

const sizedKey = (key: Item): Sized => ({ item: key, size: itemSize(key) });

/** Updates an item, or makes one of its key when there is none. */
export const update: WriteKind = {
  subject: 'Key',
  expressions: ['UpdateExpression', 'ConditionExpression'],
  prepare: (table, key, expressions) => {
    const { update, condition, values } = expressions;
    checkKey(table.schema.key, key);
    if (update !== undefined) refuseKeyUpdates(table, update);
    const next = (before = sizedKey(key)): Sized => {
      if (update === undefined) return before;
      const after = updated(before, update, values);
      checkUpdatedIndexKeys(table.indexes, after.item);
      if (after.size <= MAX_ITEM) return after;
      throw validation('Item size to update has exceeded the maximum allowed size');
    };
    return { table, position: positionOf(table.schema.key, key), condition, values, next };
  },
};
