// What updates and deletes of AWS::DynamoDB::Table do. Source: CloudFormation Template Reference Guide.
import { describe, expect, it } from '@jest/globals';
import type { Properties } from '../../../lab/template/properties.ts';
import { createWorld, expectError, START } from './world.ts';

const HOUR = 3_600_000;

const base = {
  AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  BillingMode: 'PAY_PER_REQUEST',
};

const withIndexes = (...names: string[]) => ({
  ...base,
  AttributeDefinitions: [...base.AttributeDefinitions, { AttributeName: 'kind', AttributeType: 'S' }],
  GlobalSecondaryIndexes: names.map((IndexName) => ({
    IndexName,
    KeySchema: [{ AttributeName: 'kind', KeyType: 'HASH' }],
    Projection: { ProjectionType: 'ALL' },
  })),
});

const item = (pk: string) => ({ pk: { S: pk }, kind: { S: 'k' } });

describe('a table that is updated', () => {
  it('keeps its items, and takes them into a new index', () => {
    const { dynamoDb, put, get, call } = createWorld();
    put(item('a'));
    dynamoDb.updateTable('things', withIndexes('by-kind'));
    put(item('b'));
    const query = () =>
      call('Query', {
        IndexName: 'by-kind',
        KeyConditionExpression: 'kind = :k',
        ExpressionAttributeValues: { ':k': { S: 'k' } },
      });
    expect(query().Count).toBe(2);
    dynamoDb.updateTable('things', base);
    expect(query).toThrow('The table does not have the specified index: by-kind');
    expect(get('a')).toEqual(item('a'));
  });

  it.each<[string, Properties, Properties, string]>([
    [
      'two indexes at once',
      base,
      withIndexes('one', 'two'),
      'Cannot perform more than one GSI creation or deletion in a single update',
    ],
    [
      'another key for an index',
      withIndexes('one'),
      {
        ...base,
        GlobalSecondaryIndexes: [
          {
            IndexName: 'one',
            KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
            Projection: { ProjectionType: 'ALL' },
          },
        ],
      },
      "Cannot update GSI's properties other than Provisioned Throughput",
    ],
  ])('refuses %s', (_, before, after, message) => {
    const { dynamoDb } = createWorld(before);
    expect(() => dynamoDb.updateTable('things', after)).toThrow(message);
  });

  it('gets and loses its stream', () => {
    const { dynamoDb, put } = createWorld();
    const StreamSpecification = { StreamViewType: 'NEW_IMAGE' };
    const first = dynamoDb.updateTable('things', { ...base, StreamSpecification }).streamArn ?? '';
    put(item('a'));
    expect(dynamoDb.updateTable('things', { ...base, StreamSpecification }).streamArn).toBe(first);
    expect(dynamoDb.updateTable('things', base).streamArn).toBeUndefined();
    put(item('b'));
    const other = { StreamViewType: 'KEYS_ONLY' };
    const second = dynamoDb.updateTable('things', { ...base, StreamSpecification: other }).streamArn ?? '';
    expect(second).not.toBe(first);
    put(item('c'));
    const written = (streamArn: string) =>
      dynamoDb.streams
        .shards(streamArn)
        .flatMap((shard) => dynamoDb.streams.read(streamArn, shard, undefined, 10))
        .map(({ dynamodb }) => dynamodb.Keys.pk);
    expect([written(first), written(second)]).toEqual([[{ S: 'a' }], [{ S: 'c' }]]);
  });

  it('begins and ends to remove expired items', async () => {
    const { dynamoDb, put, get, kernel } = createWorld();
    put({ ...item('a'), until: { N: String(START / 1000 + 60) } });
    const TimeToLiveSpecification = { AttributeName: 'until', Enabled: true };
    dynamoDb.updateTable('things', { ...base, TimeToLiveSpecification });
    await kernel.clock.run(() => false, START + HOUR);
    expect(get('a')).toBeUndefined();
    put({ ...item('b'), until: { N: String(START / 1000 + 7200) } });
    dynamoDb.updateTable('things', base);
    await kernel.clock.run(() => false, START + 3 * HOUR);
    expect(get('b')).toBeDefined();
  });

  it('loses and gains its deletion protection', () => {
    const { dynamoDb } = createWorld({ DeletionProtectionEnabled: true });
    expect(() => dynamoDb.deleteTable('things')).toThrow('protected against deletion');
    dynamoDb.updateTable('things', base);
    dynamoDb.deleteTable('things');
    expectError(
      () => dynamoDb.updateTable('things', base),
      'ResourceNotFoundException',
      'Requested resource not found: Table: things not found',
    );
  });
});
