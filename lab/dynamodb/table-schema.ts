import { type KeyAttribute, type KeySchema, keyAttributes } from './key-schema.ts';

/** AWS::DynamoDB::Table, resolved. Source: CloudFormation Template Reference. */
export type TableProperties = Readonly<Record<string, unknown>>;

export type StreamViewType = 'NEW_AND_OLD_IMAGES' | 'NEW_IMAGE' | 'OLD_IMAGE' | 'KEYS_ONLY';

export interface IndexSchema {
  readonly name: string;
  readonly key: KeySchema;
  /** Attributes an index entry has; undefined is all. Keys of table and index are always among them. */
  readonly projected: ReadonlySet<string> | undefined;
  readonly projection: Projection;
}

export interface Projection {
  readonly ProjectionType?: 'ALL' | 'KEYS_ONLY' | 'INCLUDE';
  readonly NonKeyAttributes?: readonly string[];
}

export interface TableSchema {
  readonly name: string;
  readonly key: KeySchema;
  readonly attributeDefinitions: readonly KeyAttribute[];
  readonly billingMode: 'PAY_PER_REQUEST' | 'PROVISIONED';
  readonly indexes: readonly IndexSchema[];
  readonly streamViewType: StreamViewType | undefined;
  /** The attribute whose time removes the item. */
  readonly ttlAttribute: string | undefined;
  readonly hasDeletionProtection: boolean;
  /** Units a second; none with PAY_PER_REQUEST. Told, not kept: the lab throttles nothing. */
  readonly throughput: Throughput;
  readonly hasPointInTimeRecovery: boolean;
  readonly tags: Tags;
}

export type Tags = Readonly<Record<string, string>>;

export interface Throughput {
  readonly ReadCapacityUnits: number;
  readonly WriteCapacityUnits: number;
}

export const NO_THROUGHPUT: Throughput = { ReadCapacityUnits: 0, WriteCapacityUnits: 0 };

interface KeyElement {
  readonly AttributeName: string;
  readonly KeyType: 'HASH' | 'RANGE';
}

export interface IndexProperties {
  readonly IndexName: string;
  readonly KeySchema: readonly KeyElement[];
  readonly Projection: Projection;
}

interface Supported {
  readonly TableName?: string;
  readonly AttributeDefinitions?: readonly { AttributeName: string; AttributeType: 'S' | 'N' | 'B' }[];
  readonly KeySchema?: readonly KeyElement[];
  readonly BillingMode?: 'PAY_PER_REQUEST' | 'PROVISIONED';
  readonly GlobalSecondaryIndexes?: readonly IndexProperties[];
  readonly StreamSpecification?: { readonly StreamViewType: StreamViewType };
  readonly TimeToLiveSpecification?: { readonly AttributeName?: string; readonly Enabled: boolean | string };
  readonly DeletionProtectionEnabled?: boolean | string;
  readonly ProvisionedThroughput?: ThroughputProperties;
  readonly PointInTimeRecoverySpecification?: { readonly PointInTimeRecoveryEnabled?: boolean | string };
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
}

interface ThroughputProperties {
  readonly ReadCapacityUnits: number | string;
  readonly WriteCapacityUnits: number | string;
}

const TYPE = 'AWS::DynamoDB::Table';

const SUPPORTED: ReadonlySet<string> = new Set([
  'TableName',
  'AttributeDefinitions',
  'KeySchema',
  'BillingMode',
  'GlobalSecondaryIndexes',
  'StreamSpecification',
  'TimeToLiveSpecification',
  'DeletionProtectionEnabled',
  'ProvisionedThroughput',
  'PointInTimeRecoverySpecification',
  'Tags',
]);

/** Without effect here: the lab neither throttles, encrypts, backs up nor bills by class. */
const INERT: ReadonlySet<string> = new Set([
  'OnDemandThroughput',
  'WarmThroughput',
  'SSESpecification',
  'ContributorInsightsSpecification',
  'TableClass',
]);

const INERT_OF_INDEX: ReadonlySet<string> = new Set([
  'ProvisionedThroughput',
  'OnDemandThroughput',
  'WarmThroughput',
  'ContributorInsightsSpecification',
]);

const SUPPORTED_OF_INDEX: ReadonlySet<string> = new Set(['IndexName', 'KeySchema', 'Projection']);
const SUPPORTED_OF_STREAM: ReadonlySet<string> = new Set(['StreamViewType']);

