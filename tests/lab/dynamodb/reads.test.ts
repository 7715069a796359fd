import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createWorld, expectValidation } from './world.ts';

const tableOf = (type: 'S' | 'N' | 'B') => ({
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: type },
  ],
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
});

const create = (type: 'S' | 'N' | 'B', sorts: readonly string[]) => {
  const world = createWorld(tableOf(type));
  for (const sort of sorts) world.put({ pk: { S: 'p' }, sk: { [type]: sort } });
  const query = (condition = '', values: object = {}, more: object = {}) =>
    world.call('Query', {
      KeyConditionExpression: `pk = :p${condition}`,
      ExpressionAttributeValues: { ':p': { S: 'p' }, ...values },
      ...more,
    });
  const sortsOf = (answer: { Items: { sk: Record<string, string> }[] }) =>
    answer.Items.map(({ sk }) => sk[type]);
  return { ...world, query, sortsOf };
};

// API Reference, Query.
describe('Query', () => {
  it.each([
    ['', {}, ['1', '2', '10', '20']],
    [' AND sk = :v', { ':v': { N: '2' } }, ['2']],
    [' AND sk < :v', { ':v': { N: '10' } }, ['1', '2']],
    [' AND sk <= :v', { ':v': { N: '10' } }, ['1', '2', '10']],
    [' AND sk > :v', { ':v': { N: '2' } }, ['10', '20']],
    [' AND sk >= :v', { ':v': { N: '3' } }, ['10', '20']],
    [' AND sk BETWEEN :v AND :w', { ':v': { N: '2' }, ':w': { N: '10' } }, ['2', '10']],
  ])('finds by the sort key%s', (condition, values, expected) => {
    const { query, sortsOf } = create('N', ['20', '1', '10', '2']);
    expect(sortsOf(query(condition, values))).toEqual(expected);
    expect(sortsOf(query(condition, values, { ScanIndexForward: false }))).toEqual(expected.toReversed());
  });

  it('finds by a beginning', () => {
    const { query, sortsOf } = create('S', ['a', 'ab', 'abc', 'b', 'ab\u{1F355}']);
    const found = query(' AND begins_with(sk, :v)', { ':v': { S: 'ab' } });
    expect(sortsOf(found)).toEqual(['ab', 'abc', 'ab\u{1F355}']);
  });

  it('orders strings by their bytes', () => {
    const { query, sortsOf } = create('S', ['\u{1F355}', '\uFF5E', 'z']);
    expect(sortsOf(query())).toEqual(['z', '\uFF5E', '\u{1F355}']);
  });

  it('pages on from any key, forwards and backwards, without loss or repetition', () => {
    const sorts = ['1', '2', '3', '4', '5', '6', '7'];
    const { query, sortsOf } = create('N', sorts);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.boolean(), (Limit, ScanIndexForward) => {
        const seen: (string | undefined)[] = [];
        let ExclusiveStartKey: object | undefined;
        do {
          const page = query(
            '',
            {},
            { Limit, ScanIndexForward, ...(ExclusiveStartKey && { ExclusiveStartKey }) },
          );
          seen.push(...sortsOf(page));
          ExclusiveStartKey = page.LastEvaluatedKey;
        } while (ExclusiveStartKey);
        expect(seen).toEqual(ScanIndexForward ? sorts : sorts.toReversed());
      }),
    );
  });

  it('counts what it read and what the filter let through', () => {
    const { query } = create('N', ['1', '2', '3']);
    const more = { FilterExpression: 'attribute_exists(absent)' };
    expect(query('', {}, more)).toEqual({ Items: [], Count: 0, ScannedCount: 3 });
    expect(query('', {}, { Select: 'COUNT' })).toEqual({ Count: 3, ScannedCount: 3 });
  });

  it('ends a page at 1 MB', () => {
    const { query, put } = create('N', []);
    for (const sort of ['1', '2', '3']) {
      put({ pk: { S: 'p' }, sk: { N: sort }, large: { S: 'x'.repeat(399 * 1024) } });
    }
    const { Count, LastEvaluatedKey } = query();
    expect([Count, LastEvaluatedKey]).toEqual([2, { pk: { S: 'p' }, sk: { N: '2' } }]);
  });

  it.each([
    ['sk = :v', { ':v': { N: '1' } }, 'Query condition missed key schema element: pk'],
    ['pk > :v', { ':v': { S: 'p' } }, 'Query key condition not supported'],
    [
      'pk = :v',
      { ':v': { N: '1' } },
      'One or more parameter values were invalid: Condition parameter type does not match schema type',
    ],
    ['pk = :v OR sk = :v', { ':v': { S: '1' } }, 'Invalid operator used in KeyConditionExpression: OR'],
    ['pk = :v AND x = :v', { ':v': { S: '1' } }, 'Query condition missed key schema element: sk'],
    [
      'pk = :v AND pk = :v',
      { ':v': { S: '1' } },
      'KeyConditionExpressions must only contain one condition per key',
    ],
  ])('refuses %s', (KeyConditionExpression, ExpressionAttributeValues, message) => {
    const { call } = create('N', []);
    expectValidation(() => call('Query', { KeyConditionExpression, ExpressionAttributeValues }), message);
  });

  it('refuses keys in a filter, and a start elsewhere', () => {
    const { query, call } = create('N', []);
    expectValidation(
      () => query('', {}, { FilterExpression: 'attribute_exists(sk)' }),
      'Filter Expression can only contain non-primary key attributes: Primary key attribute: sk',
    );
    expectValidation(
      () => query('', {}, { ExclusiveStartKey: { pk: { S: 'q' }, sk: { N: '1' } } }),
      'The provided starting key is outside query boundaries based on provided conditions',
    );
    expectValidation(
      () => query('', {}, { ExclusiveStartKey: { pk: { S: 'p' } } }),
      /^The provided starting key is invalid/,
    );
    expectValidation(
      () => call('Query', {}),
      /^Either the KeyConditions or KeyConditionExpression parameter/,
    );
  });
});

