import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { logger } from '../platform/logging.ts';
import type { OrderRow } from '../services/order/decisions.ts';
import type { StartRun } from './execution.ts';

/** Starts a run for every new order in the stream. One that cannot be started is delivered again. */
export const startRuns = async (
  { Records }: DynamoDBStreamEvent,
  startRun: StartRun,
): Promise<DynamoDBBatchResponse> => {
  const results = await Promise.allSettled(
    Records.map(async ({ dynamodb }) => {
      await startRun(unmarshall(dynamodb?.NewImage as Parameters<typeof unmarshall>[0]) as OrderRow);
    }),
  );
  const batchItemFailures = results.flatMap((result, index) => {
    if (result.status === 'fulfilled') return [];
    logger.error('run not started; the stream delivers the order again', { error: result.reason });
    return [{ itemIdentifier: Records[index]?.dynamodb?.SequenceNumber ?? '' }];
  });
  return { batchItemFailures };
};
