import { arn } from '../kernel/account.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Streams } from '../kernel/ports.ts';
import { resourceNotFound } from './errors.ts';
import type { KeySchema } from './key-schema.ts';
import { createStream, RETENTION_MS, type Stream } from './stream.ts';
import type { StreamViewType } from './table-schema.ts';

/** The streams of all tables. Reading one that does not exist throws ResourceNotFoundException. */
export interface StreamRegister extends Streams {
  /** Opens the next stream of a table. */
  open(tableName: string, key: KeySchema, viewType: StreamViewType): Stream;
  /** Closes a stream, and forgets it once its last records are trimmed. */
  close(stream: Stream): void;
  /** In the order in which they were opened. */
  all(): readonly Stream[];
  find(streamArn: string): Stream;
}

export const createStreams = (clock: Clock): StreamRegister => {
  const streams = new Map<string, Stream>();

  /** Labelled by the moment of opening; by a later one when the table opened a stream at this very moment. */
  const nextArn = (tableName: string): string => {
    for (let at = clock.now(); ; at++) {
      const label = new Date(at).toISOString().slice(0, -1);
      const streamArn = arn('dynamodb', `table/${tableName}/stream/${label}`);
      if (!streams.has(streamArn)) return streamArn;
    }
  };

  const find = (streamArn: string): Stream => {
    const stream = streams.get(streamArn);
    if (stream !== undefined) return stream;
    throw resourceNotFound(`Requested resource not found: Stream: ${streamArn} not found`);
  };

  return {
    open: (tableName, key, viewType) => {
      const stream = createStream({ clock, arn: nextArn(tableName), tableName, key, viewType });
      streams.set(stream.arn, stream);
      return stream;
    },
    close: (stream) => {
      stream.close();
      clock.after(RETENTION_MS, () => void streams.delete(stream.arn), { standing: true });
    },
    all: () => [...streams.values()],
    find,
    shards: (streamArn) => find(streamArn).shards,
    read: (streamArn, shardId, after, limit) => find(streamArn).read(shardId, after, limit),
    subscribe: (streamArn, onRecord) => find(streamArn).subscribe(onRecord),
  };
};
