import { BatchGetCommand, type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { AlsoWrite } from '../../platform/row.ts';
import type { Skill } from './candidates.ts';

/** A chef's skill at a recipe, as it lies in the table: all the chefs of a recipe together. */
export const skillKey = (pizzaType: string, chefId: string) => ({ pk: `recipe#${pizzaType}`, sk: chefId });

/** How many orders a chef has at a time, and how many at most. */
export const bookingsKey = (chefId: string) => ({ pk: `chef#${chefId}`, sk: 'bookings' });

/** Who makes what, and who is busy. */
export interface Roster {
  /** Who makes this pizza; eventually consistent. */
  skillsAt(pizzaType: string): Promise<readonly Skill[]>;
  /** Which of these chefs (at most 100) have room for one order more; strongly consistent. */
  free(chefIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** The write that books a chef for one order more; refused when there is no room. */
  book(chefId: string): AlsoWrite;
  /** The write that takes one order off a chef. */
  release(chefId: string): AlsoWrite;
}

export const dynamoRoster = (client: DynamoDBDocumentClient, tableName: string): Roster => ({
  skillsAt: async (pizzaType) => {
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName: tableName,
        KeyConditionExpression: '#recipe = :recipe',
        ExpressionAttributeNames: { '#recipe': 'pk' },
        ExpressionAttributeValues: { ':recipe': skillKey(pizzaType, '').pk },
      }),
    );
    return Items.map(({ pk: _, sk, ...skill }) => ({ ...skill, chefId: sk }) as Skill);
  },
  free: async (chefIds) => {
    const request = { Keys: chefIds.map(bookingsKey), ConsistentRead: true };
    const answer = await client.send(new BatchGetCommand({ RequestItems: { [tableName]: request } }));
    // A chef who was not read is not known to be busy (H34): the platform tries again.
    if (answer.UnprocessedKeys?.[tableName])
      throw new Error(`${tableName}: not all the bookings could be read`);
    const withRoom = (answer.Responses?.[tableName] ?? []).filter(
      ({ booked, capacity }) => booked < capacity,
    );
    return new Set(chefIds.filter((chefId) => withRoom.some(({ pk }) => pk === bookingsKey(chefId).pk)));
  },
  book: (chefId) => ({
    Update: {
      TableName: tableName,
      Key: bookingsKey(chefId),
      UpdateExpression: 'SET #booked = #booked + :one',
      ConditionExpression: '#booked < #capacity',
      ExpressionAttributeNames: { '#booked': 'booked', '#capacity': 'capacity' },
      ExpressionAttributeValues: { ':one': 1 },
    },
  }),
  release: (chefId) => ({
    Update: {
      TableName: tableName,
      Key: bookingsKey(chefId),
      UpdateExpression: 'SET #booked = #booked - :one',
      ExpressionAttributeNames: { '#booked': 'booked' },
      ExpressionAttributeValues: { ':one': 1 },
    },
  }),
});
