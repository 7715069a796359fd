import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { logger } from './logging.ts';
import { countFailures } from './metrics.ts';
import type { Quarantine } from './middleware/quarantine.ts';
import type { Row } from './row.ts';

/**
 * Reads the row that a stream's record tells of. A record that cannot be read would block its shard for ever, so it
 * is kept instead, whole and with the reason, and the answer is undefined (H14).
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
    await quarantine(reason, record);
    return undefined;
  }
};

/** Somebody who invokes the function by hand may send anything for a record. */
const rowIn = (record: DynamoDBRecord | null | undefined): unknown => {
  const image = record?.dynamodb?.NewImage;
  if (image === undefined) throw new Error('the record has no new image');
  return unmarshall(image as Parameters<typeof unmarshall>[0]);
};
