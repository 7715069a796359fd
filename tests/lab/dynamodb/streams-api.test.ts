// Behaviour as in the DynamoDB Streams API reference.
import { DynamoDBClient, PutItemCommand, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  type GetRecordsCommandOutput,
  GetShardIteratorCommand,
  ListStreamsCommand,
  type ShardIteratorType,
} from '@aws-sdk/client-dynamodb-streams';
import { describe, expect, it } from '@jest/globals';
import { virtualKernel } from '../../../lab/kernel/kernel.ts';
import { createLab } from '../../../lab/lab.ts';

const START = Date.UTC(2026, 0, 1);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A lab with a table of the partition key `pk` and a stream of new and old images. */
const createWorld = async () => {
  const lab = createLab(virtualKernel({ seed: 1, startAt: START }));
  const { clock } = lab.kernel as ReturnType<typeof virtualKernel>;
  const dynamodb = new DynamoDBClient(lab.client);
  const client = new DynamoDBStreamsClient(lab.client);
  const send = ((command: never) => clock.settle(client.send(command))) as typeof client.send;
  await lab.deploy({
    stackName: 'stack',
    artifact: () => ({ files: new Map(), sha256: '', size: 0 }),
    template: {
      Resources: {
        Table: {
          Type: 'AWS::DynamoDB::Table',
          Properties: {
            TableName: 'things',
            AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
            KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
            BillingMode: 'PAY_PER_REQUEST',
            StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
          },
        },
      },
    },
  } as never);
  const StreamArn = (await send(new ListStreamsCommand({ TableName: 'things' }))).Streams?.[0]?.StreamArn;
  const described = async () => (await send(new DescribeStreamCommand({ StreamArn }))).StreamDescription;
  const put = (pk: string, n: number) =>
    clock.settle(
      dynamodb.send(
        new PutItemCommand({ TableName: 'things', Item: { pk: { S: pk }, n: { N: String(n) } } }),
      ),
    );
  const turnOff = async () => {
    const StreamSpecification = { StreamEnabled: false };
    await clock.settle(dynamodb.send(new UpdateTableCommand({ TableName: 'things', StreamSpecification })));
    await clock.run();
  };
  const iterator = async (
    ShardId: string | undefined,
    type: ShardIteratorType = 'TRIM_HORIZON',
    SequenceNumber?: string,
  ) => {
    const input = { StreamArn, ShardId, ShardIteratorType: type, SequenceNumber };
    return (await send(new GetShardIteratorCommand(input))).ShardIterator;
  };
  const records = (ShardIterator: string | undefined, Limit?: number) =>
    send(new GetRecordsCommand({ ShardIterator, Limit }));
  /** The shard that has the item's changes, found by reading them all. */
  const shardOf = async (pk: string) => {
    for (const { ShardId } of (await described())?.Shards ?? []) {
      const { Records = [] } = await records(await iterator(ShardId));
      if (Records.some(({ dynamodb: change }) => change?.Keys?.pk?.S === pk)) return ShardId;
    }
    throw new Error(`no shard has ${pk}`);
  };
  const moment = (ms: number) => {
    clock.after(ms, () => {}, { standing: true });
    return clock.run(() => false, clock.now() + ms);
  };
  return { send, described, put, turnOff, iterator, records, shardOf, moment, StreamArn };
};

const numbers = ({ Records }: GetRecordsCommandOutput) =>
  Records?.map(({ dynamodb }) => Number(dynamodb?.NewImage?.n?.N));

