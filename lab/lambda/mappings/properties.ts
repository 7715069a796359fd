import { readQueueDestination } from '../event-invoke-config.ts';
import { assertProperties, assertRange, type Properties, requiredText } from '../properties.ts';

/** AWS::Lambda::EventSourceMapping, as far as streams of DynamoDB and queues of SQS have it. */
interface MappingProperties {
  readonly FunctionName: string;
  readonly EventSourceArn: string;
  readonly Enabled?: boolean;
  readonly BatchSize?: number;
  readonly MaximumBatchingWindowInSeconds?: number;
  readonly FunctionResponseTypes?: readonly string[];
  readonly FilterCriteria?: { readonly Filters?: readonly { readonly Pattern: string }[] };
  readonly StartingPosition?: string;
  readonly ParallelizationFactor?: number;
  readonly BisectBatchOnFunctionError?: boolean;
  readonly MaximumRetryAttempts?: number;
  readonly MaximumRecordAgeInSeconds?: number;
  readonly DestinationConfig?: { readonly OnFailure?: { readonly Destination?: string } };
  readonly ScalingConfig?: { readonly MaximumConcurrency?: number };
}

/** What both kinds of mapping have. */
interface CommonMapping {
  readonly functionName: string;
  readonly sourceArn: string;
  readonly enabled: boolean;
  readonly batchSize: number;
  readonly windowMs: number;
  readonly reportsFailures: boolean;
  /** Event patterns; empty lets everything through. */
  readonly patterns: readonly unknown[];
}

export interface StreamMapping extends CommonMapping {
  readonly kind: 'stream';
  readonly startingPosition: 'TRIM_HORIZON' | 'LATEST';
  readonly parallelization: number;
  readonly bisects: boolean;
  /** Infinity when unlimited. */
  readonly maximumRetries: number;
  readonly maximumAgeMs: number;
  /** ARN of a queue. */
  readonly onFailure: string | undefined;
}

export interface QueueMapping extends CommonMapping {
  readonly kind: 'queue';
  readonly maximumConcurrency: number;
}

const TYPE = 'AWS::Lambda::EventSourceMapping';

const COMMON = [
  'FunctionName',
  'EventSourceArn',
  'Enabled',
  'BatchSize',
  'MaximumBatchingWindowInSeconds',
  'FunctionResponseTypes',
  'FilterCriteria',
];

const STREAM = [
  'StartingPosition',
  'ParallelizationFactor',
  'BisectBatchOnFunctionError',
  'MaximumRetryAttempts',
  'MaximumRecordAgeInSeconds',
  'DestinationConfig',
];

const INERT = ['Tags'];

/** Pollers of a mapping without a MaximumConcurrency: five to begin with, here for good. */
const DEFAULT_POLLERS = 5;
const MAX_STREAM_AGE_MS = 24 * 3_600_000;

const unlimited = (value: number | undefined): number =>
  value === undefined || value === -1 ? Number.POSITIVE_INFINITY : value;

const common = (properties: MappingProperties, defaults: { batchSize: number }): CommonMapping => {
  const types = properties.FunctionResponseTypes ?? [];
  const unknown = types.find((type) => type !== 'ReportBatchItemFailures');
  if (unknown !== undefined)
    throw new Error(`${TYPE}.FunctionResponseTypes: ${unknown} is not supported by the lab`);
  assertRange(`${TYPE}.BatchSize`, properties.BatchSize, 1, 10_000);
  assertRange(`${TYPE}.MaximumBatchingWindowInSeconds`, properties.MaximumBatchingWindowInSeconds, 0, 300);
  return {
    functionName: properties.FunctionName,
    sourceArn: properties.EventSourceArn,
    enabled: properties.Enabled ?? true,
    batchSize: properties.BatchSize ?? defaults.batchSize,
    windowMs: (properties.MaximumBatchingWindowInSeconds ?? 0) * 1000,
    reportsFailures: types.length > 0,
    patterns: (properties.FilterCriteria?.Filters ?? []).map(({ Pattern }) => JSON.parse(Pattern)),
  };
};

const readStream = (properties: MappingProperties): StreamMapping => {
  assertProperties(TYPE, properties, { supported: [...COMMON, ...STREAM], inert: INERT });
  assertProperties(`${TYPE}.DestinationConfig`, properties.DestinationConfig ?? {}, {
    supported: ['OnFailure'],
  });
  const { StartingPosition } = properties;
  if (StartingPosition !== 'TRIM_HORIZON' && StartingPosition !== 'LATEST') {
    throw new Error(`${TYPE}.StartingPosition: ${StartingPosition} is not supported by the lab`);
  }
  assertRange(`${TYPE}.ParallelizationFactor`, properties.ParallelizationFactor, 1, 10);
  assertRange(`${TYPE}.MaximumRetryAttempts`, properties.MaximumRetryAttempts, -1, 10_000);
  assertRange(`${TYPE}.MaximumRecordAgeInSeconds`, properties.MaximumRecordAgeInSeconds, -1, 604_800);
  return {
    ...common(properties, { batchSize: 100 }),
    kind: 'stream',
    startingPosition: StartingPosition,
    parallelization: properties.ParallelizationFactor ?? 1,
    bisects: properties.BisectBatchOnFunctionError ?? false,
    maximumRetries: unlimited(properties.MaximumRetryAttempts),
    maximumAgeMs: Math.min(MAX_STREAM_AGE_MS, unlimited(properties.MaximumRecordAgeInSeconds) * 1000),
    onFailure: readQueueDestination(TYPE, properties.DestinationConfig?.OnFailure),
  };
};

const readQueue = (properties: MappingProperties): QueueMapping => {
  assertProperties(TYPE, properties, { supported: [...COMMON, 'ScalingConfig'], inert: INERT });
  assertProperties(`${TYPE}.ScalingConfig`, properties.ScalingConfig ?? {}, {
    supported: ['MaximumConcurrency'],
  });
  assertRange(
    `${TYPE}.ScalingConfig.MaximumConcurrency`,
    properties.ScalingConfig?.MaximumConcurrency,
    2,
    1000,
  );
  const mapping = common(properties, { batchSize: 10 });
  if (mapping.batchSize > 10 && mapping.windowMs === 0) {
    throw new Error(`${TYPE}.BatchSize above 10 needs a MaximumBatchingWindowInSeconds of at least 1`);
  }
  const maximumConcurrency = properties.ScalingConfig?.MaximumConcurrency ?? DEFAULT_POLLERS;
  return { ...mapping, kind: 'queue', maximumConcurrency };
};

/** Reads an AWS::Lambda::EventSourceMapping. Throws for what the lab does not support. */
export const readMapping = (properties: Properties): StreamMapping | QueueMapping => {
  const typed = properties as unknown as MappingProperties;
  const sourceArn = requiredText(`${TYPE}.EventSourceArn`, typed.EventSourceArn);
  const read = readerFor(sourceArn);
  const mapping = read(typed);
  requiredText(`${TYPE}.FunctionName`, typed.FunctionName);
  return mapping;
};

const readerFor = (sourceArn: string): ((properties: MappingProperties) => StreamMapping | QueueMapping) => {
  if (sourceArn.startsWith('arn:aws:dynamodb:')) return readStream;
  if (sourceArn.startsWith('arn:aws:sqs:')) return readQueue;
  throw new Error(`${TYPE}.EventSourceArn: ${sourceArn} is not supported by the lab`);
};
