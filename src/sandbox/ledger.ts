import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';

/** One movement of money. Written once, never changed. Times are epoch ms, amounts minor units. */
export type Entry = ChargeEntry | RefundEntry;

interface Movement {
  /** The idempotency key: one key, one movement. */
  readonly key: string;
  readonly amount: number;
  readonly currency: string;
  readonly transactionId: string;
  readonly createdAt: number;
}

export interface ChargeEntry extends Movement {
  readonly kind: 'charge';
  readonly token: string;
  /** When it takes effect; absent when it did at once. */
  readonly landsAt?: number;
}

export interface RefundEntry extends Movement {
  readonly kind: 'refund';
  readonly chargeKey: string;
}

export interface Ledger {
  /** Strongly consistent. */
  read(key: string): Promise<Entry | undefined>;
  /** Enters it, unless its key is taken: answers the entry that stands under the key, the new one or the old. */
  enter(entry: Entry): Promise<Entry>;
}

export const dynamoLedger = (client: DynamoDBDocumentClient, tableName: string): Ledger => ({
  read: async (key) => {
    const { Item } = await client.send(
      new GetCommand({ TableName: tableName, Key: { key }, ConsistentRead: true }),
    );
    return Item as Entry | undefined;
  },
  enter: async (entry) => {
    try {
      await client.send(
        new PutCommand({
          TableName: tableName,
          Item: entry,
          ConditionExpression: 'attribute_not_exists(#key)',
          ExpressionAttributeNames: { '#key': 'key' },
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return entry;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException && error.Item)
        return unmarshall(error.Item) as Entry;
      throw error;
    }
  },
});
