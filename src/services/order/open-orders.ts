import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { OPEN_SHARDS, type OrderRow } from './decisions.ts';

/** The open orders that are due at `now` (epoch ms), oldest first within a shard, at most `limit` a shard. */
export type DueOrders = (now: number, limit: number) => Promise<OrderRow[]>;

/** Reads the sparse index, never the table: the cost grows with the orders that are due, not with all there are. */
export const dueOrders =
  (client: DynamoDBDocumentClient, tableName: string): DueOrders =>
  async (now, limit) => {
    const due = await Promise.all(OPEN_SHARDS.map((shard) => keysDue(client, tableName, shard, now, limit)));
    const rows = await Promise.all(
      due.flat().map(async (orderId) => {
        const { Item } = await client.send(new GetCommand({ TableName: tableName, Key: { orderId } }));
        return Item as OrderRow | undefined;
      }),
    );
    return rows.filter(
      (row) => row !== undefined && (row.lookAgainAt ?? Number.POSITIVE_INFINITY) <= now,
    ) as OrderRow[];
  };

const keysDue = async (
  client: DynamoDBDocumentClient,
  tableName: string,
  shard: string,
  now: number,
  limit: number,
): Promise<string[]> => {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: tableName,
      IndexName: 'open',
      KeyConditionExpression: 'openShard = :shard AND lookAgainAt <= :now',
      ExpressionAttributeValues: { ':shard': shard, ':now': now },
      Limit: limit,
    }),
  );
  return Items.map((item) => item.orderId as string);
};