// API Reference, Scan.
describe('Scan', () => {
  const fill = () => {
    const world = createWorld();
    const names = Array.from({ length: 20 }, (_, i) => `item ${i}`);
    for (const pk of names) world.put({ pk: { S: pk } });
    const collect = (input: object): string[] => {
      const seen: string[] = [];
      let ExclusiveStartKey: object | undefined;
      do {
        const page = world.call('Scan', {
          Limit: 3,
          ...input,
          ...(ExclusiveStartKey && { ExclusiveStartKey }),
        });
        seen.push(...page.Items.map(({ pk }: { pk: { S: string } }) => pk.S));
        ExclusiveStartKey = page.LastEvaluatedKey;
      } while (ExclusiveStartKey);
      return seen;
    };
    return { ...world, names, collect };
  };

  it('pages over everything once', () => {
    const { names, collect } = fill();
    expect(collect({}).toSorted()).toEqual(names.toSorted());
  });

  it('is divided among segments', () => {
    const { names, collect } = fill();
    const segments = [0, 1, 2].map((Segment) => collect({ Segment, TotalSegments: 3 }));
    expect(segments.flat().toSorted()).toEqual(names.toSorted());
    expect(segments.every(({ length }) => length > 0)).toBe(true);
  });

  it('goes on from a key that is deleted meanwhile', () => {
    const { call } = fill();
    const first = call('Scan', { Limit: 5 });
    call('DeleteItem', { Key: first.LastEvaluatedKey });
    const rest = call('Scan', { ExclusiveStartKey: first.LastEvaluatedKey });
    expect(first.Count + rest.Count).toBe(20);
  });
});

