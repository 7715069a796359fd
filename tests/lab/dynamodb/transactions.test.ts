import { describe, expect, it } from '@jest/globals';
import { createWorld, expectError, expectValidation } from './world.ts';

const key = (pk: string) => ({ TableName: 'things', Key: { pk: { S: pk } } });
const put = (pk: string, more: object = {}) => ({
  Put: { TableName: 'things', Item: { pk: { S: pk } }, ...more },
});
const increment = (pk: string) => ({
  Update: { ...key(pk), UpdateExpression: 'ADD n :v', ExpressionAttributeValues: { ':v': { N: '1' } } },
});

const reasonsOf = (run: () => unknown): unknown => {
  try {
    run();
  } catch (error) {
    return (error as { members: { CancellationReasons: unknown } }).members.CancellationReasons;
  }
  throw new Error('nothing was cancelled');
};

// API Reference, TransactWriteItems.
describe('TransactWriteItems', () => {
  it('writes everything', () => {
    const {
      send,
      put: putNow,
      get,
      records,
    } = createWorld({ StreamSpecification: { StreamViewType: 'KEYS_ONLY' } });
    putNow({ pk: { S: 'old' } });
    putNow({ pk: { S: 'kept' } });
    const answer = send('TransactWriteItems', {
      TransactItems: [
        put('new'),
        increment('counter'),
        { Delete: key('old') },
        { ConditionCheck: { ...key('kept'), ConditionExpression: 'attribute_exists(pk)' } },
      ],
    });
    expect(answer).toEqual({});
    expect([get('new'), get('counter')?.n, get('old'), get('kept')]).toEqual([
      { pk: { S: 'new' } },
      { N: '1' },
      undefined,
      { pk: { S: 'kept' } },
    ]);
    expect(records()).toHaveLength(5);
  });

  it('writes nothing when a condition fails, and says which, in order', () => {
    const { send, put: putNow, get } = createWorld();
    putNow({ pk: { S: 'there' }, n: { N: '7' } });
    const ConditionExpression = 'attribute_not_exists(pk)';
    const run = () =>
      send('TransactWriteItems', {
        TransactItems: [
          increment('counter'),
          put('there', { ConditionExpression, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }),
        ],
      });
    expectError(
      run,
      'TransactionCanceledException',
      'Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed]',
    );
    expect(reasonsOf(run)).toEqual([
      { Code: 'None' },
      {
        Code: 'ConditionalCheckFailed',
        Message: 'The conditional request failed',
        Item: { pk: { S: 'there' }, n: { N: '7' } },
      },
    ]);
    expect(get('counter')).toBeUndefined();
  });

  it('gives what does not fit an item as a reason, what is wrong in itself as a refusal', () => {
    const { send, put: putNow } = createWorld();
    putNow({ pk: { S: 'a' }, n: { S: 'text' } });
    expect(
      reasonsOf(() => send('TransactWriteItems', { TransactItems: [increment('a'), put('b')] })),
    ).toEqual([
      { Code: 'ValidationError', Message: 'An operand in the update expression has an incorrect data type' },
      { Code: 'None' },
    ]);
    expectValidation(
      () => send('TransactWriteItems', { TransactItems: [put('a', { ConditionExpression: 'status = n' })] }),
      'Invalid ConditionExpression: Attribute name is a reserved keyword; reserved keyword: status',
    );
  });

  it('refuses two actions on one item, more than 100, more than 4 MB, and unknown ones', () => {
    const { send } = createWorld();
    const run = (TransactItems: object[]) => () => send('TransactWriteItems', { TransactItems });
    expectValidation(
      run([put('a'), { Delete: key('a') }]),
      'Transaction request cannot include multiple operations on one item',
    );
    expectValidation(run(Array.from({ length: 101 }, (_, i) => put(`${i}`))), /less than or equal to 100/);
    const large = { S: 'x'.repeat(399 * 1024) };
    const items = Array.from({ length: 11 }, (_, i) => put('', { Item: { pk: { S: `${i}` }, large } }));
    expectValidation(run(items), /maximum allowed size/);
    expectValidation(run([{}]), 'TransactItems can only contain one of Check, Put, Update or Delete');
    expectValidation(run([]), /greater than or equal to 1/);
  });

  it('tells items apart whose keys run together', () => {
    const { send } = createWorld({
      AttributeDefinitions: ['pk', 'sk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    });
    const one = put('', { Item: { pk: { S: 'ab' }, sk: { S: 'c' } } });
    const other = put('', { Item: { pk: { S: 'a' }, sk: { S: 'bc' } } });
    expect(send('TransactWriteItems', { TransactItems: [one, other] })).toEqual({});
  });

  it('is idempotent under its token for ten minutes after it completed', async () => {
    const { send, get, kernel } = createWorld();
    const request = { ClientRequestToken: 't', TransactItems: [increment('a')] };
    send('TransactWriteItems', request);
    send('TransactWriteItems', request);
    expect(get('a').n).toEqual({ N: '1' });
    expectError(
      () => send('TransactWriteItems', { ...request, TransactItems: [increment('b')] }),
      'IdempotentParameterMismatchException',
      /same client token/,
    );
    kernel.clock.after(10 * 60_000, () => undefined);
    await kernel.clock.run();
    send('TransactWriteItems', request);
    expect(get('a').n).toEqual({ N: '2' });
  });

  it('may be repeated under its token after it was cancelled', () => {
    const { send, put: putNow, get } = createWorld();
    const condition = { ConditionExpression: 'attribute_exists(pk)' };
    const request = {
      ClientRequestToken: 't',
      TransactItems: [{ Update: { ...increment('a').Update, ...condition } }],
    };
    expect(() => send('TransactWriteItems', request)).toThrow('cancelled');
    putNow({ pk: { S: 'a' } });
    send('TransactWriteItems', request);
    expect(get('a').n).toEqual({ N: '1' });
  });
});

// API Reference, TransactGetItems.
describe('TransactGetItems', () => {
  it('reads in order, a missing item as nothing', () => {
    const { send, put: putNow } = createWorld();
    putNow({ pk: { S: 'a' }, n: { N: '1' }, m: { N: '2' } });
    const TransactItems = [{ Get: key('b') }, { Get: { ...key('a'), ProjectionExpression: 'n' } }];
    expect(send('TransactGetItems', { TransactItems })).toEqual({
      Responses: [{}, { Item: { n: { N: '1' } } }],
    });
  });
});
