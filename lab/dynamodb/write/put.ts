import { validation } from '../errors.ts';
import { itemSize } from '../item-size.ts';
import { checkKeyOfItem, positionOf } from '../key.ts';
import { checkIndexKeys } from '../secondary-index.ts';
import { MAX_ITEM, type WriteKind } from './write.ts';

export const put: WriteKind = {
  subject: 'Item',
  expressions: ['ConditionExpression'],
  prepare: (table, item, { condition, values }) => {
    checkKeyOfItem(table.schema.key, item);
    checkIndexKeys(table.indexes, item);
    const size = itemSize(item);
    if (size > MAX_ITEM) throw validation('Item size has exceeded the maximum allowed size');
    const after = { item, size };
    return { table, position: positionOf(table.schema.key, item), condition, values, next: () => after };
  },
};
