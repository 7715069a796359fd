import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { MINUTE } from '../../platform/clock.ts';
import { measure } from '../../platform/metrics.ts';
import { OPEN_SHARDS, type OrderRow } from './decisions.ts';

/** The deadlines of all open orders, epoch ms. */
export type OpenDeadlines = () => Promise<readonly number[]>;

/**
 * Reads the whole sparse index, about 50 open orders for half a read unit. It is sorted by the next look, which says
 * nothing of an order's age; so it carries the deadline, which never changes and costs no further write.
 */
export const openDeadlines =
  (client: DynamoDBDocumentClient, tableName: string): OpenDeadlines =>
  async () =>
    (await Promise.all(OPEN_SHARDS.map((shard) => deadlinesIn(client, tableName, shard)))).flat();

const deadlinesIn = async (
  client: DynamoDBDocumentClient,
  tableName: string,
  shard: string,
): Promise<readonly number[]> => {
  const deadlines: number[] = [];
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
    deadlines.push(...((page.Items ?? []) as Pick<OrderRow, 'deadline'>[]).map(({ deadline }) => deadline));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return deadlines;
};

export interface CensusDeps {
  readonly deadlines: OpenDeadlines;
  readonly clock: () => number;
  readonly timeoutMinutes: number;
}

/** Measures how many orders are open, and how old the oldest is. Silence means that nobody looks any more. */
export const takeCensus = async ({ deadlines, clock, timeoutMinutes }: CensusDeps): Promise<void> => {
  const open = await deadlines();
  const oldest = open.reduce((earliest, deadline) => Math.min(earliest, deadline), Number.POSITIVE_INFINITY);
  const age = open.length === 0 ? 0 : (clock() - (oldest - timeoutMinutes * MINUTE)) / 1000;
  measure({ OpenOrders: open.length, OldestOpenOrderAge: Math.max(0, Math.round(age)) }, {});
};
