import type { Kernel } from '../kernel/kernel.ts';
import type { Streams } from '../kernel/ports.ts';
import type { Operation, Service } from '../kernel/service.ts';
import type { Meter } from '../meter/meter.ts';
import type { CreateOperation, Database } from './database.ts';
import { resourceNotFound, validation } from './errors.ts';
import { batchGetItem } from './operations/batch-get-item.ts';
import { batchWriteItem } from './operations/batch-write-item.ts';
import { deleteItem } from './operations/delete-item.ts';
import { describeTable } from './operations/describe-table.ts';
import { getItem } from './operations/get-item.ts';
import { listTables } from './operations/list-tables.ts';
import { putItem } from './operations/put-item.ts';
import { query } from './operations/query.ts';
import { scan } from './operations/scan.ts';
import { transactGetItems } from './operations/transact-get-items.ts';
import { transactWriteItems } from './operations/transact-write-items.ts';
import { updateItem } from './operations/update-item.ts';
import type { Stream } from './stream.ts';
import { createStreams } from './streams.ts';
import { createTable, type Table } from './table.ts';
import { readTableSchema, type TableProperties } from './table-schema.ts';

const operations = {
  GetItem: getItem,
  PutItem: putItem,
  UpdateItem: updateItem,
  DeleteItem: deleteItem,
  Query: query,
  Scan: scan,
  BatchGetItem: batchGetItem,
  BatchWriteItem: batchWriteItem,
  TransactWriteItems: transactWriteItems,
  TransactGetItems: transactGetItems,
  DescribeTable: describeTable,
  ListTables: listTables,
} as const satisfies Record<string, CreateOperation>;

type Operations = Readonly<Record<keyof typeof operations, Operation>>;

export interface DynamoDb {
  /**
   * Makes a table of an AWS::DynamoDB::Table's properties, intrinsics resolved. Throws for a property that the
   * lab does not support.
   */
  createTable(properties: TableProperties): { readonly tableArn: string; readonly streamArn?: string };
  /** Throws `AwsError`: ResourceNotFoundException, or ValidationException under deletion protection. */
  deleteTable(name: string): void;
  /**
   * The API. Operations answer at once and throw `AwsError`. Items they return are shared with the table, as its
   * stream's images are: to be read, not changed.
   */
  readonly service: Omit<Service, 'operations'> & { readonly operations: Operations };
  readonly streams: Streams;
}

export interface DynamoDbOptions {
  readonly kernel: Kernel;
  readonly meter: Meter;
  /** TTL removes an item at a random moment within so many ms after its expiry. Default: 10 minutes. */
  readonly ttlDelayMs?: number;
}

const TTL_DELAY_MS = 10 * 60 * 1000;

/** DynamoDB: tables, their streams, and the API over them. */
export const createDynamoDb = ({ kernel, meter, ttlDelayMs = TTL_DELAY_MS }: DynamoDbOptions): DynamoDb => {
  const tables = new Map<string, Table>();
  const streams = new Map<string, Stream>();
  const database: Database = { clock: kernel.clock, meter, tables };
  const created = Object.entries(operations).map(([name, create]) => [name, create(database)] as const);
  return {
    createTable: (properties) => {
      const schema = readTableSchema(properties);
      if (tables.has(schema.name)) throw new Error(`Table already exists: ${schema.name}`);
      const table = createTable(schema, kernel, ttlDelayMs);
      tables.set(schema.name, table);
      if (table.stream === undefined) return { tableArn: table.arn };
      streams.set(table.stream.arn, table.stream);
      return { tableArn: table.arn, streamArn: table.stream.arn };
    },
    deleteTable: (name) => {
      const table = tables.get(name);
      if (table === undefined)
        throw resourceNotFound(`Requested resource not found: Table: ${name} not found`);
      if (table.schema.hasDeletionProtection) {
        throw validation(
          'Resource cannot be deleted as it is currently protected against deletion. ' +
            'Disable deletion protection first.',
        );
      }
      table.close();
      tables.delete(name);
    },
    service: { id: 'dynamodb', operations: Object.fromEntries(created) as Operations },
    streams: createStreams(streams),
  };
};
