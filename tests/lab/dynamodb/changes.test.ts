import { describe, expect, it } from '@jest/globals';
import { createDynamoDb } from '../../../lab/dynamodb/index.ts';
import { virtualKernel } from '../../../lab/kernel/kernel.ts';
import { createMeter } from '../../../lab/meter/meter.ts';

describe('an observer of changes', () => {
  it('sees each change of an item when it is made, with or without a stream', () => {
    const seen: unknown[] = [];
    const { createTable, service } = createDynamoDb({
      kernel: virtualKernel({ seed: 1, startAt: 0 }),
      meter: createMeter(),
      onChange: (...change) => void seen.push(change),
    });
    createTable({
      TableName: 'things',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    });
    const [TableName, Key] = ['things', { pk: { S: 'a' } }];
    const [one, two] = [
      { ...Key, n: { N: '1' } },
      { ...Key, n: { N: '2' } },
    ];
    const caller = { name: 'user' };
    for (const Item of [one, one, two]) service.operations.PutItem({ TableName, Item }, caller);
    service.operations.DeleteItem({ TableName, Key }, caller);
    expect(seen).toEqual([
      ['things', undefined, one],
      ['things', one, two],
      ['things', two, undefined],
    ]);
  });
});
