import { type DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';
import { OPEN_SHARDS } from '../../src/services/order/decisions.ts';

/** How many orders of a stage are open, by the sparse index that the reconciler reads. */
export const countOpenOrders = async (
  client: DynamoDBDocumentClient,
  orderTable: string,
): Promise<number> => {
  let count = 0;
  for (const shard of OPEN_SHARDS) {
    const pages = paginateQuery(
      { client },
      {
        TableName: orderTable,
        IndexName: 'open',
        KeyConditionExpression: 'openShard = :shard',
        ExpressionAttributeValues: { ':shard': shard },
        Select: 'COUNT',
      },
    );
    for await (const { Count = 0 } of pages) count += Count;
  }
  return count;
};
