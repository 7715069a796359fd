import type { CreateOperation } from '../database.ts';
import { invalidValue } from '../errors.ts';
import { require, requireOneOf } from '../parameters.ts';
import { readTableSchema, type Throughput } from '../table-schema.ts';
import { tableDescription } from './describe-table.ts';
import {
  BILLING_MODES,
  type BillingMode,
  checkDefinitions,
  checkIndexes,
  checkKey,
  checkTableName,
  checkThroughput,
  type Definition,
  type IndexInput,
  type KeyInput,
  type StreamInput,
} from './table-input.ts';

interface Input {
  readonly TableName: string;
  readonly AttributeDefinitions: readonly Definition[];
  readonly KeySchema: KeyInput;
  readonly BillingMode?: BillingMode;
  readonly ProvisionedThroughput?: Throughput;
  readonly GlobalSecondaryIndexes?: readonly IndexInput[];
  readonly StreamSpecification?: StreamInput;
}

/** The view of the stream that a new table has, if any. Throws ValidationException. */
const streamViewType = ({ StreamEnabled: isEnabled, StreamViewType: viewType }: StreamInput) => {
  if (isEnabled && viewType === undefined)
    throw invalidValue('Table is being created with a stream enabled, UpdateViewType is required');
  if (!isEnabled && viewType !== undefined) {
    throw invalidValue(
      'Table is being created with a stream disabled, UpdateViewType should not be specified',
    );
  }
  return viewType;
};

/** The table is CREATING for a moment. Source: CreateTable in the API reference. */
export const createTable: CreateOperation = (database) => (input: Input) => {
  // An index that the lab passed over would leave attributes that seem to be part of no key.
  if ('LocalSecondaryIndexes' in input) throw new Error('LocalSecondaryIndexes is not supported by the lab');
  require(input, 'TableName', 'AttributeDefinitions', 'KeySchema');
  requireOneOf(input, 'BillingMode', BILLING_MODES);
  const { AttributeDefinitions: definitions, KeySchema: key, GlobalSecondaryIndexes: indexes = [] } = input;
  checkTableName(input.TableName);
  checkKey(key, definitions);
  checkIndexes(indexes, definitions);
  checkDefinitions(definitions, [key, ...indexes.map(({ KeySchema }) => KeySchema)]);
  checkThroughput(input.BillingMode ?? 'PROVISIONED', input.ProvisionedThroughput);
  const { StreamSpecification: stream, ...others } = input;
  const viewType = stream && streamViewType(stream);
  const table = database.add(
    readTableSchema({ ...others, ...(viewType && { StreamSpecification: { StreamViewType: viewType } }) }),
  );
  table.pass('CREATING', () => {});
  return { TableDescription: tableDescription(table) };
};
