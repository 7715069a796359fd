import type { Item } from '../attribute-value.ts';
import { NO_INDEXES, readUnits } from '../capacity.ts';
import type { Slot } from '../collection.ts';
import { type CreateOperation, type Database, findTable } from '../database.ts';
import { validation } from '../errors.ts';
import { project } from '../expressions/project.ts';
import { type ExpressionInput, readExpressions } from '../expressions/request.ts';
import { checkKey, positionOf, positionText } from '../key.ts';
import { checkCommon, type ReturnConsumedCapacity, require } from '../parameters.ts';
import { readItem } from '../read-value.ts';
import type { Table } from '../table.ts';
import { createTally } from '../tally.ts';

interface KeysAndAttributes extends ExpressionInput {
  readonly Keys: readonly unknown[];
  readonly ConsistentRead?: boolean;
}

interface Input {
  readonly RequestItems: Readonly<Record<string, KeysAndAttributes>>;
  readonly ReturnConsumedCapacity?: ReturnConsumedCapacity;
}

/** Source: API Reference, BatchGetItem: 100 items, 16 MB. */
const MAX_KEYS = 100;
const MAX_BYTES = 16 * 1024 * 1024;

interface Fetch {
  readonly key: Item;
  readonly slot: Slot | undefined;
}

interface TableRead {
  readonly name: string;
  readonly table: Table;
  readonly request: KeysAndAttributes;
  readonly fetches: readonly Fetch[];
  readonly shape: (item: Item) => Item;
}

const readTable = (database: Database, name: string, request: KeysAndAttributes): TableRead => {
  checkCommon(request);
  require(request, 'Keys');
  const { projection } = readExpressions(request, ['ProjectionExpression']);
  const table = findTable(database, name);
  const seen = new Set<string>();
  const fetches = request.Keys.map((input) => {
    const key = readItem(input);
    checkKey(table.schema.key, key);
    const position = positionOf(table.schema.key, key);
    const text = positionText(position);
    if (seen.has(text)) throw validation('Provided list of item keys contains duplicates');
    seen.add(text);
    return { key, slot: table.items.find(position) };
  });
  const shape = (item: Item): Item => (projection === undefined ? item : project(item, projection));
  return { name, table, request, fetches, shape };
};

/** Items beyond 16 MB come back as UnprocessedKeys. */
export const batchGetItem: CreateOperation = (database) => (input: Input, caller) => {
  checkCommon(input);
  require(input, 'RequestItems');
  const reads = Object.entries(input.RequestItems).map(([name, request]) =>
    readTable(database, name, request),
  );
  const count = reads.reduce((sum, { fetches }) => sum + fetches.length, 0);
  if (count === 0) throw validation('The batch get request list for a table cannot be null or empty');
  if (count > MAX_KEYS) throw validation('Too many items requested for the BatchGetItem call');

  const responses: Record<string, readonly Item[]> = {};
  const unprocessed: Record<string, KeysAndAttributes> = {};
  const tally = createTally(database);
  let bytes = 0;
  for (const read of reads) {
    const fits = ({ slot }: Fetch): boolean => {
      bytes += slot?.size ?? 0;
      return bytes <= MAX_BYTES;
    };
    const fetched = read.fetches.filter(fits);
    const left = read.fetches.filter((fetch) => !fetched.includes(fetch));
    const items = fetched.map(({ slot }) => slot?.item).filter((item) => item !== undefined);
    responses[read.name] = items.map(read.shape);
    if (left.length > 0) unprocessed[read.name] = { ...read.request, Keys: left.map(({ key }) => key) };
    for (const { slot } of fetched) {
      const units = readUnits(slot?.size ?? 0, read.request.ConsistentRead ?? false);
      tally.add(read.table, { table: units, indexes: NO_INDEXES });
    }
  }
  return {
    Responses: responses,
    UnprocessedKeys: unprocessed,
    ...tally.close('ReadCapacityUnits', caller, input.ReturnConsumedCapacity, false),
  };
};
