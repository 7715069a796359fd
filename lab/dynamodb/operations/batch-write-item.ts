import { type CreateOperation, findTable } from '../database.ts';
import { validation } from '../errors.ts';
import { positionText } from '../key.ts';
import { checkCommon, type ReturnConsumedCapacity, require } from '../parameters.ts';
import type { Table } from '../table.ts';
import { createTally } from '../tally.ts';
import { deletion } from '../write/delete.ts';
import { commit } from '../write/perform.ts';
import { put } from '../write/put.ts';
import { attempt, readWriteRequest, type Write } from '../write/write.ts';

interface BatchedWrite {
  readonly PutRequest?: { readonly Item: unknown };
  readonly DeleteRequest?: { readonly Key: unknown };
}

interface Input {
  readonly RequestItems: Readonly<Record<string, readonly BatchedWrite[]>>;
  readonly ReturnConsumedCapacity?: ReturnConsumedCapacity;
}

/** Source: API Reference, BatchWriteItem. */
const MAX_WRITES = 25;

const prepare = (table: Table, TableName: string, request: BatchedWrite): Write => {
  const { PutRequest, DeleteRequest } = request;
  if ((PutRequest === undefined) === (DeleteRequest === undefined)) {
    throw validation('A write request has either a PutRequest or a DeleteRequest');
  }
  const kind = PutRequest === undefined ? deletion : put;
  const { subject, expressions } = readWriteRequest(kind, { TableName, ...PutRequest, ...DeleteRequest });
  return kind.prepare(table, subject, expressions);
};

const refuseDuplicates = (writes: readonly Write[]): void => {
  if (new Set(writes.map(({ position }) => positionText(position))).size === writes.length) return;
  throw validation('Provided list of item keys contains duplicates');
};

/** Checks all writes before it makes the first; nothing is ever left unprocessed. */
export const batchWriteItem: CreateOperation = (database) => (input: Input, caller) => {
  checkCommon(input);
  require(input, 'RequestItems');
  const writes = Object.entries(input.RequestItems).flatMap(([name, requests]) => {
    const table = findTable(database, name);
    const ofTable = requests.map((request) => prepare(table, name, request));
    refuseDuplicates(ofTable);
    return ofTable;
  });
  if (writes.length === 0)
    throw validation('The batch write request list for a table cannot be null or empty');
  if (writes.length > MAX_WRITES) throw validation('Too many items requested for the BatchWriteItem call');
  const tally = createTally(database);
  for (const write of writes) tally.add(write.table, commit(write, attempt(write)));
  return {
    UnprocessedItems: {},
    ...tally.close('WriteCapacityUnits', caller, input.ReturnConsumedCapacity, false),
  };
};
