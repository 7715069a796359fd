import { checkKey, positionOf } from '../key.ts';
import type { WriteKind } from './write.ts';

export const deletion: WriteKind = {
  subject: 'Key',
  expressions: ['ConditionExpression'],
  prepare: (table, key, { condition, values }) => {
    checkKey(table.schema.key, key);
    return { table, position: positionOf(table.schema.key, key), condition, values, next: () => undefined };
  },
};
