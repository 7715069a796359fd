import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { logger } from './logging.ts';
import { countFailures } from './metrics.ts';
import type { Quarantine } from './middleware/quarantine.ts';
import type { Row } from './row.ts';

/**
 * What every row has, and what a run is started with: enough to tell why a row cannot be read. The rest is the
 * service's own, a token to pay with among it, and stays in its table (H33).
 */
const KEPT = [
  ...['orderId', 'status', 'version', 'heard', 'said', 'outbox', 'trace', 'expiresOn'],
  ...['attempt', 'deadline'],
];

/**
 * Reads the row that a stream's record tells of. A record that cannot be read would block its shard for ever, so it
 * is kept instead, with what it was to be read for and the reason, and the answer is undefined (H14).
 *
 * @param read throws for a row that it cannot use
 */
export const readOrKeep = async <R extends Row, Read>(
  record: DynamoDBRecord,
  read: (row: R) => Read,
  quarantine: Quarantine,
): Promise<Read | undefined> => {
  try {
    return read(rowIn(record) as R);
  } catch (error) {
    const reason = `UnreadableRow: ${error instanceof Error ? error.message : String(error)}`;
    logger.error('kept in the dead-letter queue', { reason });
    countFailures(1);
    await quarantine(reason, keepable(record));
    return undefined;
  }
};

/** Somebody who invokes the function by hand may send anything for a record. */
const rowIn = (record: DynamoDBRecord | null | undefined): unknown => {
  const image = record?.dynamodb?.NewImage;
  if (image === undefined) throw new Error('the record has no new image');
  return unmarshall(image as Parameters<typeof unmarshall>[0]);
};

const keepable = (record: DynamoDBRecord): unknown => {
  const { NewImage, OldImage: _, ...change } = record?.dynamodb ?? {};
  if (NewImage === undefined) return record;
  const kept = Object.entries(NewImage).filter(([name]) => KEPT.includes(name));
  return { ...record, dynamodb: { ...change, NewImage: Object.fromEntries(kept) } };
};