describe('a stream', () => {
  it('is listed and described, page by page', async () => {
    const { send, described, StreamArn } = await createWorld();
    expect(await described()).toMatchObject({
      StreamArn,
      StreamStatus: 'ENABLED',
      StreamViewType: 'NEW_AND_OLD_IMAGES',
      TableName: 'things',
      CreationRequestDateTime: new Date(START),
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    });
    const first = await send(new DescribeStreamCommand({ StreamArn, Limit: 1 }));
    const ExclusiveStartShardId = first.StreamDescription?.LastEvaluatedShardId;
    const rest = await send(new DescribeStreamCommand({ StreamArn, ExclusiveStartShardId }));
    const all = [...(first.StreamDescription?.Shards ?? []), ...(rest.StreamDescription?.Shards ?? [])];
    expect(all).toEqual((await described())?.Shards);
    expect(rest.StreamDescription?.LastEvaluatedShardId).toBeUndefined();
    expect((await send(new ListStreamsCommand({ TableName: 'other' }))).Streams).toEqual([]);
  });

  it('gives its records in order, page by page', async () => {
    const { put, shardOf, iterator, records } = await createWorld();
    for (const n of [1, 2, 3]) await put('a', n);
    const shard = await shardOf('a');
    const first = await records(await iterator(shard), 2);
    expect(numbers(first)).toEqual([1, 2]);
    expect(first.Records?.[1]).toMatchObject({
      eventName: 'MODIFY',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'us-east-1',
      dynamodb: {
        Keys: { pk: { S: 'a' } },
        NewImage: { n: { N: '2' } },
        OldImage: { n: { N: '1' } },
        StreamViewType: 'NEW_AND_OLD_IMAGES',
        ApproximateCreationDateTime: expect.any(Date),
      },
    });
    const second = await records(first.NextShardIterator, 2);
    expect(numbers(second)).toEqual([3]);
    await put('a', 4);
    expect(numbers(await records(second.NextShardIterator))).toEqual([4]);
  });

  it.each<[ShardIteratorType, number[]]>([
    ['TRIM_HORIZON', [1, 2, 3]],
    ['LATEST', []],
    ['AT_SEQUENCE_NUMBER', [2, 3]],
    ['AFTER_SEQUENCE_NUMBER', [3]],
  ])('is read from %s on', async (type, expected) => {
    const { put, shardOf, iterator, records } = await createWorld();
    for (const n of [1, 2, 3]) await put('a', n);
    const shard = await shardOf('a');
    const { Records = [] } = await records(await iterator(shard));
    const sequence = type.endsWith('NUMBER') ? Records[1]?.dynamodb?.SequenceNumber : undefined;
    const from = await iterator(shard, type, sequence);
    expect(numbers(await records(from))).toEqual(expected);
  });

  it('forgets records after 24 hours, and says so to whoever asks for them', async () => {
    const { put, shardOf, iterator, records, moment } = await createWorld();
    await put('a', 1);
    const shard = await shardOf('a');
    const { Records = [] } = await records(await iterator(shard));
    const oldest = Records[0]?.dynamodb?.SequenceNumber;
    await moment(24 * HOUR - 5 * MINUTE);
    const early = await iterator(shard, 'AT_SEQUENCE_NUMBER', oldest);
    await moment(6 * MINUTE);
    await put('a', 2);
    const message = 'The operation attempted to read past the oldest stream record in a shard.';
    const name = 'TrimmedDataAccessException';
    await expect(records(early)).rejects.toMatchObject({ name, message });
    await expect(iterator(shard, 'AT_SEQUENCE_NUMBER', oldest)).rejects.toMatchObject({ name, message });
    expect(numbers(await records(await iterator(shard)))).toEqual([2]);
  });

  it('takes no iterator older than 15 minutes', async () => {
    const { put, shardOf, iterator, records, moment } = await createWorld();
    await put('a', 1);
    const old = await iterator(await shardOf('a'));
    await moment(15 * MINUTE);
    await expect(records(old)).rejects.toMatchObject({ name: 'ExpiredIteratorException' });
  });

  it('is closed when it is turned off, and stays readable to its end', async () => {
    const { put, shardOf, iterator, records, turnOff, described, moment } = await createWorld();
    await put('a', 1);
    const shard = await shardOf('a');
    await turnOff();
    const description = await described();
    expect(description?.StreamStatus).toBe('DISABLED');
    for (const { SequenceNumberRange: range } of description?.Shards ?? [])
      expect(range?.EndingSequenceNumber).toBeDefined();
    const last = await records(await iterator(shard));
    expect(numbers(last)).toEqual([1]);
    expect(last.NextShardIterator).toBeUndefined();
    await moment(24 * HOUR);
    await expect(described()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it.each<[string, object, string]>([
    [
      'a shard it does not have',
      { ShardId: 'shardId-00000000000000000000-00000000' },
      'ResourceNotFoundException',
    ],
    ['a sequence number that is none', { ShardIteratorType: 'AT_SEQUENCE_NUMBER' }, 'ValidationException'],
  ])('refuses %s', async (_, input, name) => {
    const { send, described, StreamArn } = await createWorld();
    const ShardId = (await described())?.Shards?.[0]?.ShardId;
    const whole = { StreamArn, ShardId, ShardIteratorType: 'LATEST' as const, ...input };
    await expect(send(new GetShardIteratorCommand(whole))).rejects.toMatchObject({ name });
  });

  it('refuses an iterator that is none', async () => {
    const { records } = await createWorld();
    await expect(records('nonsense')).rejects.toMatchObject({ name: 'ValidationException' });
  });
});
