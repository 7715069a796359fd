import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import type { CloudEvent } from '../contracts/index.ts';
import { logger } from './logging.ts';
import { countFailures, measure } from './metrics.ts';
import type { Quarantine } from './middleware/quarantine.ts';
import { readOrKeep } from './record.ts';
import type { Row } from './row.ts';
import { saidEvent } from './said.ts';
import { resumeTrace } from './tracing.ts';

/** Puts events on the bus, at most {@link MAX_ENTRIES} of them; answers, event by event, whether it took it. */
export type Publish = (events: readonly CloudEvent[]) => Promise<readonly boolean[]>;

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
const MAX_ENTRIES = 10;

const PUT_EVENTS = { service: 'EventBridge', operation: 'PutEvents' };

export const publishTo =
  (client: EventBridgeClient, busName: string): Publish =>
  async (events) => {
    const hops = events.map(({ traceheader, subject: orderId, type: event }) =>
      resumeTrace(traceheader, { orderId, event }, PUT_EVENTS),
    );
    const { Entries = [] } = await client
      .send(
        new PutEventsCommand({
          Entries: events.map((event, index) => ({
            EventBusName: busName,
            Source: event.source,
            DetailType: event.type,
            Detail: JSON.stringify(event),
            Time: new Date(event.time),
            TraceHeader: hops[index]?.header,
          })),
        }),
      )
      .finally(() => {
        for (const hop of hops) hop.end();
      });
    return events.map((_, index) => Entries[index]?.EventId !== undefined);
  };

interface Outgoing {
  readonly sequenceNumber: string;
  /** When its row was written, epoch ms; the stream knows it by the second. */
  readonly writtenAt: number;
  readonly event: CloudEvent;
}

/**
 * Publishes the outbox of every row written. What the bus did not take is reported, and the stream delivers it
 * again (H12); what it took but is delivered again is the same event under the same id (H13).
 */
export const relay = async (
  { Records }: DynamoDBStreamEvent,
  deps: { publish: Publish; quarantine: Quarantine },
): Promise<DynamoDBBatchResponse> => {
  const outgoing: Outgoing[] = [];
  for (const record of Records) {
    const event = await readOrKeep(record, outboxOf, deps.quarantine);
    if (event === undefined) continue;
    const { SequenceNumber: sequenceNumber = '', ApproximateCreationDateTime: seconds = 0 } =
      record.dynamodb ?? {};
    outgoing.push({ sequenceNumber, writtenAt: seconds * 1000, event });
  }
  const failed: string[] = [];
  for (let start = 0; start < outgoing.length; start += MAX_ENTRIES) {
    const batch = outgoing.slice(start, start + MAX_ENTRIES);
    const taken = await deps.publish(batch.map(({ event }) => event));
    failed.push(...batch.filter((_, index) => !taken[index]).map(({ sequenceNumber }) => sequenceNumber));
  }
  const published = outgoing.filter(({ sequenceNumber }) => !failed.includes(sequenceNumber));
  logger.info('relayed', { published: published.length, failed: failed.length });
  if (published.length > 0) {
    measure({ RelayLag: published.map(({ writtenAt }) => Date.now() - writtenAt) }, {});
  }
  countFailures(failed.length);
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
};

/** The fact that the row says in this write. */
const outboxOf = (row: Row): CloudEvent => {
  if (row.outbox === undefined) throw new Error(`the row of order ${row.orderId} has no outbox`);
  return saidEvent(row, row.outbox);
};
