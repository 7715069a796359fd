import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { OPEN_SHARDS, type OrderRow } from './decisions.ts';

/** An entry of the index of open orders; times in epoch ms. */
export type OpenOrder = Required<Pick<OrderRow, 'orderId' | 'lookAgainAt' | 'deadline'>>;

/** All orders that are open, as the index shows them: it may lag behind the table. */
export type OpenOrders = () => Promise<readonly OpenOrder[]>;

/**
 * Reads the sparse index, never the table: the cost grows with the orders that are open, about 50 of them for half a
 * read unit, not with all there are. It carries the deadline, which never changes and so costs no further write.
 */
export const openOrders =
  (client: DynamoDBDocumentClient, tableName: string): OpenOrders =>
  async () =>
    (await Promise.all(OPEN_SHARDS.map((shard) => entriesOf(client, tableName, shard)))).flat();

const entriesOf = async (
  client: DynamoDBDocumentClient,
  tableName: string,
  shard: string,
): Promise<readonly OpenOrder[]> => {
  const entries: OpenOrder[] = [];
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const page = await client.send(
      new QueryCommand({
        TableName: tableName,
        IndexName: 'open',
        KeyConditionExpression: 'openShard = :shard',
        ExpressionAttributeValues: { ':shard': shard },
        ExclusiveStartKey,
      }),
    );
    entries.push(...((page.Items ?? []) as OpenOrder[]));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return entries;
};
