import { AwsError } from '../../kernel/aws-error.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { StreamRecord } from '../../kernel/ports.ts';
import type { Service } from '../../kernel/service.ts';
import { resourceNotFound, validation } from '../errors.ts';
import { describeKey } from '../operations/describe-table.ts';
import { require, requireOneOf, requireRange } from '../parameters.ts';
import { formatSequence, parseSequence, type Stream } from '../stream.ts';
import type { StreamRegister } from '../streams.ts';
import { formatIterator, type Place, parseIterator } from './iterator.ts';

const MAX_STREAMS = 100;
const MAX_SHARDS = 100;
const MAX_RECORDS = 1000;
/** Bytes of records in a page. */
const MAX_PAGE = 1024 * 1024;
const FIRST_SEQUENCE = 1;

const ITERATOR_TYPES = ['TRIM_HORIZON', 'LATEST', 'AT_SEQUENCE_NUMBER', 'AFTER_SEQUENCE_NUMBER'] as const;

interface ListInput {
  readonly TableName?: string;
  readonly Limit?: number;
  readonly ExclusiveStartStreamArn?: string;
}

interface DescribeInput {
  readonly StreamArn: string;
  readonly Limit?: number;
  readonly ExclusiveStartShardId?: string;
}

interface IteratorInput {
  readonly StreamArn: string;
  readonly ShardId: string;
  readonly ShardIteratorType: (typeof ITERATOR_TYPES)[number];
  readonly SequenceNumber?: string;
}

interface RecordsInput {
  readonly ShardIterator: string;
  readonly Limit?: number;
}

const trimmed = (): AwsError =>
  new AwsError(
    'TrimmedDataAccessException',
    'The operation attempted to read past the oldest stream record in a shard.',
  );

/** Up to `limit` items after the one named so. */
const pageAfter = <T>(
  items: readonly T[],
  nameOf: (item: T) => string,
  start: string | undefined,
  limit: number,
) => {
  const from = start === undefined ? 0 : items.findIndex((item) => nameOf(item) === start) + 1;
  const page = items.slice(from, from + limit);
  const last = page.at(-1);
  return { page, last: last !== undefined && from + limit < items.length ? nameOf(last) : undefined };
};

const describeShard = (stream: Stream, shardId: string) => ({
  ShardId: shardId,
  SequenceNumberRange: {
    StartingSequenceNumber: formatSequence(FIRST_SEQUENCE),
    ...(stream.isClosed() && {
      EndingSequenceNumber: formatSequence(Math.max(stream.range(shardId).last, FIRST_SEQUENCE)),
    }),
  },
});

/** A record in the API's shape, whose names differ from those of Lambda's event. */
const apiRecord = ({ eventSourceARN: _, userIdentity, ...record }: StreamRecord) => ({
  ...record,
  ...(userIdentity && { userIdentity: { Type: userIdentity.type, PrincipalId: userIdentity.principalId } }),
});

const upToPage = (records: readonly StreamRecord[]): readonly StreamRecord[] => {
  let bytes = 0;
  const end = records.findIndex(({ dynamodb }, at) => {
    bytes += dynamodb.SizeBytes;
    return at > 0 && bytes > MAX_PAGE;
  });
  return end < 0 ? records : records.slice(0, end);
};

/** The API over the streams of tables. Source: the DynamoDB Streams API reference. */
export const createStreamsApi = (clock: Clock, streams: StreamRegister): Service => {
  const findShard = (streamArn: string, shardId: string): Stream => {
    const stream = streams.find(streamArn);
    if (stream.shards.includes(shardId)) return stream;
    throw resourceNotFound(
      `Requested resource not found: Shard: ${shardId} in stream: ${streamArn} not found`,
    );
  };

  const sequenceOf = ({ SequenceNumber: text }: IteratorInput): number => {
    if (text !== undefined && /^1\d{20}$/.test(text)) return parseSequence(text);
    throw validation('Invalid SequenceNumber');
  };

  const afterOf = (stream: Stream, input: IteratorInput): number => {
    const { trimmed: gone, last } = stream.range(input.ShardId);
    if (input.ShardIteratorType === 'TRIM_HORIZON') return gone;
    if (input.ShardIteratorType === 'LATEST') return last;
    const sequence = sequenceOf(input);
    if (sequence <= gone) throw trimmed();
    return input.ShardIteratorType === 'AT_SEQUENCE_NUMBER' ? sequence - 1 : sequence;
  };

  const next = (place: Place): { readonly NextShardIterator: string } => ({
    NextShardIterator: formatIterator(place, clock.now()),
  });

  return {
    id: 'streams.dynamodb',
    operations: {
      ListStreams: (input: ListInput) => {
        requireRange(input, 'Limit', 1, MAX_STREAMS);
        const { TableName: table, Limit: limit = MAX_STREAMS, ExclusiveStartStreamArn: start } = input;
        const wanted = streams.all().filter(({ tableName }) => table === undefined || tableName === table);
        const { page, last } = pageAfter(wanted, ({ arn }) => arn, start, limit);
        return {
          Streams: page.map(({ arn, label, tableName }) => ({
            StreamArn: arn,
            StreamLabel: label,
            TableName: tableName,
          })),
          ...(last && { LastEvaluatedStreamArn: last }),
        };
      },

      DescribeStream: (input: DescribeInput) => {
        require(input, 'StreamArn');
        requireRange(input, 'Limit', 1, MAX_SHARDS);
        const { Limit: limit = MAX_SHARDS, ExclusiveStartShardId: start } = input;
        const stream = streams.find(input.StreamArn);
        const { page, last } = pageAfter(stream.shards, (shardId) => shardId, start, limit);
        return {
          StreamDescription: {
            StreamArn: stream.arn,
            StreamLabel: stream.label,
            StreamStatus: stream.isClosed() ? 'DISABLED' : 'ENABLED',
            StreamViewType: stream.viewType,
            CreationRequestDateTime: stream.createdAt / 1000,
            TableName: stream.tableName,
            KeySchema: describeKey(stream.key),
            Shards: page.map((shardId) => describeShard(stream, shardId)),
            ...(last && { LastEvaluatedShardId: last }),
          },
        };
      },

      GetShardIterator: (input: IteratorInput) => {
        require(input, 'StreamArn', 'ShardId', 'ShardIteratorType');
        requireOneOf(input, 'ShardIteratorType', ITERATOR_TYPES);
        const { StreamArn: streamArn, ShardId: shardId } = input;
        const after = afterOf(findShard(streamArn, shardId), input);
        return { ShardIterator: formatIterator({ streamArn, shardId, after }, clock.now()) };
      },

      GetRecords: (input: RecordsInput) => {
        require(input, 'ShardIterator');
        requireRange(input, 'Limit', 1, MAX_RECORDS);
        const place = parseIterator(input.ShardIterator, clock.now());
        const { streamArn, shardId, after } = place;
        const stream = findShard(streamArn, shardId);
        const range = stream.range(shardId);
        if (after < range.trimmed) throw trimmed();
        const { Limit: limit = MAX_RECORDS } = input;
        const read = stream.read(shardId, formatSequence(after), limit);
        const records = upToPage(read);
        const last = records.at(-1)?.dynamodb.SequenceNumber;
        const isAtEnd = stream.isClosed() && records.length < limit && records.length === read.length;
        return {
          Records: records.map(apiRecord),
          ...(!isAtEnd && next(last === undefined ? place : { ...place, after: parseSequence(last) })),
        };
      },
    },
  };
};
