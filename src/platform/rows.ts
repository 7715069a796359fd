import {
  ConditionalCheckFailedException,
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { AlsoWrite, Row } from './row.ts';

/** What became of a write. */
export type Written<R> =
  | { readonly kind: 'written' }
  /** Another version stands there: the row as it is now. */
  | { readonly kind: 'conflict'; readonly row: R | undefined }
  /** Other items of the transaction refused: their positions. */
  | { readonly kind: 'refused'; readonly positions: readonly number[] };

/** The rows of one service. */
export interface Rows<R extends Row> {
  /**
   * Eventually consistent unless `consistent`: for a change that is right, since a stale row costs a conflict at the
   * write, never a wrong decision.
   */
  read(orderId: string, options?: { readonly consistent: boolean }): Promise<R | undefined>;
  /** Writes the whole row, if `seen` is still its version (undefined: if there is none), with the other writes. */
  write(row: R, seen: number | undefined, also: readonly AlsoWrite[]): Promise<Written<R>>;
}

/**
 * The row is free: nobody has created it.        -> seen is undefined
 * The row is as seen: nobody has written since.  -> its version is the one seen
 */
const asSeen = (seen: number | undefined) =>
  seen === undefined
    ? { ConditionExpression: 'attribute_not_exists(orderId)' }
    : {
        ConditionExpression: 'version = :seen',
        ExpressionAttributeValues: { ':seen': seen },
      };

export const dynamoRows = <R extends Row>(client: DynamoDBDocumentClient, tableName: string): Rows<R> => {
  const put = (row: R, seen: number | undefined) => ({
    TableName: tableName,
    Item: row,
    ...asSeen(seen),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
  });
  return {
    read: async (orderId, { consistent } = { consistent: false }) => {
      const { Item } = await client.send(
        new GetCommand({
          TableName: tableName,
          Key: { orderId },
          ...(consistent && { ConsistentRead: true }),
        }),
      );
      return Item as R | undefined;
    },
    write: async (row, seen, also) => {
      try {
        if (also.length === 0) await client.send(new PutCommand(put(row, seen)));
        else
          await client.send(new TransactWriteCommand({ TransactItems: [{ Put: put(row, seen) }, ...also] }));
        return { kind: 'written' };
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException)
          return { kind: 'conflict', row: itemOf<R>(error.Item) };
        // Somebody's transaction holds the row at this moment; nothing is known but that another try may do.
        if (error instanceof TransactionConflictException) return { kind: 'refused', positions: [] };
        if (error instanceof TransactionCanceledException) return cancelled<R>(error);
        throw error;
      }
    },
  };
};

const itemOf = <R>(item: Parameters<typeof unmarshall>[0] | undefined): R | undefined =>
  item === undefined ? undefined : (unmarshall(item) as R);

/** Reasons stand in the order of the writes; the row's is the first. Anything transient is thrown on. */
const cancelled = <R>(error: TransactionCanceledException): Written<R> => {
  const [row, ...others] = error.CancellationReasons ?? [];
  if (row?.Code === 'ConditionalCheckFailed') return { kind: 'conflict', row: itemOf<R>(row.Item) };
  const positions = others.flatMap((reason, position) => (isRefusal(reason.Code) ? [position] : []));
  if (positions.length === 0 && row?.Code !== 'TransactionConflict') throw error;
  return { kind: 'refused', positions };
};

const isRefusal = (code: string | undefined): boolean =>
  code === 'ConditionalCheckFailed' || code === 'TransactionConflict';
