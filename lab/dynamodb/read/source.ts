import { attribute, type Item, typeOf } from '../attribute-value.ts';
import type { Collection } from '../collection.ts';
import { validation } from '../errors.ts';
import { checkKey, keyOf, type Position, positionOf, positionText } from '../key.ts';
import { type KeySchema, keyAttributes } from '../key-schema.ts';
import { readItem } from '../read-value.ts';
import type { Table } from '../table.ts';
import type { IndexSchema } from '../table-schema.ts';

/** What Query and Scan read: a table or one of its indexes. */
export interface Source {
  readonly table: Table;
  /** Undefined when it is the table itself. */
  readonly index: IndexSchema | undefined;
  readonly key: KeySchema;
  readonly entries: Collection;
  /** The LastEvaluatedKey for an item: the keys of table and index. */
  startKey(item: Item): Item;
  /** Where an ExclusiveStartKey points. Throws ValidationException. */
  readStartKey(input: unknown): Position;
}

const invalidStart = (reason = '') => validation(`The provided starting key is invalid${reason}`);

const readTableKey = (table: Table, key: Item): Position => {
  try {
    checkKey(table.schema.key, key);
  } catch {
    throw invalidStart(': The provided key element does not match the schema');
  }
  return positionOf(table.schema.key, key);
};

/** Throws ValidationException when there is no such index, or the read asks it for consistency. */
export const findSource = (table: Table, indexName: string | undefined, isConsistent: boolean): Source => {
  const { key } = table.schema;
  if (indexName === undefined) {
    return {
      table,
      index: undefined,
      key,
      entries: table.items,
      startKey: (item) => keyOf(key, item),
      readStartKey: (input) => readTableKey(table, readItem(input)),
    };
  }
  const index = table.indexes.find(({ schema }) => schema.name === indexName);
  if (index === undefined) throw validation(`The table does not have the specified index: ${indexName}`);
  if (isConsistent) throw validation('Consistent reads are not supported on global secondary indexes');
  if (index.status === 'CREATING')
    throw validation(`Cannot read from backfilling global secondary index: ${indexName}`);
  const { schema, entries } = index;
  return {
    table,
    index: schema,
    key: schema.key,
    entries,
    startKey: (item) => ({ ...keyOf(schema.key, item), ...keyOf(key, item) }),
    readStartKey: (input) => {
      const start = readItem(input);
      const names = new Set([...keyAttributes(schema.key), ...keyAttributes(key)].map(({ name }) => name));
      const fits = keyAttributes(schema.key).every(({ name, type }) => {
        const value = attribute(start, name);
        return value !== undefined && typeOf(value) === type;
      });
      if (!fits || Object.keys(start).length !== names.size) throw invalidStart();
      const tie = positionText(readTableKey(table, keyOf(key, start)));
      return positionOf(schema.key, start, tie);
    },
  };
};
