import { describe, expect, it } from '@jest/globals';
import { createWorld, expectError, expectValidation } from './world.ts';

const withSort = {
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'N' },
  ],
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
};

const withIndex = {
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'due', AttributeType: 'N' },
    { AttributeName: 'shard', AttributeType: 'S' },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'by-due',
      KeySchema: [
        { AttributeName: 'shard', KeyType: 'HASH' },
        { AttributeName: 'due', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
};

describe('items', () => {
  it('are put, read in part, and deleted', () => {
    const { call, put, get } = createWorld();
    expect(put({ pk: { S: 'a' }, l: { L: [] }, m: { M: { x: { N: '1.0' }, y: { N: '2' } } } })).toEqual({});
    expect(get('a')).toEqual({ pk: { S: 'a' }, l: { L: [] }, m: { M: { x: { N: '1' }, y: { N: '2' } } } });
    expect(call('GetItem', { Key: { pk: { S: 'a' } }, ProjectionExpression: 'm.y, absent, l[7]' })).toEqual({
      Item: { m: { M: { y: { N: '2' } } } },
    });
    const { Attributes } = call('DeleteItem', { Key: { pk: { S: 'a' } }, ReturnValues: 'ALL_OLD' });
    expect(Attributes).toMatchObject({ pk: { S: 'a' } });
    expect(call('GetItem', { Key: { pk: { S: 'a' } } })).toEqual({});
    expect(call('DeleteItem', { Key: { pk: { S: 'a' } }, ReturnValues: 'ALL_OLD' })).toEqual({});
  });

  it('are found by the number of a key, however it is written', () => {
    const { call, put } = createWorld(withSort);
    put({ pk: { S: 'a' }, sk: { N: '1.50' } });
    expect(call('GetItem', { Key: { pk: { S: 'a' }, sk: { N: '15e-1' } } }).Item).toEqual({
      pk: { S: 'a' },
      sk: { N: '1.5' },
    });
  });

  it.each([
    [{}, 'One or more parameter values were invalid: Missing the key pk in the item'],
    [
      { pk: { N: '1' } },
      'One or more parameter values were invalid: Type mismatch for key pk expected: S actual: N',
    ],
    [
      { pk: { S: '' } },
      'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk',
    ],
    [
      { pk: { S: 'x'.repeat(2049) } },
      'One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048 bytes',
    ],
    [
      { pk: { S: 'a' }, due: { S: 'soon' } },
      'One or more parameter values were invalid: Type mismatch for Index Key due Expected: N Actual: S IndexName: by-due',
    ],
    [
      { pk: { S: 'a' }, shard: { S: '' } },
      'One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty string value. IndexName: by-due, IndexKey: shard',
    ],
    [{ pk: { S: 'a' }, v: { S: 'x'.repeat(400 * 1024) } }, 'Item size has exceeded the maximum allowed size'],
    [
      { pk: { S: 'a' }, v: { SS: ['x', 'x'] } },
      'One or more parameter values were invalid: Input collection [x, x] contains duplicates.',
    ],
    [{ pk: { S: 'a' }, v: { NS: ['1', '1.0'] } }, /contains duplicates/],
    [
      { pk: { S: 'a' }, v: { SS: [] } },
      'One or more parameter values were invalid: An string set  may not be empty',
    ],
    [
      { pk: { S: 'a' }, v: { N: '1', S: '1' } },
      'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
    ],
    [
      { pk: { S: 'a' }, v: { NULL: false } },
      'One or more parameter values were invalid: Null attribute value types must have the value of true',
    ],
  ])('are refused: %#', (item, message) => {
    const { put } = createWorld(withIndex);
    expectValidation(() => put(item), message);
  });

  it('take exactly their key in requests', () => {
    const { call } = createWorld();
    for (const Key of [{}, { pk: { N: '1' } }, { pk: { S: 'a' }, sk: { S: 'b' } }]) {
      expectValidation(() => call('GetItem', { Key }), 'The provided key element does not match the schema');
    }
  });

  it('refuse an index key of the wrong type in an update', () => {
    const { call } = createWorld(withIndex);
    expectValidation(
      () =>
        call('UpdateItem', {
          Key: { pk: { S: 'a' } },
          UpdateExpression: 'SET due = :v',
          ExpressionAttributeValues: { ':v': { S: 'x' } },
        }),
      'The update expression attempted to update the secondary index key to unsupported type',
    );
  });

  it('refuse what the lab leaves out or lacks, by name', () => {
    const { call, send } = createWorld();
    expectValidation(
      () => call('PutItem', { Item: { pk: { S: 'a' } }, Expected: {} }),
      'The legacy parameter Expected is not supported by the lab; use ConditionExpression',
    );
    expectValidation(
      () => send('GetItem', { Key: { pk: { S: 'a' } } }),
      "1 validation error detected: Value null at 'tableName' failed to satisfy constraint: Member must not be null",
    );
    expectError(
      () => send('GetItem', { TableName: 'none', Key: {} }),
      'ResourceNotFoundException',
      'Requested resource not found',
    );
  });
});

// API Reference, BatchGetItem and BatchWriteItem.
describe('batches', () => {
  const put = (pk: string) => ({ PutRequest: { Item: { pk: { S: pk } } } });
  const remove = (pk: string) => ({ DeleteRequest: { Key: { pk: { S: pk } } } });
  const key = (pk: string) => ({ pk: { S: pk } });

  it('write and read', () => {
    const { send } = createWorld();
    expect(send('BatchWriteItem', { RequestItems: { things: [put('a'), put('b')] } })).toEqual({
      UnprocessedItems: {},
    });
    send('BatchWriteItem', { RequestItems: { things: [remove('a'), put('c')] } });
    const { Responses, UnprocessedKeys } = send('BatchGetItem', {
      RequestItems: { things: { Keys: [key('a'), key('b'), key('c')] } },
    });
    expect(Responses).toEqual({ things: [key('b'), key('c')] });
    expect(UnprocessedKeys).toEqual({});
  });

  it('refuse duplicates and too many', () => {
    const { send } = createWorld();
    const write = (things: object[]) => () => send('BatchWriteItem', { RequestItems: { things } });
    expectValidation(write([put('a'), remove('a')]), 'Provided list of item keys contains duplicates');
    expectValidation(
      write(Array.from({ length: 26 }, (_, i) => put(`${i}`))),
      'Too many items requested for the BatchWriteItem call',
    );
    const read = (Keys: object[]) => () => send('BatchGetItem', { RequestItems: { things: { Keys } } });
    expectValidation(read([key('a'), key('a')]), 'Provided list of item keys contains duplicates');
    expectValidation(
      read(Array.from({ length: 101 }, (_, i) => key(`${i}`))),
      'Too many items requested for the BatchGetItem call',
    );
  });
});
