import { Logger } from '@aws-lambda-powertools/logger';
import { Tracer } from '@aws-lambda-powertools/tracer';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import middy from '@middy/core';
import { z } from 'zod';

// Never called: what it weighs is the point. The clients are those of this project's consumers.
const logger = new Logger({ serviceName: 'naive' });
const tracer = new Tracer({ serviceName: 'naive' });
const documents = DynamoDBDocumentClient.from(tracer.captureAWSv3Client(new DynamoDBClient({})));
const bus = tracer.captureAWSv3Client(new EventBridgeClient({}));
const queue = tracer.captureAWSv3Client(new SQSClient({}));
const order = z.object({ orderId: z.string() });

export const handler = middy(async (event: unknown) => {
  const Item = order.parse(event);
  logger.info('order', Item);
  await documents.send(new PutCommand({ TableName: 'orders', Item }));
  await bus.send(new PutEventsCommand({ Entries: [{ Detail: JSON.stringify(Item) }] }));
  await queue.send(new SendMessageCommand({ QueueUrl: 'orders', MessageBody: JSON.stringify(Item) }));
});
