import type { StreamRecord, Streams } from '../../kernel/ports.ts';
import { responseContext, type SendToDestination } from '../destinations.ts';
import type { LambdaFunction } from '../functions.ts';
import type { CarryPorts } from './carry.ts';
import { type CompilePattern, createFilter } from './filter.ts';
import { createLane, type Discarded, type Lane } from './lane.ts';
import type { StreamMapping } from './properties.ts';

/** Records one read may return. */
const READ_LIMIT = 1000;

/** `arn:aws:dynamodb:…:table/orders/stream/…` → `orders`. */
const tableOf = (streamArn: string): string => streamArn.split('/')[1] ?? streamArn;

/** FNV-1a over the item's keys: the same item always takes the same lane. */
const laneOf = ({ dynamodb }: StreamRecord, lanes: number): number => {
  if (lanes === 1) return 0;
  const text = JSON.stringify(dynamodb.Keys);
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % lanes;
};

const toTime = (record: StreamRecord | undefined): string =>
  new Date((record?.dynamodb.ApproximateCreationDateTime ?? 0) * 1000).toISOString().replace('.000Z', 'Z');

/**
 * What SQS gets for discarded records: where they are, not what they say.
 * Source: Lambda developer guide, "Retain discarded records for a DynamoDB event source".
 */
const discardedRecord = (
  { condition, records, invokeCount, result }: Discarded,
  context: { at: number; requestId: string; functionArn: string; streamArn: string; shardId: string },
) => ({
  requestContext: {
    requestId: result?.requestId ?? context.requestId,
    functionArn: context.functionArn,
    condition,
    approximateInvokeCount: invokeCount,
  },
  ...(result && { responseContext: responseContext(result) }),
  version: '1.0',
  timestamp: new Date(context.at).toISOString(),
  DDBStreamBatchInfo: {
    shardId: context.shardId,
    startSequenceNumber: records[0]?.dynamodb.SequenceNumber,
    endSequenceNumber: records.at(-1)?.dynamodb.SequenceNumber,
    approximateArrivalOfFirstRecord: toTime(records[0]),
    approximateArrivalOfLastRecord: toTime(records.at(-1)),
    batchSize: records.length,
    streamArn: context.streamArn,
  },
});

/** How far a mapping has read a stream, by shard. */
export interface StreamPosition {
  /** Sequence numbers of the last records read. */
  readonly read: ReadonlyMap<string, string | undefined>;
  /** Records that were read and not processed, in order. */
  readonly unprocessed: ReadonlyMap<string, readonly StreamRecord[]>;
}

/**
 * Reads a table's stream for a function: from a position, or else from where the mapping says. Answers how to stop,
 * which lets the batches under way end and answers the position then.
 */
export const startStreamMapping = (
  ports: CarryPorts & {
    readonly streams: Streams;
    readonly compilePattern: CompilePattern;
    readonly sendToDestination: SendToDestination;
    readonly iteratorAge: (functionName: string, ageMs: number) => void;
  },
  fn: LambdaFunction,
  mapping: StreamMapping,
  position: StreamPosition | undefined,
): (() => Promise<StreamPosition>) => {
  const { kernel, streams, sendToDestination } = ports;
  const { sourceArn: streamArn, parallelization, onFailure } = mapping;
  const source = `stream:${tableOf(streamArn)}`;
  const passes = createFilter(mapping.patterns, ports.compilePattern);
  /** Sequence number of the last record read, by shard. */
  const positions = new Map(position?.read);
  const lanes = new Map<string, readonly Lane[]>();

  const discarder =
    (shardId: string) =>
    (discarded: Discarded): void => {
      const requestId = kernel.random.uuid();
      const context = { at: kernel.clock.now(), requestId, functionArn: fn.arn, streamArn, shardId };
      const record = discardedRecord(discarded, context);
      if (onFailure === undefined) kernel.tell(source, 'discarded', record);
      else void sendToDestination(fn, onFailure, record);
    };

  const lanesOf = (shardId: string): readonly Lane[] => {
    const known = lanes.get(shardId);
    if (known) return known;
    const options = { fn, mapping, source, discard: discarder(shardId) };
    const made = Array.from({ length: parallelization }, () => createLane(ports, options));
    lanes.set(shardId, made);
    return made;
  };

  const readNew = (shardId: string): readonly StreamRecord[] => {
    const records = streams.read(streamArn, shardId, positions.get(shardId), READ_LIMIT);
    const last = records.at(-1);
    if (last) positions.set(shardId, last.dynamodb.SequenceNumber);
    return records;
  };

  const give = (shardId: string, record: StreamRecord): void => {
    if (passes(record)) lanesOf(shardId)[laneOf(record, parallelization)]?.push(record);
  };

  const drain = (shardId: string): void => {
    for (let records = readNew(shardId); records.length > 0; records = readNew(shardId)) {
      for (const record of records) give(shardId, record);
    }
  };

  for (const shardId of streams.shards(streamArn)) {
    for (const record of position?.unprocessed.get(shardId) ?? []) give(shardId, record);
    if (position !== undefined || mapping.startingPosition === 'TRIM_HORIZON') drain(shardId);
    else while (readNew(shardId).length > 0);
  }
  const unsubscribe = streams.subscribe(streamArn, drain);
  return async () => {
    unsubscribe();
    const unprocessed = new Map<string, readonly StreamRecord[]>();
    for (const [shardId, ofShard] of lanes) {
      const left = await Promise.all(ofShard.map((lane) => lane.stop()));
      unprocessed.set(shardId, left.flat());
    }
    return { read: positions, unprocessed };
  };
};
