import type { BatchGetCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { dynamoRoster } from '../../../src/services/chef/roster.ts';
import { kitchenStaff } from './given.ts';

const answering = (answer: object) => {
  const sent: BatchGetCommand['input'][] = [];
  const send = async ({ input }: BatchGetCommand) => {
    sent.push(input);
    return answer;
  };
  return { sent, roster: dynamoRoster({ send } as unknown as DynamoDBDocumentClient, 'Chefs') };
};

describe('the roster in DynamoDB', () => {
  const bookings = (chefId: string, booked: number) => ({
    pk: `chef#${chefId}`,
    sk: 'bookings',
    booked,
    capacity: 4,
  });

  it('reads bookings strongly consistent; who has none is not free', async () => {
    const { roster, sent } = answering({ Responses: { Chefs: [bookings('a', 4), bookings('b', 3)] } });
    expect(await roster.free(['a', 'b', 'c'])).toEqual(new Set(['b']));
    expect(sent[0]?.RequestItems?.Chefs).toMatchObject({ ConsistentRead: true });
  });

  it('says nothing of chefs it could not read (H34)', async () => {
    const { roster } = answering({ Responses: { Chefs: [] }, UnprocessedKeys: { Chefs: { Keys: [{}] } } });
    await expect(roster.free(['a'])).rejects.toThrow('not all');
  });

  it('books only where there is room', () => {
    expect(answering({}).roster.book('chef-mario')).toEqual({
      Update: {
        TableName: 'Chefs',
        Key: { pk: 'chef#chef-mario', sk: 'bookings' },
        UpdateExpression: 'SET #booked = #booked + :one',
        ConditionExpression: '#booked < #capacity',
        ExpressionAttributeNames: { '#booked': 'booked', '#capacity': 'capacity' },
        ExpressionAttributeValues: { ':one': 1 },
      },
    });
  });

  it('knows a recipe’s chefs by id, name, skill and minutes', async () => {
    const { deps } = await kitchenStaff();
    const mario = (await deps.roster.skillsAt('margherita')).find(({ chefId }) => chefId === 'chef-mario');
    expect(mario).toEqual({ chefId: 'chef-mario', name: 'Mario Rossi', specialty: true, prepTime: 12 });
  });
});
