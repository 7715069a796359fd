import { invalidValue, validation } from '../errors.ts';
import { constraintError } from '../parameters.ts';
import type { Projection, StreamViewType, Throughput } from '../table-schema.ts';

/** The parts that CreateTable and UpdateTable have in common. */

export interface Definition {
  readonly AttributeName: string;
  readonly AttributeType: 'S' | 'N' | 'B';
}

interface KeyElement {
  readonly AttributeName: string;
  readonly KeyType: 'HASH' | 'RANGE';
}

export type KeyInput = readonly KeyElement[];

export interface IndexInput {
  readonly IndexName: string;
  readonly KeySchema: KeyInput;
  readonly Projection: Projection;
}

export interface StreamInput {
  readonly StreamEnabled: boolean;
  readonly StreamViewType?: StreamViewType;
}

export const BILLING_MODES = ['PROVISIONED', 'PAY_PER_REQUEST'] as const;
export type BillingMode = (typeof BILLING_MODES)[number];

const NAME = '[a-zA-Z0-9_.-]+';
const MAX_INDEXES = 20;

const nameOf = ({ AttributeName: name }: { readonly AttributeName: string }): string => name;

const listed = (names: readonly string[]): string => `[${names.join(', ')}]`;

/** Throws ValidationException. */
export const checkTableName = (name: string): void => {
  if (name.length < 3 || name.length > 255)
    throw validation('TableName must be at least 3 characters long and at most 255 characters long');
  if (new RegExp(`^${NAME}$`).test(name)) return;
  throw constraintError(`'${name}'`, 'TableName', `Member must satisfy regular expression pattern: ${NAME}`);
};

/** Throws ValidationException. */
export const checkKey = (key: KeyInput, definitions: readonly Definition[]): void => {
  const names = key.map(nameOf);
  const defined = definitions.map(nameOf);
  if (!names.every((name) => defined.includes(name))) {
    throw invalidValue(
      'Some index key attributes are not defined in AttributeDefinitions. ' +
        `Keys: ${listed(names)}, AttributeDefinitions: ${listed(defined)}`,
    );
  }
  if (names.length === 2 && names[0] === names[1])
    throw validation('Both the Hash Key and the Range Key element in the KeySchema have the same name');
  if (key[0]?.KeyType !== 'HASH')
    throw validation('Invalid KeySchema: The first KeySchemaElement is not a HASH key type');
  if (key.length > 1 && key[1]?.KeyType !== 'RANGE')
    throw validation('Invalid KeySchema: The second KeySchemaElement is not a RANGE key type');
};

/** Throws ValidationException. */
export const checkIndexes = (indexes: readonly IndexInput[], definitions: readonly Definition[]): void => {
  const names = indexes.map(({ IndexName: name }) => name);
  for (const { KeySchema: key, Projection: projection } of indexes) {
    checkKey(key, definitions);
    const { ProjectionType: type, NonKeyAttributes: others } = projection;
    if (type === undefined) throw invalidValue('Unknown ProjectionType: null');
    if (others !== undefined && type !== 'INCLUDE')
      throw invalidValue(`ProjectionType is ${type}, but NonKeyAttributes is specified`);
  }
  const repeated = names.find((name, at) => names.indexOf(name) < at);
  if (repeated !== undefined) throw invalidValue(`Duplicate index name: ${repeated}`);
  if (names.length > MAX_INDEXES)
    throw invalidValue(`GlobalSecondaryIndex count exceeds the per-table limit of ${MAX_INDEXES}`);
};

/** Throws ValidationException for a definition that is part of none of the keys: the table's, then the indexes'. */
export const checkDefinitions = (definitions: readonly Definition[], keys: readonly KeyInput[]): void => {
  const used = new Set(keys.flatMap((key) => key.map(nameOf)));
  const defined = definitions.map(nameOf);
  if (defined.every((name) => used.has(name))) return;
  throw invalidValue(
    keys.length === 1
      ? 'Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions'
      : 'Some AttributeDefinitions are not used. ' +
          `AttributeDefinitions: ${listed(defined)}, keys used: ${listed([...used])}`,
  );
};

/** Throws ValidationException. */
export const checkThroughput = (billing: BillingMode, throughput: Throughput | undefined): void => {
  if (billing === 'PROVISIONED' && throughput === undefined) {
    throw invalidValue(
      'ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED',
    );
  }
  if (billing === 'PAY_PER_REQUEST' && throughput !== undefined) {
    throw invalidValue(
      'Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST',
    );
  }
};
