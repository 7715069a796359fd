import { AwsError } from '../../kernel/aws-error.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { Queues, Streams } from '../../kernel/ports.ts';
import type { Random } from '../../kernel/random.ts';
import type { SendToDestination } from '../destinations.ts';
import type { LambdaFunction, Registry } from '../functions.ts';
import type { Properties } from '../properties.ts';
import type { RoleChecks } from '../role-checks.ts';
import type { CarryPorts } from './carry.ts';
import type { CompilePattern } from './filter.ts';
import { type QueueMapping, readMapping, type StreamMapping } from './properties.ts';
import { assertVisibility, startQueueMapping } from './queue.ts';
import { type StreamPosition, startStreamMapping } from './stream.ts';

/** An event source mapping of the account. */
export interface EventSourceMapping {
  readonly id: string;
  readonly fn: LambdaFunction;
  /** An AWS::Lambda::EventSourceMapping. */
  readonly properties: Properties;
  readonly mapping: StreamMapping | QueueMapping;
  /** Of the last update, epoch ms. */
  readonly lastModified: number;
}

export interface Mappings {
  /**
   * Takes an AWS::Lambda::EventSourceMapping and starts reading, if it is enabled. Throws `AwsError`
   * (ResourceConflictException) when the function has one of that source.
   */
  create(properties: Properties): EventSourceMapping;
  /**
   * Reads on under other properties, from where the mapping has got to; batches under way end under the old ones.
   * A mapping that is not enabled waits, and loses nothing that its source still keeps.
   */
  update(id: string, properties: Properties): EventSourceMapping;
  delete(id: string): EventSourceMapping;
  /** Throws `AwsError` (ResourceNotFoundException), as `update` and `delete` do. */
  get(id: string): EventSourceMapping;
  all(): Iterable<EventSourceMapping>;
}

interface Reading {
  readonly mapping: EventSourceMapping;
  /** Ends reading; resolves with how far it got, and with nothing for a queue. */
  readonly stop: () => Promise<StreamPosition | undefined>;
}

/**
 * AWS's words for a second mapping of a source. Sources: https://github.com/DataBiosphere/azul/issues/3399,
 * https://github.com/aws/serverless-application-model/issues/1320.
 */
const CONFLICTS = {
  queue: (sourceArn: string, name: string) =>
    `An event source mapping with SQS arn (" ${sourceArn} ") and function (" ${name} ") already exists.`,
  stream: (sourceArn: string, name: string) =>
    `The event source arn (" ${sourceArn} ") and function (" ${name} ") provided mapping already exists.`,
};

const conflict = (what: string, id: string): AwsError =>
  new AwsError(
    'ResourceConflictException',
    `${what} Please update or delete the existing mapping with UUID ${id}`,
    { status: 409, members: { Type: 'User' } },
  );

export const createMappings = (
  ports: CarryPorts & {
    readonly kernel: Kernel;
    /** Ids of mappings are drawn from it. */
    readonly random: Random;
    readonly registry: Registry;
    readonly queues: Queues;
    readonly streams: Streams;
    readonly compilePattern: CompilePattern;
    readonly sendToDestination: SendToDestination;
    readonly iteratorAge: (functionName: string, ageMs: number) => void;
    readonly checks: RoleChecks;
  },
): Mappings => {
  const { kernel, random, registry, queues, streams, checks } = ports;
  const readings = new Map<string, Reading>();

  const get = (id: string): Reading => {
    const found = readings.get(id);
    if (found !== undefined) return found;
    throw new AwsError('ResourceNotFoundException', 'The resource you requested does not exist.', {
      status: 404,
      members: { Type: 'User' },
    });
  };

  const readChecked = (properties: Properties) => {
    const mapping = readMapping(properties);
    const fn = registry.get(mapping.functionName);
    checks.assertReads(fn, mapping);
    // Both throw when there is no such source.
    if (mapping.kind === 'queue') assertVisibility(queues, fn, mapping);
    else streams.shards(mapping.sourceArn);
    return { fn, mapping };
  };

  /** Starts reading, as far as the mapping is enabled. Answers how to stop. */
  const start = (
    { fn, mapping }: { fn: LambdaFunction; mapping: StreamMapping | QueueMapping },
    position: StreamPosition | undefined,
  ): Reading['stop'] => {
    if (!mapping.enabled) return async () => position;
    if (mapping.kind === 'stream') return startStreamMapping(ports, fn, mapping, position);
    const stop = startQueueMapping(ports, fn, mapping);
    return async () => {
      stop();
      return undefined;
    };
  };

  const put = (mapping: EventSourceMapping, stop: Reading['stop']): EventSourceMapping => {
    readings.set(mapping.id, { mapping, stop });
    return mapping;
  };

  const refuseSecond = (
    fn: LambdaFunction,
    { kind, sourceArn }: Pick<EventSourceMapping['mapping'], 'kind' | 'sourceArn'>,
  ): void => {
    for (const { mapping: each } of readings.values()) {
      if (each.fn.arn === fn.arn && each.mapping.sourceArn === sourceArn)
        throw conflict(CONFLICTS[kind](sourceArn, fn.name), each.id);
    }
  };

  return {
    create: (properties) => {
      const checked = readChecked(properties);
      refuseSecond(checked.fn, checked.mapping);
      const stop = start(checked, undefined);
      return put({ id: random.uuid(), properties, ...checked, lastModified: kernel.clock.now() }, stop);
    },
    update: (id, properties) => {
      const { stop: stopOld } = get(id);
      const checked = readChecked(properties);
      // Two readers at once would mix up the order, so the new one waits for the old one to end.
      const next = stopOld().then((position) => start(checked, position));
      return put({ id, properties, ...checked, lastModified: kernel.clock.now() }, async () =>
        (await next)(),
      );
    },
    delete: (id) => {
      const { mapping, stop } = get(id);
      void stop();
      readings.delete(id);
      return mapping;
    },
    get: (id) => get(id).mapping,
    all: () => [...readings.values()].map(({ mapping }) => mapping),
  };
};
