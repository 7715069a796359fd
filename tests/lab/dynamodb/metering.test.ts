import { describe, expect, it } from '@jest/globals';
import { itemSize } from '../../../lab/dynamodb/item-size.ts';
import { createWorld } from './world.ts';

const key = { pk: { S: 'a' } };
/** An item of so many bytes. */
const sized = (bytes: number, pk = 'a') => ({ pk: { S: pk }, x: { S: 'x'.repeat(bytes - 4) } });

const index = {
  AttributeDefinitions: ['pk', 'g'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
  GlobalSecondaryIndexes: [
    {
      IndexName: 'by-g',
      KeySchema: [{ AttributeName: 'g', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['kept'] },
    },
  ],
};

// Developer Guide, "DynamoDB item sizes and formats".
describe('the size of an item', () => {
  it.each([
    [{ pk: { S: 'naïve' } }, 2 + 6],
    [{ n: { N: '1234.5' } }, 1 + 3 + 1],
    [{ n: { N: '-120000' } }, 1 + 1 + 1 + 1],
    [{ b: { B: 'AQID' }, t: { BOOL: true }, z: { NULL: true } }, 4 + 2 + 2],
    [{ l: { L: [{ S: 'ab' }, { S: 'c' }] } }, 1 + 3 + 2 + 3],
    [{ m: { M: { ab: { S: 'c' } } } }, 1 + 3 + 1 + 3],
    [{ s: { SS: ['ab', 'c'] } }, 1 + 3],
  ] as const)('%j is %d bytes', (item, bytes) => {
    expect(itemSize(item)).toBe(bytes);
  });
});

// Developer Guide, "DynamoDB read and write operations".
describe('units', () => {
  it('of writes: one for each KB begun of the greater of before and after', () => {
    const { call, put, units } = createWorld();
    put(sized(1024));
    expect(units()).toBe(1);
    put(sized(1025));
    expect(units()).toBe(2);
    put(key);
    expect(units()).toBe(2);
    call('UpdateItem', {
      Key: key,
      UpdateExpression: 'SET n = :n',
      ExpressionAttributeValues: { ':n': { N: '1' } },
    });
    expect(units()).toBe(1);
    put(sized(3000));
    units();
    call('DeleteItem', { Key: key });
    expect(units()).toBe(3);
    call('DeleteItem', { Key: key });
    expect(units()).toBe(1);
  });

  it('of a failed condition: as if the item were written as it is', () => {
    const { call, put, units } = createWorld();
    put(sized(3000));
    units();
    expect(() => call('PutItem', { Item: key, ConditionExpression: 'attribute_not_exists(pk)' })).toThrow();
    expect(units()).toBe(3);
    expect(() =>
      call('DeleteItem', { Key: { pk: { S: 'b' } }, ConditionExpression: 'attribute_exists(pk)' }),
    ).toThrow();
    expect(units()).toBe(1);
  });

  it('of reads: one for each 4 KB begun, half of it eventually consistent', () => {
    const { call, put, units } = createWorld();
    put(sized(4097));
    units();
    call('GetItem', { Key: key });
    expect(units()).toBe(1);
    call('GetItem', { Key: key, ConsistentRead: true });
    expect(units()).toBe(2);
    call('GetItem', { Key: { pk: { S: 'none' } } });
    expect(units()).toBe(0.5);
    put(sized(4000, 'b'));
    units();
    call('Scan', {});
    expect(units()).toBe(1);
    call('Scan', { ConsistentRead: true });
    expect(units()).toBe(2);
  });

  it('of transactions: twice as many', () => {
    const { send, units } = createWorld();
    const Put = { TableName: 'things', Item: sized(1500) };
    const request = { ClientRequestToken: 't', TransactItems: [{ Put }], ReturnConsumedCapacity: 'TOTAL' };
    expect(send('TransactWriteItems', request).ConsumedCapacity).toEqual([
      { TableName: 'things', CapacityUnits: 4, WriteCapacityUnits: 4 },
    ]);
    expect(units()).toBe(4);
    expect(send('TransactWriteItems', request).ConsumedCapacity).toEqual([
      { TableName: 'things', CapacityUnits: 2, ReadCapacityUnits: 2 },
    ]);
    units();
    send('TransactGetItems', { TransactItems: [{ Get: { TableName: 'things', Key: key } }] });
    expect(units()).toBe(2);
  });

  // Developer Guide, "Using Global Secondary Indexes", write throughput considerations.
  it('of an index: new 1, key changed 2, projected attribute changed 1, nothing 0, deleted 1', () => {
    const { put, units } = createWorld(index);
    const write = (item: object): number => {
      put({ ...key, ...item });
      return units() - 1;
    };
    expect(write({})).toBe(0);
    expect(write({ g: { S: '1' } })).toBe(1);
    expect(write({ g: { S: '2' } })).toBe(2);
    expect(write({ g: { S: '2' }, kept: { N: '1' } })).toBe(1);
    expect(write({ g: { S: '2' }, kept: { N: '1' }, spare: { N: '1' } })).toBe(0);
    expect(write({})).toBe(1);
  });

  it('are reported to who asks, and metered by caller and table', () => {
    const { call, put, meter } = createWorld(index);
    const item = { ...key, g: { S: '1' } };
    expect(call('PutItem', { Item: item, ReturnConsumedCapacity: 'INDEXES' }).ConsumedCapacity).toEqual({
      TableName: 'things',
      CapacityUnits: 2,
      Table: { CapacityUnits: 1 },
      GlobalSecondaryIndexes: { 'by-g': { CapacityUnits: 1 } },
    });
    put(item);
    expect(meter.read()).toEqual([
      { unit: 'dynamodb.writeUnits', quantity: 3, caller: 'user', resource: 'things' },
    ]);
    expect(call('GetItem', { Key: key, ReturnConsumedCapacity: 'TOTAL' }).ConsumedCapacity).toEqual({
      TableName: 'things',
      CapacityUnits: 0.5,
    });
  });
});
