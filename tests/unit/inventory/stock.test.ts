import type { DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { dynamoStock } from '../../../src/services/inventory/stock.ts';
import { memoryTable } from '../fakes/table.ts';

const key = { TableName: 'Stock', Key: { ingredient: 'mozzarella', shard: 3 } };
const quantity = {
  ExpressionAttributeNames: { '#quantity': 'quantity' },
  ExpressionAttributeValues: { ':quantity': 300 },
};

describe('the stock in DynamoDB', () => {
  const { client } = memoryTable('ingredient', 'shard');
  const stock = dynamoStock(client, 'Stock');

  it('takes from a shard only what is there', () => {
    expect(stock.take({ mozzarella: { 3: 300 } })).toEqual([
      {
        Update: {
          ...key,
          ...quantity,
          UpdateExpression: 'SET #quantity = #quantity - :quantity',
          ConditionExpression: '#quantity >= :quantity',
        },
      },
    ]);
  });

  it('gives back without asking', () => {
    expect(stock.giveBack({ mozzarella: { 3: 300 } })).toEqual([
      { Update: { ...key, ...quantity, UpdateExpression: 'SET #quantity = #quantity + :quantity' } },
    ]);
  });

  it('counts strongly consistent, and reads the bill of materials eventually consistent', async () => {
    const sent: (QueryCommand | GetCommand)[] = [];
    const recording = {
      send: async (command: QueryCommand | GetCommand) => {
        sent.push(command);
        return { Items: [], Item: { recipes: {} } };
      },
    } as unknown as DynamoDBDocumentClient;
    await dynamoStock(recording, 'Stock').count(['basil', 'olives']);
    await dynamoStock(recording, 'Stock').billOfMaterials();
    expect(sent.map(({ input }) => input.ConsistentRead ?? false)).toEqual([true, true, false]);
  });

  it('says how to seed what is not there', async () => {
    await expect(stock.billOfMaterials()).rejects.toThrow('npm run seed');
  });
});
