import middy from '@middy/core';
import type { Context, DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { sfnClient } from '../../platform/aws.ts';
import { deadLetters } from '../../platform/dead-letters.ts';
import { environment } from '../../platform/environment.ts';
import { traced } from '../../platform/tracing.ts';
import { startRun } from '../execution.ts';
import { startRuns } from '../starter.ts';

const deps = {
  startRun: startRun(traced(sfnClient()), environment('STATE_MACHINE_ARN')),
  quarantine: deadLetters(),
};

export const handler = middy<DynamoDBStreamEvent, DynamoDBBatchResponse, Error, Context>(
  async (event: DynamoDBStreamEvent) => startRuns(event, deps),
);
