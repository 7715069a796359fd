import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { assertFits, type CloudEvent, payloadHash } from '../../contracts/index.ts';
import type { Cause } from '../command.ts';
import { logger } from '../logging.ts';
import { countFailures, measure, thisService } from '../metrics.ts';
import { isPoison } from '../poison.ts';
import { aboutOrder } from '../tracing.ts';
import { type Delivery, deliveriesOf } from './deliveries.ts';
import type { Quarantine } from './quarantine.ts';

/** What a consumer does about the events it hears: reads one, acts on it, answers with its own fact if it has one. */
export interface Consumer<Event extends CloudEvent> {
  readonly read: (content: unknown) => Event;
  readonly act: (event: Event) => Promise<CloudEvent | undefined>;
}

/**
 * Handles what EventBridge, the retry queue or a person delivers. Poison goes to the DLQ with its reason; any other
 * error escapes, so that the platform tries again: for a queue, only the messages that failed.
 */
export const handleEvents = async <Event extends CloudEvent>(
  delivered: unknown,
  consumer: Consumer<Event>,
  quarantine: Quarantine,
): Promise<unknown> => {
  const deliveries = deliveriesOf(delivered);
  const results = await Promise.allSettled(
    deliveries.map((delivery) => handleOne(delivery, consumer, quarantine)),
  );
  if (deliveries.every(({ messageId }) => messageId === undefined)) return firstOf(results);
  return {
    batchItemFailures: deliveries.flatMap(({ messageId }, index) =>
      results[index]?.status === 'rejected' ? [{ itemIdentifier: messageId }] : [],
    ),
  };
};

const firstOf = ([result]: PromiseSettledResult<unknown>[]): unknown => {
  if (result?.status === 'rejected') throw result.reason;
  return result?.value ?? null;
};

const handleOne = async <Event extends CloudEvent>(
  { content, messageId }: Delivery,
  { read, act }: Consumer<Event>,
  quarantine: Quarantine,
): Promise<CloudEvent | undefined> => {
  let about: string | undefined;
  try {
    const event = read(content);
    about = event.correlationid;
    assertFits(event);
    const answer = await aboutOrder(
      event.subject,
      event.type,
      () => act(event),
      (fact) => fact?.type,
    );
    // On the line, not in the logger's keys: the messages of a batch are handled side by side.
    const { correlationid: correlationId, type, attempt } = event;
    logger.info('heard', { correlationId, type, attempt, answer: answer?.type });
    measureLatency(event);
    return answer;
  } catch (error) {
    countFailures(1);
    if (!isPoison(error)) {
      // With its causes, which Lambda's own line of the error leaves out.
      logger.error('failed; it is delivered again', { correlationId: about, messageId, error });
      throw error;
    }
    logger.error('kept in the dead-letter queue', { reason: error.message });
    await quarantine(`${error.name}: ${error.message}`, content);
    return undefined;
  }
};

/** A nudge has the time of the fact that it says again, which is not when it was asked for. */
const measureLatency = ({ attempt, time, correlationid }: CloudEvent): void => {
  if (attempt > 1) return;
  measure({ ProcessingLatency: Date.now() - Date.parse(time) }, thisService(), correlationid);
};

export const causeOf = (event: CloudEvent): Cause => ({
  id: event.id,
  hash: payloadHash(event).slice(0, 16),
  attempt: event.attempt,
});

/** The Lambda handler of a consumer. */
export const consumerHandler = <Event extends CloudEvent>(
  consumer: Consumer<Event>,
  quarantine: Quarantine,
) =>
  middy<unknown, unknown, Error, Context>((delivered: unknown) =>
    handleEvents(delivered, consumer, quarantine),
  );
