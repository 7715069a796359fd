import type { Collection } from '../collection.ts';
import { type CreateOperation, describedTable } from '../database.ts';
import type { KeySchema } from '../key-schema.ts';
import { require, type TableInput } from '../parameters.ts';
import type { SecondaryIndex } from '../secondary-index.ts';
import type { Table } from '../table.ts';

export const describeKey = ({ hash, range }: KeySchema) => [
  { AttributeName: hash.name, KeyType: 'HASH' },
  ...(range === undefined ? [] : [{ AttributeName: range.name, KeyType: 'RANGE' }]),
];

const describeSize = (items: Collection) => ({ ItemCount: items.count(), TableSizeBytes: items.size() });

const describeThroughput = ({ schema }: Table) => ({ NumberOfDecreasesToday: 0, ...schema.throughput });

const describeIndex = (table: Table, { schema, status, entries }: SecondaryIndex) => ({
  IndexName: schema.name,
  IndexArn: `${table.arn}/index/${schema.name}`,
  IndexStatus: status,
  ...(status === 'CREATING' && { Backfilling: true }),
  KeySchema: describeKey(schema.key),
  Projection: schema.projection,
  ProvisionedThroughput: describeThroughput(table),
  ItemCount: entries.count(),
  IndexSizeBytes: entries.size(),
});

const describeStream = ({ stream, latestStream }: Table) => ({
  ...(stream && { StreamSpecification: { StreamEnabled: true, StreamViewType: stream.viewType } }),
  ...(latestStream && { LatestStreamArn: latestStream.arn, LatestStreamLabel: latestStream.label }),
});

/** TableDescription. Counts and sizes are current; AWS's are some six hours old. */
export const tableDescription = (table: Table) => {
  const { schema, indexes } = table;
  return {
    TableName: schema.name,
    TableArn: table.arn,
    TableStatus: table.status,
    CreationDateTime: table.createdAt / 1000,
    AttributeDefinitions: schema.attributeDefinitions.map(({ name, type }) => ({
      AttributeName: name,
      AttributeType: type,
    })),
    KeySchema: describeKey(schema.key),
    ProvisionedThroughput: describeThroughput(table),
    BillingModeSummary: { BillingMode: schema.billingMode },
    DeletionProtectionEnabled: schema.hasDeletionProtection,
    ...describeSize(table.items),
    ...(indexes.length > 0 && {
      GlobalSecondaryIndexes: indexes.map((index) => describeIndex(table, index)),
    }),
    ...describeStream(table),
  };
};

export const describeTable: CreateOperation = (database) => (input: TableInput) => {
  require(input, 'TableName');
  return { Table: tableDescription(describedTable(database, input.TableName)) };
};