const refuseOthers = (properties: object, where: string, ...known: ReadonlySet<string>[]): void => {
  for (const name of Object.keys(properties)) {
    if (known.some((names) => names.has(name))) continue;
    throw new Error(`${where}.${name} is not supported by the lab`);
  }
};

const readKeySchema = (
  elements: readonly KeyElement[],
  definitions: readonly KeyAttribute[],
  where: string,
): KeySchema => {
  const find = (type: KeyElement['KeyType']): KeyAttribute | undefined => {
    const element = elements.find(({ KeyType }) => KeyType === type);
    if (element === undefined) return undefined;
    const definition = definitions.find(({ name }) => name === element.AttributeName);
    if (definition !== undefined) return definition;
    throw new Error(`${where}: key attribute ${element.AttributeName} is not in AttributeDefinitions`);
  };
  const hash = find('HASH');
  if (hash === undefined) throw new Error(`${where}: KeySchema has no HASH key`);
  if (elements.length > 2)
    throw new Error(`${where}.KeySchema with several attributes a key is not supported by the lab`);
  return { hash, range: find('RANGE') };
};

/** Reads a global secondary index. Throws for a property that the lab does not know. */
export const readIndex = (
  index: IndexProperties,
  definitions: readonly KeyAttribute[],
  tableKey: KeySchema,
): IndexSchema => {
  refuseOthers(index, `${TYPE}.GlobalSecondaryIndexes`, SUPPORTED_OF_INDEX, INERT_OF_INDEX);
  const { IndexName: name, Projection: projection } = index;
  const key = readKeySchema(index.KeySchema, definitions, `${TYPE} index ${name}`);
  const keys = [...keyAttributes(tableKey), ...keyAttributes(key)].map((attribute) => attribute.name);
  const projected =
    projection.ProjectionType === 'ALL'
      ? undefined
      : new Set([...keys, ...(projection.NonKeyAttributes ?? [])]);
  return { name, key, projected, projection };
};

/** CloudFormation passes booleans of templates on as text at times. */
const isTrue = (value: boolean | string | undefined): boolean => String(value) === 'true';

const required = <T>(value: T | undefined, name: string): T => {
  if (value !== undefined) return value;
  throw new Error(`${TYPE}.${name} is required`);
};

/** Reads a table's properties. Throws for any that the lab does not know. */
export const readTableSchema = (properties: TableProperties): TableSchema => {
  refuseOthers(properties, TYPE, SUPPORTED, INERT);
  const given = properties as Supported;
  const definitions = required(given.AttributeDefinitions, 'AttributeDefinitions').map(
    ({ AttributeName, AttributeType }): KeyAttribute => ({ name: AttributeName, type: AttributeType }),
  );
  const key = readKeySchema(required(given.KeySchema, 'KeySchema'), definitions, TYPE);
  const indexes = (given.GlobalSecondaryIndexes ?? []).map((index) => readIndex(index, definitions, key));
  const used = new Set([key, ...indexes.map((index) => index.key)].flatMap(keyAttributes));
  const spare = definitions.find((definition) => !used.has(definition));
  if (spare !== undefined)
    throw new Error(`${TYPE}: ${spare.name} in AttributeDefinitions is part of no key`);
  if (given.StreamSpecification) {
    refuseOthers(given.StreamSpecification, `${TYPE}.StreamSpecification`, SUPPORTED_OF_STREAM);
  }
  const { TimeToLiveSpecification: ttl, ProvisionedThroughput: throughput } = given;
  return {
    name: required(given.TableName, 'TableName'),
    key,
    attributeDefinitions: definitions,
    billingMode: given.BillingMode ?? 'PROVISIONED',
    indexes,
    streamViewType: given.StreamSpecification?.StreamViewType,
    ttlAttribute: isTrue(ttl?.Enabled)
      ? required(ttl?.AttributeName, 'TimeToLiveSpecification.AttributeName')
      : undefined,
    hasDeletionProtection: isTrue(given.DeletionProtectionEnabled),
    throughput: throughput
      ? {
          ReadCapacityUnits: Number(throughput.ReadCapacityUnits),
          WriteCapacityUnits: Number(throughput.WriteCapacityUnits),
        }
      : NO_THROUGHPUT,
    hasPointInTimeRecovery: isTrue(given.PointInTimeRecoverySpecification?.PointInTimeRecoveryEnabled),
    tags: Object.fromEntries((given.Tags ?? []).map(({ Key, Value }) => [Key, Value])),
  };
};
