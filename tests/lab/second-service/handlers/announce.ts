import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBStreamEvent } from 'aws-lambda';

const client = new EventBridgeClient({});

/** Puts what is new in the table on the bus. */
export const handler = async ({ Records }: DynamoDBStreamEvent): Promise<void> => {
  const Entries = Records.map(({ dynamodb }) => ({
    EventBusName: process.env.BUS,
    Source: 'library',
    DetailType: 'book.lent',
    Detail: JSON.stringify(unmarshall(dynamodb?.NewImage as Record<string, AttributeValue>)),
  }));
  const { FailedEntryCount } = await client.send(new PutEventsCommand({ Entries }));
  if (FailedEntryCount) throw new Error(`${FailedEntryCount} events were not put`);
};
