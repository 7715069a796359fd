import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';

const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));

/** How many books are out, every day. */
export const handler = async (): Promise<void> => {
  const { Count } = await client.send(
    new ScanCommand({
      TableName: process.env.LOANS,
      FilterExpression: 'attribute_not_exists(returnedAt)',
      Select: 'COUNT',
    }),
  );
  console.log(`${Count} books are out`);
};
