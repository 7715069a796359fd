import type { Streams } from '../kernel/ports.ts';
import { resourceNotFound } from './errors.ts';
import type { Stream } from './stream.ts';

/** The streams of all tables, by ARN. Reading one that does not exist throws ResourceNotFoundException. */
export const createStreams = (streams: ReadonlyMap<string, Stream>): Streams => {
  const find = (streamArn: string): Stream => {
    const stream = streams.get(streamArn);
    if (stream !== undefined) return stream;
    throw resourceNotFound(`Requested resource not found: Stream: ${streamArn} not found`);
  };
  return {
    shards: (streamArn) => find(streamArn).shards,
    read: (streamArn, shardId, after, limit) => find(streamArn).read(shardId, after, limit),
    subscribe: (streamArn, onRecord) => find(streamArn).subscribe(onRecord),
  };
};
