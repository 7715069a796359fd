import { AwsError } from '../../kernel/aws-error.ts';
import { validation } from '../errors.ts';

/** A place in a shard: after the record of that sequence number. */
export interface Place {
  readonly streamArn: string;
  readonly shardId: string;
  readonly after: number;
}

/** Source: GetShardIterator in the DynamoDB Streams API reference. */
const LIFETIME_MS = 15 * 60 * 1000;

/** Text of the form AWS's has, good for 15 minutes from `now`, epoch ms. */
export const formatIterator = ({ streamArn, shardId, after }: Place, now: number): string =>
  `${streamArn}|1|${Buffer.from(JSON.stringify([shardId, after, now])).toString('base64')}`;

/** Throws ValidationException and ExpiredIteratorException. */
export const parseIterator = (text: string, now: number): Place => {
  const [streamArn = '', version, place = ''] = text.split('|');
  let read: unknown;
  try {
    read = JSON.parse(Buffer.from(place, 'base64').toString());
  } catch {
    throw validation('Invalid ShardIterator');
  }
  if (version !== '1' || !Array.isArray(read)) throw validation('Invalid ShardIterator');
  const [shardId, after, madeAt] = read as [string, number, number];
  if (now - madeAt >= LIFETIME_MS) {
    throw new AwsError(
      'ExpiredIteratorException',
      'The shard iterator has expired and can no longer be used to retrieve stream records. A shard iterator ' +
        'expires 15 minutes after it is retrieved using the GetShardIterator action.',
    );
  }
  return { streamArn, shardId, after };
};
