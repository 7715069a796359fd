import { NO_INDEXES, readUnits, TRANSACTION } from '../capacity.ts';
import { type CreateOperation, type Database, findTable } from '../database.ts';
import { validation } from '../errors.ts';
import { project } from '../expressions/project.ts';
import { type ExpressionInput, readExpressions } from '../expressions/request.ts';
import { checkKey, positionOf, positionText } from '../key.ts';
import { checkCommon, constraintError, type ReturnConsumedCapacity, require } from '../parameters.ts';
import { readItem } from '../read-value.ts';
import { createTally } from '../tally.ts';
import { cancelled, NONE, reasonOf } from '../transaction/reasons.ts';

interface Get extends ExpressionInput {
  readonly TableName: string;
  readonly Key: unknown;
}

interface Input {
  readonly TransactItems: readonly { readonly Get: Get }[];
  readonly ReturnConsumedCapacity?: ReturnConsumedCapacity;
}

/** Source: API Reference, TransactGetItems. */
const MAX_GETS = 100;
const MAX_BYTES = 4 * 1024 * 1024;

const readGet = (database: Database, item: Input['TransactItems'][number]) => {
  require(item, 'Get');
  const { Get: input } = item;
  require(input, 'TableName', 'Key');
  const { projection } = readExpressions(input, ['ProjectionExpression']);
  return { projection, key: readItem(input.Key), table: findTable(database, input.TableName) };
};

const find = ({ table, key }: ReturnType<typeof readGet>) => {
  try {
    checkKey(table.schema.key, key);
    const position = positionOf(table.schema.key, key);
    return { position, slot: table.items.find(position), reason: NONE };
  } catch (error) {
    return { position: undefined, slot: undefined, reason: reasonOf(error) };
  }
};

/** Reads all items as of one moment; a missing one is `{}`. */
export const transactGetItems: CreateOperation = (database) => (input: Input, caller) => {
  checkCommon(input);
  require(input, 'TransactItems');
  if (input.TransactItems.length > MAX_GETS) {
    const constraint = `Member must have length less than or equal to ${MAX_GETS}`;
    throw constraintError(`'${input.TransactItems.length} items'`, 'TransactItems', constraint);
  }
  const found = input.TransactItems.map((item) => {
    const get = readGet(database, item);
    return { ...get, ...find(get) };
  });
  if (found.some(({ reason }) => reason !== NONE)) throw cancelled(found.map(({ reason }) => reason));
  const places = new Set(
    found.map(({ table, position }) => `${table.schema.name} ${position && positionText(position)}`),
  );
  if (places.size < found.length) {
    throw validation('Transaction request cannot include multiple operations on one item');
  }
  if (found.reduce((sum, { slot }) => sum + (slot?.size ?? 0), 0) > MAX_BYTES) {
    throw validation('Aggregate size of all items in the transaction has exceeded the maximum allowed size');
  }
  const tally = createTally(database);
  for (const { table, slot } of found) {
    tally.add(table, { table: TRANSACTION * readUnits(slot?.size ?? 0, true), indexes: NO_INDEXES });
  }
  const consumed = tally.close('ReadCapacityUnits', caller, input.ReturnConsumedCapacity, true);
  const responses = found.map(({ slot, projection }) => {
    const item = slot?.item;
    return item ? { Item: projection === undefined ? item : project(item, projection) } : {};
  });
  return { Responses: responses, ...consumed };
};
