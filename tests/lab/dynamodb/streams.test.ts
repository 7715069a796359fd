import { describe, expect, it } from '@jest/globals';
import { MAX_RECORDS } from '../../../lab/dynamodb/stream.ts';
import { createWorld, START } from './world.ts';

const stream = (StreamViewType = 'NEW_AND_OLD_IMAGES') => ({ StreamSpecification: { StreamViewType } });
const ttl = { TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true } };
const key = { pk: { S: 'a' } };
const HOUR = 3_600_000;

const set = (n: string) => ({
  Key: key,
  UpdateExpression: 'SET n = :n',
  ExpressionAttributeValues: { ':n': { N: n } },
});

// Developer Guide, "Change data capture for DynamoDB Streams".
describe('a stream', () => {
  it('has each change once, in order, with both images', () => {
    const { call, records, streamArn } = createWorld(stream());
    call('UpdateItem', set('1'));
    call('UpdateItem', set('2'));
    call('DeleteItem', { Key: key });
    const [one, two] = [
      { ...key, n: { N: '1' } },
      { ...key, n: { N: '2' } },
    ];
    expect(records()).toMatchObject([
      {
        eventName: 'INSERT',
        eventSourceARN: streamArn,
        dynamodb: { Keys: key, NewImage: one, ApproximateCreationDateTime: START / 1000 },
      },
      { eventName: 'MODIFY', dynamodb: { OldImage: one, NewImage: two } },
      { eventName: 'REMOVE', dynamodb: { OldImage: two } },
    ]);
    expect(records()[0]?.dynamodb).not.toHaveProperty('OldImage');
    expect(records()[2]).not.toHaveProperty('userIdentity');
    const sequence = records().map(({ dynamodb }) => dynamodb.SequenceNumber);
    expect(sequence).toEqual(sequence.toSorted());
    expect(new Set(sequence.map(({ length }) => length)).size).toBe(1);
  });

  it('is silent about writes that change nothing', () => {
    const { call, put, records } = createWorld(stream());
    put({ ...key, tags: { SS: ['a', 'b'] }, n: { N: '1' } });
    put({ ...key, tags: { SS: ['b', 'a'] }, n: { N: '1.0' } });
    call('UpdateItem', set('1'));
    call('DeleteItem', { Key: { pk: { S: 'none' } } });
    expect(() => call('DeleteItem', { Key: key, ConditionExpression: 'attribute_not_exists(pk)' })).toThrow();
    expect(records()).toHaveLength(1);
  });

  it.each([
    ['KEYS_ONLY', false, false],
    ['NEW_IMAGE', true, false],
    ['OLD_IMAGE', false, true],
  ])('shows what %s says', (view, hasNew, hasOld) => {
    const { call, records } = createWorld(stream(view));
    call('UpdateItem', set('1'));
    call('UpdateItem', set('2'));
    const { dynamodb } = records()[1] ?? {};
    expect(dynamodb).toMatchObject({ Keys: key, StreamViewType: view });
    expect([dynamodb && 'NewImage' in dynamodb, dynamodb && 'OldImage' in dynamodb]).toEqual([
      hasNew,
      hasOld,
    ]);
  });

  it('calls back with the shard, is read on from a sequence number, and keeps 24 hours', async () => {
    const { call, dynamoDb, streamArn, kernel, records } = createWorld(stream());
    const { streams } = dynamoDb;
    const shards: string[] = [];
    const stop = streams.subscribe(streamArn, (shard) => shards.push(shard));
    call('UpdateItem', set('1'));
    kernel.clock.after(HOUR, () => call('UpdateItem', set('2')));
    await kernel.clock.run();
    stop();
    call('UpdateItem', set('3'));
    const [shard = ''] = shards;
    expect(shards).toEqual([shard, shard]);
    const [first] = streams.read(streamArn, shard, undefined, 1);
    const rest = streams.read(streamArn, shard, first?.dynamodb.SequenceNumber, 10);
    expect(rest.map(({ dynamodb }) => dynamodb.NewImage?.n)).toEqual([{ N: '2' }, { N: '3' }]);
    kernel.clock.after(23 * HOUR, () => undefined);
    await kernel.clock.run();
    expect(records()).toHaveLength(2);
  });

  it('keeps the newest of many records, and reading goes on from one that is gone', () => {
    const { call, dynamoDb, streamArn } = createWorld(stream());
    const { streams } = dynamoDb;
    call('UpdateItem', set('0'));
    const shard =
      streams.shards(streamArn).find((each) => streams.read(streamArn, each, undefined, 1).length > 0) ?? '';
    const [oldest] = streams.read(streamArn, shard, undefined, 1);
    for (let n = 1; n <= 2 * MAX_RECORDS; n++) call('UpdateItem', set(String(n)));
    const values = (after: string | undefined) =>
      streams.read(streamArn, shard, after, 3 * MAX_RECORDS).map(({ dynamodb }) => dynamodb.NewImage?.n);
    const newest = Array.from({ length: MAX_RECORDS }, (_, i) => ({ N: String(MAX_RECORDS + 1 + i) }));
    expect(values(undefined)).toEqual(newest);
    expect(values(oldest?.dynamodb.SequenceNumber)).toEqual(newest);
  });

  it('spreads items over four shards, one item always in the same', () => {
    const { put, dynamoDb, streamArn } = createWorld(stream());
    const { streams } = dynamoDb;
    for (let i = 0; i < 40; i++) put({ pk: { S: `item ${i % 20}` }, n: { N: `${i}` } });
    const shards = streams.shards(streamArn).map((shard) => streams.read(streamArn, shard, undefined, 100));
    expect(shards).toHaveLength(4);
    const items = shards.map(
      (records) => new Set(records.map(({ dynamodb }) => JSON.stringify(dynamodb.Keys))),
    );
    expect(items.reduce((sum, { size }) => sum + size, 0)).toBe(20);
    expect(items.every(({ size }) => size > 0)).toBe(true);
  });
});

