import { checkKey, positionOf } from '../key.ts';
import type { WriteKind } from './write.ts';

/** A transaction's condition on an item that it leaves as it is. */
export const conditionCheck: WriteKind = {
  subject: 'Key',
  expressions: ['ConditionExpression'],
  prepare: (table, key, { condition, values }) => {
    checkKey(table.schema.key, key);
    const position = positionOf(table.schema.key, key);
    return { table, position, condition, values, next: (before) => before };
  },
};
