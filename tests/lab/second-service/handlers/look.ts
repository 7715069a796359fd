import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';

const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));

export const handler = async ({ book }: { book: string }): Promise<{ isBack: boolean }> => {
  const { Item } = await client.send(new GetCommand({ TableName: process.env.LOANS, Key: { book } }));
  return { isBack: Item?.returnedAt !== undefined };
};