// Developer Guide, "Using time to live (TTL) in DynamoDB".
describe('time to live', () => {
  const seconds = START / 1000;
  const expiring = (at: number) => ({ ...key, ttl: { N: String(at) } });

  it('leaves an expired item readable and writable until it is removed by the service', async () => {
    const { put, get, call, kernel, records } = createWorld({ ...stream(), ...ttl }, HOUR);
    put(expiring(seconds + 10));
    await kernel.clock.run(() => false, START + 10_001);
    expect(get('a')).toBeDefined();
    call('UpdateItem', set('1'));
    await kernel.clock.run(() => false, START + 10_000 + HOUR);
    expect(get('a')).toBeUndefined();
    expect(records().at(-1)).toMatchObject({
      eventName: 'REMOVE',
      userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' },
      dynamodb: { OldImage: { n: { N: '1' } } },
    });
  });

  it('follows an expiry that moves, either way', async () => {
    const { put, get, kernel } = createWorld(ttl);
    put(expiring(seconds + 10));
    put(expiring(seconds + 100));
    await kernel.clock.run(() => get('a') === undefined, START + 99_999);
    expect(get('a')).toBeDefined();
    put(expiring(seconds + 50));
    put({ pk: { S: 'b' }, ttl: { N: String(seconds + 200) } });
    put({ pk: { S: 'b' }, ttl: { N: String(seconds + 120) } });
    await kernel.clock.run(() => get('b') === undefined);
    expect([get('a'), kernel.clock.now()]).toEqual([undefined, START + 120_000]);
  });

  it('spares items whose attribute is no number, was taken away, or is older than five years', async () => {
    const { put, get, call, kernel } = createWorld(ttl);
    put({ pk: { S: 'text' }, ttl: { S: String(seconds) } });
    put({ pk: { S: 'ancient' }, ttl: { N: String(seconds - 6 * 365 * 86_400) } });
    put({ pk: { S: 'ms' }, ttl: { N: String(START + 1000) } });
    put(expiring(seconds + 10));
    call('UpdateItem', {
      Key: key,
      UpdateExpression: 'REMOVE #t',
      ExpressionAttributeNames: { '#t': 'ttl' },
    });
    await kernel.clock.run(() => false, START + 1_000_000);
    expect(['text', 'ancient', 'ms', 'a'].map((pk) => get(pk) !== undefined)).toEqual([
      true,
      true,
      true,
      true,
    ]);
  });

  it('does not keep the world from rest, and ends with the table', async () => {
    const { put, get, kernel, dynamoDb } = createWorld(ttl);
    put(expiring(seconds + 10));
    await kernel.clock.run();
    expect([get('a') !== undefined, kernel.clock.now()]).toEqual([true, START]);
    dynamoDb.deleteTable('things');
    expect(await kernel.clock.run(() => false, START + HOUR)).toBe(false);
    expect(kernel.clock.now()).toBe(START);
  });
});
