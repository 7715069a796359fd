import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const TableName = process.env.LOANS;
const DAY_MS = 86_400_000;

const answer = (statusCode: number, body: object): APIGatewayProxyStructuredResultV2 => ({
  statusCode,
  body: JSON.stringify(body),
});

const lend = async (body: string | undefined): Promise<APIGatewayProxyStructuredResultV2> => {
  const { book, reader, days } = JSON.parse(body ?? '{}');
  const loan = { book, reader, dueAt: new Date(Date.now() + days * DAY_MS).toISOString() };
  await client.send(
    new PutCommand({ TableName, Item: loan, ConditionExpression: 'attribute_not_exists(book)' }),
  );
  return answer(201, loan);
};

const takeBack = async (book: string | undefined): Promise<APIGatewayProxyStructuredResultV2> => {
  await client.send(
    new UpdateCommand({
      TableName,
      Key: { book },
      ConditionExpression: 'attribute_exists(book)',
      UpdateExpression: 'SET returnedAt = :now',
      ExpressionAttributeValues: { ':now': new Date().toISOString() },
    }),
  );
  return answer(200, { book });
};

export const handler = async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
  try {
    return event.routeKey === 'POST /loans'
      ? await lend(event.body)
      : await takeBack(event.pathParameters?.book);
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return answer(409, { message: error.message });
    throw error;
  }
};