// Developer Guide, "Using Global Secondary Indexes in DynamoDB".
describe('a global secondary index', () => {
  const index = (Projection: object) => ({
    AttributeDefinitions: ['pk', 'group', 'rank'].map((AttributeName) => ({
      AttributeName,
      AttributeType: 'S',
    })),
    GlobalSecondaryIndexes: [
      {
        IndexName: 'by-group',
        KeySchema: [
          { AttributeName: 'group', KeyType: 'HASH' },
          { AttributeName: 'rank', KeyType: 'RANGE' },
        ],
        Projection,
      },
    ],
  });
  const query = {
    IndexName: 'by-group',
    KeyConditionExpression: '#g = :g',
    ExpressionAttributeNames: { '#g': 'group' },
    ExpressionAttributeValues: { ':g': { S: 'g' } },
  };
  const item = (pk: string, rank?: string) => ({
    pk: { S: pk },
    group: { S: 'g' },
    ...(rank !== undefined && { rank: { S: rank } }),
    kept: { N: '1' },
    spare: { N: '2' },
  });

  it('is sparse, ordered, and follows every write', () => {
    const { call, put } = createWorld(index({ ProjectionType: 'ALL' }));
    const found = () => call('Query', query).Items.map(({ pk }: { pk: { S: string } }) => pk.S);
    for (const [pk, rank] of [['a', '2'], ['b', '1'], ['c'], ['d', '2']] as const) put(item(pk, rank));
    expect(found()).toEqual(['b', 'a', 'd']);
    const move = { UpdateExpression: 'SET #r = :r', ExpressionAttributeNames: { '#r': 'rank' } };
    call('UpdateItem', { Key: { pk: { S: 'b' } }, ...move, ExpressionAttributeValues: { ':r': { S: '3' } } });
    call('UpdateItem', {
      Key: { pk: { S: 'a' } },
      UpdateExpression: 'REMOVE #r',
      ExpressionAttributeNames: { '#r': 'rank' },
    });
    expect(found()).toEqual(['d', 'b']);
    call('DeleteItem', { Key: { pk: { S: 'd' } } });
    expect(found()).toEqual(['b']);
  });

  it.each([
    [{ ProjectionType: 'ALL' }, item('a', '1')],
    [{ ProjectionType: 'KEYS_ONLY' }, { pk: { S: 'a' }, group: { S: 'g' }, rank: { S: '1' } }],
    [
      { ProjectionType: 'INCLUDE', NonKeyAttributes: ['kept'] },
      { pk: { S: 'a' }, group: { S: 'g' }, rank: { S: '1' }, kept: { N: '1' } },
    ],
  ])('projects %j', (projection, expected) => {
    const { call, put } = createWorld(index(projection));
    put(item('a', '1'));
    expect(call('Query', query).Items).toEqual([expected]);
  });

  it('pages by both keys', () => {
    const { call, put } = createWorld(index({ ProjectionType: 'KEYS_ONLY' }));
    for (const pk of ['a', 'b', 'c']) put(item(pk, '1'));
    const first = call('Query', { ...query, Limit: 2 });
    expect(first.LastEvaluatedKey).toEqual({ group: { S: 'g' }, rank: { S: '1' }, pk: { S: 'b' } });
    const rest = call('Query', { ...query, ExclusiveStartKey: first.LastEvaluatedKey });
    expect(rest.Items).toMatchObject([{ pk: { S: 'c' } }]);
  });

  it('refuses what it cannot answer', () => {
    const { call } = createWorld(index({ ProjectionType: 'KEYS_ONLY' }));
    expectValidation(
      () => call('Query', { ...query, ConsistentRead: true }),
      'Consistent reads are not supported on global secondary indexes',
    );
    expectValidation(
      () => call('Query', { ...query, IndexName: 'none' }),
      'The table does not have the specified index: none',
    );
    expectValidation(
      () => call('Query', { ...query, Select: 'ALL_ATTRIBUTES' }),
      /because its projection type is not ALL$/,
    );
    expectValidation(
      () => call('Query', { ...query, ProjectionExpression: 'spare' }),
      'One or more parameter values were invalid: Global secondary index by-group does not project [spare]',
    );
  });
});
