import { account } from '../kernel/account.ts';
import type { Clock } from '../kernel/clock.ts';
import type { StreamRecord } from '../kernel/ports.ts';
import type { Item } from './attribute-value.ts';
import { scatter } from './collection.ts';
import { itemSize } from './item-size.ts';
import { keyOf } from './key.ts';
import type { KeySchema } from './key-schema.ts';
import type { StreamViewType } from './table-schema.ts';

/** A change of one item; at least one of the images is there. */
export interface ItemChange {
  /** The partition key, which chooses the shard. */
  readonly hash: string;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
  readonly isByTtl: boolean;
}

/** A table's stream: its changes of the last 24 hours, as far as there is room, in a few shards. */
export interface Stream {
  readonly arn: string;
  /** The last part of the ARN. */
  readonly label: string;
  readonly tableName: string;
  readonly key: KeySchema;
  readonly viewType: StreamViewType;
  /** Epoch ms. */
  readonly createdAt: number;
  readonly shards: readonly string[];
  append(change: ItemChange): void;
  /** Nothing is appended any more; what is there stays readable for 24 hours. */
  close(): void;
  isClosed(): boolean;
  /** Sequence numbers of a shard; `last` is that of the stream's newest record, in whichever shard. */
  range(shardId: string): SequenceRange;
  read(shardId: string, after: string | undefined, limit: number): readonly StreamRecord[];
  subscribe(onRecord: (shardId: string) => void): () => void;
}

/** Sequence numbers, as numbers: the records up to `trimmed` are gone, none is beyond `last`. */
export interface SequenceRange {
  readonly trimmed: number;
  readonly last: number;
}

/** A change as kept; its record is made when it is read. */
interface Kept {
  /** Epoch ms. */
  readonly at: number;
  readonly sequence: number;
  readonly change: ItemChange;
}

interface Shard {
  readonly id: string;
  /** Ascending; the ones before `first` are trimmed. */
  kept: Kept[];
  first: number;
  /** The sequence number of the last record trimmed. */
  trimmed: number;
}

const SHARDS = 4;
/** Source: Developer Guide, "Change data capture for DynamoDB Streams". */
export const RETENTION_MS = 24 * 60 * 60 * 1000;
/** The lab's own bound, for each shard. Mappings take records at once: only who comes later misses older ones. */
export const MAX_RECORDS = 1_000;
const SEQUENCE_DIGITS = 20;

/** 21 digits, the fewest the API has, and the first never 0. */
export const formatSequence = (sequence: number): string =>
  `1${String(sequence).padStart(SEQUENCE_DIGITS, '0')}`;
export const parseSequence = (text: string): number => Number(text.slice(1));

const TTL_IDENTITY = { type: 'Service', principalId: 'dynamodb.amazonaws.com' } as const;

const trim = (shard: Shard, now: number): void => {
  for (
    let oldest = shard.kept[shard.first];
    oldest !== undefined &&
    (oldest.at <= now - RETENTION_MS || shard.kept.length - shard.first > MAX_RECORDS);
    oldest = shard.kept[shard.first]
  ) {
    shard.trimmed = oldest.sequence;
    shard.first++;
  }
  if (shard.first < 1024 || shard.first < shard.kept.length / 2) return;
  shard.kept = shard.kept.slice(shard.first);
  shard.first = 0;
};

/** The index of the first record kept whose sequence number is greater. */
const indexAfter = ({ kept, first }: Shard, sequence: number): number => {
  let [low, high] = [first, kept.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((kept[middle] as Kept).sequence > sequence) high = middle;
    else low = middle + 1;
  }
  return low;
};

const eventNameOf = ({ before, after }: ItemChange): StreamRecord['eventName'] => {
  if (before === undefined) return 'INSERT';
  return after === undefined ? 'REMOVE' : 'MODIFY';
};

export const createStream = (options: {
  readonly clock: Clock;
  readonly arn: string;
  readonly tableName: string;
  readonly key: KeySchema;
  readonly viewType: StreamViewType;
}): Stream => {
  const { clock, arn: streamArn, tableName, key, viewType } = options;
  const hasOld = viewType === 'OLD_IMAGE' || viewType === 'NEW_AND_OLD_IMAGES';
  const hasNew = viewType === 'NEW_IMAGE' || viewType === 'NEW_AND_OLD_IMAGES';
  const shards = Array.from({ length: SHARDS }, (_, i): Shard => {
    const id = `shardId-${String(i).padStart(20, '0')}-${scatter(`${streamArn} ${i}`).toString(16).padStart(8, '0')}`;
    return { id, kept: [], first: 0, trimmed: 0 };
  });
  const listeners = new Set<(shardId: string) => void>();
  let lastSequence = 0;
  let closed = false;

  const describe = ({ at, sequence, change }: Kept): StreamRecord => {
    const keys = keyOf(key, change.after ?? change.before ?? {});
    const images = {
      ...(hasNew && change.after && { NewImage: change.after }),
      ...(hasOld && change.before && { OldImage: change.before }),
    };
    return {
      eventID: sequence.toString(16).padStart(32, '0'),
      eventName: eventNameOf(change),
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: account.region,
      eventSourceARN: streamArn,
      ...(change.isByTtl && { userIdentity: TTL_IDENTITY }),
      dynamodb: {
        ApproximateCreationDateTime: Math.floor(at / 1000),
        Keys: keys,
        ...images,
        SequenceNumber: formatSequence(sequence),
        SizeBytes: Object.values(images).reduce((sum, image) => sum + itemSize(image), itemSize(keys)),
        StreamViewType: viewType,
      },
    };
  };

  return {
    arn: streamArn,
    label: streamArn.slice(streamArn.lastIndexOf('/') + 1),
    tableName,
    key,
    viewType,
    createdAt: clock.now(),
    shards: shards.map(({ id }) => id),
    append: (change) => {
      const shard = shards[scatter(change.hash) % SHARDS] as Shard;
      shard.kept.push({ at: clock.now(), sequence: ++lastSequence, change });
      trim(shard, clock.now());
      for (const listener of listeners) listener(shard.id);
    },
    close: () => {
      closed = true;
      listeners.clear();
    },
    isClosed: () => closed,
    range: (shardId) => {
      const shard = shards.find(({ id }) => id === shardId);
      if (shard !== undefined) trim(shard, clock.now());
      return { trimmed: shard?.trimmed ?? 0, last: lastSequence };
    },
    read: (shardId, after, limit) => {
      const shard = shards.find(({ id }) => id === shardId);
      if (shard === undefined) return [];
      trim(shard, clock.now());
      const from = after === undefined ? shard.first : indexAfter(shard, parseSequence(after));
      return shard.kept.slice(from, from + limit).map(describe);
    },
    subscribe: (onRecord) => {
      listeners.add(onRecord);
      return () => void listeners.delete(onRecord);
    },
  };
};
