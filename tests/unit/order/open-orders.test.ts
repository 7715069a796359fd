import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { OPEN_SHARDS, type OrderRow } from '../../../src/services/order/decisions.ts';
import { dueOrders } from '../../../src/services/order/open-orders.ts';
import { MINUTE, rows, TEN } from './given.ts';

/** A table whose index shows these orders, and which has these rows by now. */
const given = (indexed: readonly OrderRow[], now: readonly OrderRow[] = indexed) => {
  const queries: QueryCommand['input'][] = [];
  const send = async (command: unknown) => {
    if (command instanceof GetCommand)
      return { Item: now.find(({ orderId }) => orderId === command.input.Key?.orderId) };
    if (!(command instanceof QueryCommand)) throw new Error('the table is never scanned');
    queries.push(command.input);
    const { ':shard': shard, ':now': until } = command.input.ExpressionAttributeValues ?? {};
    return {
      Items: indexed.filter(({ openShard, lookAgainAt = 0 }) => openShard === shard && lookAgainAt <= until),
    };
  };
  return { queries, due: dueOrders({ send } as unknown as DynamoDBDocumentClient, 'Orders') };
};

const order = (orderId: string, over: Partial<OrderRow> = {}): OrderRow => ({
  ...rows.created,
  orderId,
  ...over,
});

describe('dueOrders', () => {
  it('asks every shard of the sparse index, and only for so many', async () => {
    const { queries, due } = given([]);
    expect(await due(TEN, 50)).toEqual([]);
    expect(queries.map(({ IndexName, Limit }) => [IndexName, Limit])).toEqual(
      OPEN_SHARDS.map(() => ['open', 50]),
    );
    const shards = queries.map(({ ExpressionAttributeValues: values }) => values?.[':shard']);
    expect(new Set(shards)).toEqual(new Set(OPEN_SHARDS));
  });

  it('finds what is due on any shard', async () => {
    const orders = OPEN_SHARDS.map((openShard) => order(`order-${openShard}`, { openShard }));
    const { due } = given(orders);
    expect(await due(TEN + 5 * MINUTE - 1, 50)).toEqual([]);
    expect(await due(TEN + 5 * MINUTE, 50)).toEqual(orders);
  });

  it('leaves out what the index, which lags behind, still shows: closed, looked at already, or gone', async () => {
    const { openShard: _s, lookAgainAt: _l, ...closed } = rows.completed;
    const indexed = ['closed', 'later', 'gone', 'due'].map((orderId) => order(orderId));
    const { due } = given(indexed, [
      { ...closed, orderId: 'closed' },
      order('later', { lookAgainAt: TEN + 10 * MINUTE }),
      order('due'),
    ]);
    expect(await due(TEN + 5 * MINUTE, 50)).toEqual([order('due')]);
  });
});
