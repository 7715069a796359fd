import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { OPEN_SHARDS } from '../../../src/services/order/decisions.ts';
import { openOrders } from '../../../src/services/order/open-orders.ts';

describe('the open orders', () => {
  it('are read from every shard of the sparse index, page after page, and never from the table', async () => {
    const asked: unknown[] = [];
    const send = async (command: unknown) => {
      if (!(command instanceof QueryCommand)) throw new Error('the index is queried');
      const { IndexName, ExpressionAttributeValues = {}, ExclusiveStartKey } = command.input;
      const shard = String(ExpressionAttributeValues[':shard']);
      asked.push([IndexName, shard, ExclusiveStartKey?.page]);
      return ExclusiveStartKey === undefined
        ? { Items: [{ orderId: `${shard}-1` }], LastEvaluatedKey: { page: 2 } }
        : { Items: [{ orderId: `${shard}-2` }] };
    };
    const open = await openOrders({ send } as unknown as DynamoDBDocumentClient, 'Orders')();
    expect(open.map(({ orderId }) => orderId)).toEqual(
      OPEN_SHARDS.flatMap((shard) => [`${shard}-1`, `${shard}-2`]),
    );
    expect(new Set(asked)).toEqual(
      new Set(
        OPEN_SHARDS.flatMap((shard) => [
          ['open', shard, undefined],
          ['open', shard, 2],
        ]),
      ),
    );
  });
});
