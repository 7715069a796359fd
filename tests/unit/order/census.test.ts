import type { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { openDeadlines, takeCensus } from '../../../src/services/order/census.ts';
import { OPEN_SHARDS } from '../../../src/services/order/decisions.ts';
import { measured } from '../platform/measured.ts';
import { MINUTE, TEN } from './given.ts';

const census = (deadlines: readonly number[]) =>
  measured(() => takeCensus({ deadlines: async () => deadlines, clock: () => TEN, timeoutMinutes: 30 }));

describe('the census', () => {
  it('counts the open orders, and says how old the oldest is: since it was placed, 30 minutes before its deadline', async () => {
    const deadlines = [TEN + 20 * MINUTE, TEN - 15 * MINUTE, TEN + 29 * MINUTE];
    expect(await census(deadlines)).toEqual([{ OpenOrders: 3, OldestOpenOrderAge: 45 * 60 }]);
  });

  it('is taken when nothing is open, too: silence means that nobody looks', async () => {
    expect(await census([])).toEqual([{ OpenOrders: 0, OldestOpenOrderAge: 0 }]);
  });
});

describe('the deadlines of the open orders', () => {
  it('are read from every shard of the sparse index, page after page', async () => {
    const asked: unknown[] = [];
    const send = async (command: QueryCommand) => {
      const { IndexName, ExpressionAttributeValues = {}, ExclusiveStartKey } = command.input;
      const shard = Number(ExpressionAttributeValues[':shard']);
      asked.push([IndexName, shard, ExclusiveStartKey?.page]);
      return ExclusiveStartKey === undefined
        ? { Items: [{ deadline: shard }], LastEvaluatedKey: { page: 2 } }
        : { Items: [{ deadline: shard + 100 }] };
    };
    const deadlines = await openDeadlines({ send } as unknown as DynamoDBDocumentClient, 'Orders')();
    const shards = OPEN_SHARDS.map(Number);
    expect([...deadlines].sort((a, b) => a - b)).toEqual([...shards, ...shards.map((shard) => shard + 100)]);
    expect(new Set(asked)).toEqual(
      new Set(
        shards.flatMap((shard) => [
          ['open', shard, undefined],
          ['open', shard, 2],
        ]),
      ),
    );
  });
});
