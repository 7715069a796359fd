import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { orderCreated } from '../contracts/index.ts';
import { logger } from '../platform/logging.ts';
import { countFailures } from '../platform/metrics.ts';
import type { Quarantine } from '../platform/middleware/quarantine.ts';
import { saidEvent } from '../platform/said.ts';
import type { OrderRow } from '../services/order/decisions.ts';
import type { StartRun } from './execution.ts';

/**
 * Starts a run for every new order in the stream. One that cannot be started is delivered again; one that cannot be
 * read would block its shard for ever, so the starter keeps it itself, with the body (H14).
 */
export const startRuns = async (
  { Records }: DynamoDBStreamEvent,
  { startRun, quarantine }: { startRun: StartRun; quarantine: Quarantine },
): Promise<DynamoDBBatchResponse> => {
  const results = await Promise.allSettled(
    Records.map(async (record) => {
      const order = await readOrKeep(record, quarantine);
      if (order !== undefined) await startRun(order);
    }),
  );
  const batchItemFailures = results.flatMap((result, index) => {
    if (result.status === 'fulfilled') return [];
    logger.error('run not started; the stream delivers the order again', { error: result.reason });
    return [{ itemIdentifier: Records[index]?.dynamodb?.SequenceNumber ?? '' }];
  });
  countFailures(batchItemFailures.length);
  return { batchItemFailures };
};

const readOrKeep = async (record: DynamoDBRecord, quarantine: Quarantine): Promise<OrderRow | undefined> => {
  try {
    const row = unmarshall(record.dynamodb?.NewImage as Parameters<typeof unmarshall>[0]) as OrderRow;
    saidEvent(row, orderCreated.type);
    return row;
  } catch (error) {
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    logger.error('kept in the dead-letter queue', { reason });
    await quarantine(reason, record);
    return undefined;
  }
};
