import middy from '@middy/core';
import type { Context, DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { eventBridgeClient } from '../aws.ts';
import { deadLetters } from '../dead-letters.ts';
import { environment } from '../environment.ts';
import { publishTo, relay } from '../relay.ts';
import { traced } from '../tracing.ts';

const deps = {
  publish: publishTo(traced(eventBridgeClient()), environment('BUS_NAME')),
  quarantine: deadLetters(),
};

export const handler = middy<DynamoDBStreamEvent, DynamoDBBatchResponse, Error, Context>(
  async (event: DynamoDBStreamEvent) => relay(event, deps),
);
