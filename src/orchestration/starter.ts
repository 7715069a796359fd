import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import * as z from 'zod/mini';
import { describeIssues, orderCreated } from '../contracts/index.ts';
import { logger } from '../platform/logging.ts';
import { countFailures } from '../platform/metrics.ts';
import type { Quarantine } from '../platform/middleware/quarantine.ts';
import { readOrKeep } from '../platform/record.ts';
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
      const order = await readOrKeep(record, startable, quarantine);
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

/** A new order, with what its run is started with. */
const shape = z.object({
  outbox: z.literal(orderCreated.type),
  /** The run's name: https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html */
  orderId: z.string().check(z.regex(/^[\w-]{1,64}$/)),
  attempt: z.int().check(z.minimum(1)),
  deadline: z.int(),
});

const startable = (row: OrderRow): OrderRow => {
  const { error } = z.safeParse(shape, row);
  if (error) throw new Error(`no run can be started for it: ${describeIssues(error.issues, 'row')}`);
  saidEvent(row, orderCreated.type);
  return row;
};
