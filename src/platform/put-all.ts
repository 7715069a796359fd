import { setTimeout } from 'node:timers/promises';
import { BatchWriteCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** BatchWriteItem takes no more. */
const BATCH = 25;
const MAX_TRIES = 8;
const BACKOFF_MS = 50;

/**
 * Puts items, whatever stood there before; what a throttled table leaves unprocessed is tried again, ever later.
 *
 * @throws Error when items are still unprocessed after that
 */
export const putAll = async (
  client: DynamoDBDocumentClient,
  tableName: string,
  items: readonly object[],
  pause: (ms: number) => Promise<unknown> = setTimeout,
): Promise<void> => {
  for (let start = 0; start < items.length; start += BATCH) {
    let left = items.slice(start, start + BATCH).map((Item) => ({ PutRequest: { Item: { ...Item } } }));
    for (let tries = 1; left.length > 0; tries++) {
      const { UnprocessedItems } = await client.send(
        new BatchWriteCommand({ RequestItems: { [tableName]: left } }),
      );
      left = (UnprocessedItems?.[tableName] ?? []) as typeof left;
      if (left.length === 0) break;
      if (tries === MAX_TRIES) throw new Error(`${tableName}: ${left.length} items could not be written`);
      await pause(BACKOFF_MS * 2 ** tries);
    }
  }
};
