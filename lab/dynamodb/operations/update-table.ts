import { type CreateOperation, describedTable } from '../database.ts';
import { invalidValue, limitExceeded, resourceNotFound, validation } from '../errors.ts';
import { keyAttributes } from '../key-schema.ts';
import { require, requireOneOf } from '../parameters.ts';
import type { Table } from '../table.ts';
import { NO_THROUGHPUT, readIndex, type TableSchema, type Throughput } from '../table-schema.ts';
import { checkIdle } from '../table-status.ts';
import { tableDescription } from './describe-table.ts';
import {
  BILLING_MODES,
  type BillingMode,
  checkIndexes,
  checkThroughput,
  type Definition,
  type IndexInput,
  type StreamInput,
} from './table-input.ts';

interface IndexUpdate {
  readonly Create?: IndexInput;
  readonly Delete?: { readonly IndexName: string };
  /** Of throughput alone: without effect. */
  readonly Update?: { readonly IndexName: string };
}

interface Input {
  readonly TableName: string;
  readonly AttributeDefinitions?: readonly Definition[];
  readonly BillingMode?: BillingMode;
  readonly ProvisionedThroughput?: Throughput;
  readonly GlobalSecondaryIndexUpdates?: readonly IndexUpdate[];
  readonly StreamSpecification?: StreamInput;
  readonly DeletionProtectionEnabled?: boolean;
}

const SUPPORTED: ReadonlySet<string> = new Set([
  'TableName',
  'AttributeDefinitions',
  'BillingMode',
  'ProvisionedThroughput',
  'GlobalSecondaryIndexUpdates',
  'StreamSpecification',
  'DeletionProtectionEnabled',
  // inert in the lab
  'SSESpecification',
  'TableClass',
  'OnDemandThroughput',
  'WarmThroughput',
]);

const checkMembers = (input: object): void => {
  const unknown = Object.keys(input).find((name) => !SUPPORTED.has(name));
  if (unknown !== undefined) throw new Error(`UpdateTable.${unknown} is not supported by the lab`);
  const changes = Object.keys(input).filter(
    (name) => name !== 'TableName' && name !== 'AttributeDefinitions',
  );
  if (changes.length > 1 && changes.includes('DeletionProtectionEnabled'))
    throw invalidValue('DeletionProtection modification must be the only operation in the request');
  if (changes.includes('StreamSpecification') && changes.includes('GlobalSecondaryIndexUpdates'))
    throw invalidValue('You cannot create or delete index while changing stream status');
  if (changes.length > 0) return;
  throw validation(
    'At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates, ' +
      'SSESpecification, ReplicaUpdates, MultiAccountReplicaReady, ReplicaTransitRoleArn, MultiRegionConsistency, ' +
      'DeletionProtectionEnabled, OnDemandThroughput, WarmThroughput or TableClass is required',
  );
};

const nextView = (
  { stream, schema }: Table,
  { StreamEnabled: isEnabled, StreamViewType: viewType }: StreamInput,
): TableSchema['streamViewType'] => {
  if (isEnabled && viewType === undefined)
    throw invalidValue('If stream is being enabled then UpdateViewType is required');
  if (!isEnabled && viewType !== undefined)
    throw invalidValue('If stream is being disabled, then UpdateViewType must not be specified');
  if (viewType !== undefined && stream !== undefined)
    throw validation(`Table already has an enabled stream: TableName: ${schema.name}`);
  if (viewType === undefined && stream === undefined)
    throw validation(`Table has no stream to disable: TableName: ${schema.name}`);
  return viewType;
};

const nextBilling = (
  { schema }: Table,
  { BillingMode: billing = schema.billingMode, ProvisionedThroughput: throughput }: Input,
): Pick<TableSchema, 'billingMode' | 'throughput'> => {
  if (billing === 'PAY_PER_REQUEST' || schema.billingMode === 'PAY_PER_REQUEST')
    checkThroughput(billing, throughput);
  return {
    billingMode: billing,
    throughput: billing === 'PAY_PER_REQUEST' ? NO_THROUGHPUT : (throughput ?? schema.throughput),
  };
};

const findIndex = (table: Table, name: string) => {
  const index = table.indexes.find(({ schema }) => schema.name === name);
  if (index === undefined) throw resourceNotFound();
  return index;
};

/** Attributes that are part of a key; the others go with their index. */
const usedDefinitions = (schema: TableSchema): TableSchema['attributeDefinitions'] => {
  const used = new Set(
    [schema.key, ...schema.indexes.map(({ key }) => key)].flatMap(keyAttributes).map(({ name }) => name),
  );
  return schema.attributeDefinitions.filter(({ name }) => used.has(name));
};

const withIndex = (
  table: Table,
  schema: TableSchema,
  index: IndexInput,
  given: readonly Definition[],
): TableSchema => {
  checkIndexes([index], given);
  if (schema.indexes.some(({ name }) => name === index.IndexName))
    throw validation('Attempting to create an index which already exists');
  const known = new Set(schema.attributeDefinitions.map(({ name }) => name));
  const added = given.map(({ AttributeName: name, AttributeType: type }) => ({ name, type }));
  const attributeDefinitions = [
    ...schema.attributeDefinitions,
    ...added.filter(({ name }) => !known.has(name)),
  ];
  const created = readIndex(index, attributeDefinitions, table.schema.key);
  return { ...schema, attributeDefinitions, indexes: [...schema.indexes, created] };
};

/** One index can come or go at a time; it shows in the table's status and its own for a moment. */
const updateIndexes = (table: Table, schema: TableSchema, input: Input): void => {
  const { GlobalSecondaryIndexUpdates: updates = [], AttributeDefinitions: definitions = [] } = input;
  const [first, second] = updates.filter(({ Create, Delete }) => Create ?? Delete);
  if (second !== undefined) {
    throw limitExceeded(
      'Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table',
    );
  }
  for (const { Update } of updates) if (Update) findIndex(table, Update.IndexName);
  const doomed = first?.Delete && findIndex(table, first.Delete.IndexName);
  table.update(first?.Create ? withIndex(table, schema, first.Create, definitions) : schema);
  const created = first?.Create && findIndex(table, first.Create.IndexName);
  if (created) created.status = 'CREATING';
  if (doomed) doomed.status = 'DELETING';
  table.pass('UPDATING', () => {
    if (created) created.status = 'ACTIVE';
    if (doomed === undefined) return;
    const indexes = table.schema.indexes.filter(({ name }) => name !== doomed.schema.name);
    table.update({
      ...table.schema,
      indexes,
      attributeDefinitions: usedDefinitions({ ...table.schema, indexes }),
    });
  });
};

/** Source: UpdateTable in the API reference; its messages as AWS gives them. */
export const updateTable: CreateOperation = (database) => (input: Input) => {
  require(input, 'TableName');
  requireOneOf(input, 'BillingMode', BILLING_MODES);
  checkMembers(input);
  const table = describedTable(database, input.TableName);
  checkIdle(table);
  const { StreamSpecification: stream, DeletionProtectionEnabled: isProtected } = input;
  const schema = {
    ...table.schema,
    ...nextBilling(table, input),
    ...(stream && { streamViewType: nextView(table, stream) }),
    ...(isProtected !== undefined && { hasDeletionProtection: isProtected }),
  };
  updateIndexes(table, schema, input);
  return { TableDescription: tableDescription(table) };
};
