import middy from '@middy/core';
import type { Context, DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';

/** Whoever invoked the function was no stream; no retry mends that. */
class NotAStreamEvent extends Error {
  override readonly name = 'NotAStreamEvent';

  constructor() {
    super(
      'this function reads a DynamoDB stream; the event must be {"Records": [...]}, as a stream delivers it',
    );
  }
}

/** The Lambda handler of a stream. @throws NotAStreamEvent */
export const streamHandler = (handle: (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse>) =>
  middy<unknown, DynamoDBBatchResponse, Error, Context>(async (event: unknown) => {
    if (!isStreamEvent(event)) throw new NotAStreamEvent();
    return handle(event);
  });

const isStreamEvent = (event: unknown): event is DynamoDBStreamEvent =>
  typeof event === 'object' && event !== null && 'Records' in event && Array.isArray(event.Records);
