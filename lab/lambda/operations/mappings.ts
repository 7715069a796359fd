import { arn } from '../../kernel/account.ts';
import type { Registry } from '../functions.ts';
import type { EventSourceMapping, Mappings } from '../mappings/mappings.ts';
import type { Properties } from '../properties.ts';
import { type Paged, pageOf } from './page.ts';

export interface MappingPorts {
  readonly registry: Registry;
  readonly mappings: Mappings;
}

interface OfMapping {
  readonly UUID: string;
}

const MAPPINGS_PER_PAGE = 100;

/** A limit that is none: -1. */
const limit = (value: number): number => (value === Number.POSITIVE_INFINITY ? -1 : value);

const describe = ({ id, fn, properties, mapping, lastModified }: EventSourceMapping) => ({
  UUID: id,
  EventSourceMappingArn: arn('lambda', `event-source-mapping:${id}`),
  EventSourceArn: mapping.sourceArn,
  FunctionArn: fn.arn,
  State: mapping.enabled ? 'Enabled' : 'Disabled',
  StateTransitionReason: 'USER_INITIATED',
  LastModified: lastModified / 1000,
  BatchSize: mapping.batchSize,
  MaximumBatchingWindowInSeconds: mapping.windowMs / 1000,
  FunctionResponseTypes: mapping.reportsFailures ? ['ReportBatchItemFailures'] : [],
  ...(properties.FilterCriteria !== undefined && { FilterCriteria: properties.FilterCriteria }),
  ...(mapping.kind === 'stream'
    ? {
        StartingPosition: mapping.startingPosition,
        ParallelizationFactor: mapping.parallelization,
        BisectBatchOnFunctionError: mapping.bisects,
        MaximumRetryAttempts: limit(mapping.maximumRetries),
        MaximumRecordAgeInSeconds: properties.MaximumRecordAgeInSeconds ?? -1,
        DestinationConfig: properties.DestinationConfig ?? { OnFailure: {} },
        TumblingWindowInSeconds: 0,
      }
    : { ...(properties.ScalingConfig !== undefined && { ScalingConfig: properties.ScalingConfig }) }),
});

/** Event source mappings, which change at once. Source: Lambda API reference. */
export const mappingOperations = ({ registry, mappings }: MappingPorts) => ({
  CreateEventSourceMapping: (input: Properties) => describe(mappings.create(input)),
  GetEventSourceMapping: ({ UUID }: OfMapping) => describe(mappings.get(UUID)),
  ListEventSourceMappings: (
    input: Paged & { readonly FunctionName?: string; readonly EventSourceArn?: string },
  ) => {
    const { FunctionName, EventSourceArn } = input;
    const name = FunctionName && registry.get(FunctionName).name;
    const found = [...mappings.all()]
      .filter(({ fn }) => name === undefined || fn.name === name)
      .filter(({ mapping }) => EventSourceArn === undefined || mapping.sourceArn === EventSourceArn);
    const { page, ...rest } = pageOf(found, input, MAPPINGS_PER_PAGE);
    return { EventSourceMappings: page.map(describe), ...rest };
  },
  UpdateEventSourceMapping: ({ UUID, ...input }: OfMapping & Properties) =>
    describe(mappings.update(UUID, { ...mappings.get(UUID).properties, ...input })),
  DeleteEventSourceMapping: ({ UUID }: OfMapping) => ({
    ...describe(mappings.delete(UUID)),
    State: 'Deleting',
  }),
});
