import type { Kernel } from '../kernel/kernel.ts';
import type { Streams } from '../kernel/ports.ts';
import type { Operation, Service } from '../kernel/service.ts';
import type { Meter } from '../meter/meter.ts';
import { type CreateOperation, type Database, describedTable } from './database.ts';
import { resourceInUse } from './errors.ts';
import { checkIndexChange } from './index-change.ts';
import { batchGetItem } from './operations/batch-get-item.ts';
import { batchWriteItem } from './operations/batch-write-item.ts';
import { describeContinuousBackups, updateContinuousBackups } from './operations/continuous-backups.ts';
import { createTable as createTableOperation } from './operations/create-table.ts';
import { deleteItem } from './operations/delete-item.ts';
import { checkDeletable, deleteTable } from './operations/delete-table.ts';
import { describeTable } from './operations/describe-table.ts';
import { getItem } from './operations/get-item.ts';
import { listTables } from './operations/list-tables.ts';
import { putItem } from './operations/put-item.ts';
import { query } from './operations/query.ts';
import { scan } from './operations/scan.ts';
import { listTagsOfResource, tagResource, untagResource } from './operations/tags.ts';
import { describeTimeToLive, updateTimeToLive } from './operations/time-to-live.ts';
import { transactGetItems } from './operations/transact-get-items.ts';
import { transactWriteItems } from './operations/transact-write-items.ts';
import { updateItem } from './operations/update-item.ts';
import { updateTable } from './operations/update-table.ts';
import { createStreams } from './streams.ts';
import { createStreamsApi } from './streams-api/streams-api.ts';
import { type ChangeObserver, createTable, type Table } from './table.ts';
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
  CreateTable: createTableOperation,
  DescribeTable: describeTable,
  UpdateTable: updateTable,
  DeleteTable: deleteTable,
  ListTables: listTables,
  UpdateTimeToLive: updateTimeToLive,
  DescribeTimeToLive: describeTimeToLive,
  UpdateContinuousBackups: updateContinuousBackups,
  DescribeContinuousBackups: describeContinuousBackups,
  TagResource: tagResource,
  UntagResource: untagResource,
  ListTagsOfResource: listTagsOfResource,
} as const satisfies Record<string, CreateOperation>;

type Operations = Readonly<Record<keyof typeof operations, Operation>>;

export interface DynamoDb {
  /**
   * Makes a table of an AWS::DynamoDB::Table's properties, intrinsics resolved. Throws for a property that the
   * lab does not support.
   */
  createTable(properties: TableProperties): DeployedTable;
  /**
   * Gives a table the properties that AWS::DynamoDB::Table now has, all but its name and key. Items stay. Throws as
   * `createTable` does, `AwsError` ResourceNotFoundException, and for a change of indexes that takes several updates.
   */
  updateTable(name: string, properties: TableProperties): DeployedTable;
  /** Throws `AwsError`: ResourceNotFoundException, or ValidationException under deletion protection. */
  deleteTable(name: string): void;
  /**
   * The API. Operations answer at once and throw `AwsError`. Items they return are shared with the table, as its
   * stream's images are: to be read, not changed.
   */
  readonly service: Omit<Service, 'operations'> & { readonly operations: Operations };
  /** The API of DynamoDB Streams. */
  readonly streamsService: Service;
  readonly streams: Streams;
}

interface DeployedTable {
  readonly tableArn: string;
  readonly streamArn?: string;
}

export interface DynamoDbOptions {
  readonly kernel: Kernel;
  readonly meter: Meter;
  /** TTL removes an item at a random moment within so many ms after its expiry. Default: 10 minutes. */
  readonly ttlDelayMs?: number;
  readonly onChange?: ChangeObserver;
}

const TTL_DELAY_MS = 10 * 60 * 1000;

/** DynamoDB: tables, their streams, and the API over them. */
export const createDynamoDb = ({
  kernel,
  meter,
  ttlDelayMs = TTL_DELAY_MS,
  onChange,
}: DynamoDbOptions): DynamoDb => {
  const tables = new Map<string, Table>();
  const streams = createStreams(kernel.clock);
  const database: Database = {
    clock: kernel.clock,
    meter,
    tables,
    streams,
    add: (schema) => {
      if (tables.has(schema.name)) throw resourceInUse(`Table already exists: ${schema.name}`);
      const table = createTable(schema, kernel, streams, ttlDelayMs, onChange);
      tables.set(schema.name, table);
      return table;
    },
    remove: (table) => {
      table.close();
      tables.delete(table.schema.name);
    },
  };
  const created = Object.entries(operations).map(([name, create]) => [name, create(database)] as const);
  const deployed = ({ arn, stream }: Table): DeployedTable => ({
    tableArn: arn,
    ...(stream && { streamArn: stream.arn }),
  });
  return {
    createTable: (properties) => deployed(database.add(readTableSchema(properties))),
    updateTable: (name, properties) => {
      const table = describedTable(database, name);
      const schema = readTableSchema({ ...properties, TableName: name });
      checkIndexChange(table.schema.indexes, schema.indexes);
      table.update(schema);
      return deployed(table);
    },
    deleteTable: (name) => {
      const table = describedTable(database, name);
      checkDeletable(table);
      database.remove(table);
    },
    service: { id: 'dynamodb', operations: Object.fromEntries(created) as Operations },
    streamsService: createStreamsApi(kernel.clock, streams),
    streams,
  };
};
