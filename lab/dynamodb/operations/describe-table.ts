import type { Collection } from '../collection.ts';
import { type CreateOperation, findTable } from '../database.ts';
import { resourceNotFound } from '../errors.ts';
import type { KeySchema } from '../key-schema.ts';
import { require, type TableInput } from '../parameters.ts';
import type { SecondaryIndex } from '../secondary-index.ts';
import type { Table } from '../table.ts';

const describeKey = ({ hash, range }: KeySchema) => [
  { AttributeName: hash.name, KeyType: 'HASH' },
  ...(range === undefined ? [] : [{ AttributeName: range.name, KeyType: 'RANGE' }]),
];

const describeSize = (items: Collection) => ({ ItemCount: items.count(), TableSizeBytes: items.size() });

const describeIndex = (table: Table, { schema, entries }: SecondaryIndex) => ({
  IndexName: schema.name,
  IndexArn: `${table.arn}/index/${schema.name}`,
  IndexStatus: 'ACTIVE',
  KeySchema: describeKey(schema.key),
  Projection: schema.projection,
  ItemCount: entries.count(),
  IndexSizeBytes: entries.size(),
});

const describeStream = ({ stream }: Table) =>
  stream && {
    StreamSpecification: { StreamEnabled: true, StreamViewType: stream.viewType },
    LatestStreamArn: stream.arn,
    LatestStreamLabel: stream.arn.slice(stream.arn.lastIndexOf('/') + 1),
  };

/** TableDescription. Counts and sizes are current; AWS's are some six hours old. */
export const describeTable: CreateOperation = (database) => (input: TableInput) => {
  require(input, 'TableName');
  const { TableName: name } = input;
  if (!database.tables.has(name) && !name.startsWith('arn:')) {
    throw resourceNotFound(`Requested resource not found: Table: ${name} not found`);
  }
  const table = findTable(database, name);
  const { schema, indexes, createdAt } = table;
  return {
    Table: {
      TableName: schema.name,
      TableArn: table.arn,
      TableStatus: 'ACTIVE',
      CreationDateTime: createdAt / 1000,
      AttributeDefinitions: schema.attributeDefinitions.map(({ name, type }) => ({
        AttributeName: name,
        AttributeType: type,
      })),
      KeySchema: describeKey(schema.key),
      BillingModeSummary: { BillingMode: schema.billingMode },
      DeletionProtectionEnabled: schema.hasDeletionProtection,
      ...describeSize(table.items),
      ...(indexes.length > 0 && {
        GlobalSecondaryIndexes: indexes.map((index) => describeIndex(table, index)),
      }),
      ...describeStream(table),
    },
  };
};
