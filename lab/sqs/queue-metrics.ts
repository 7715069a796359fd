import type { Metrics } from '../kernel/ports.ts';
import type { MessageState, Queue } from './queue.ts';

/** From this receive on a message counts as a poison pill, whose age is not the queue's. */
const POISON_RECEIVES = 3;

/**
 * Puts what CloudWatch shows of a queue's messages. ApproximateAgeOfOldestMessage leaves out what has been received
 * three times and is still there, whatever the redrive policy; without another message it is not reported.
 * Source: SQS Developer Guide, "Available CloudWatch metrics for Amazon SQS".
 */
export const sampleQueue = (queue: Queue, metrics: Metrics, now: number): void => {
  const dimensions = { QueueName: queue.settings.name };
  const put = (name: string, value: number): void =>
    metrics.put({ namespace: 'AWS/SQS', name, dimensions }, value);
  const messages = queue.peek();
  const inState = (state: MessageState): number => messages.filter((each) => each.state === state).length;
  put('ApproximateNumberOfMessagesVisible', inState('visible'));
  put('ApproximateNumberOfMessagesNotVisible', inState('inFlight'));
  put('ApproximateNumberOfMessagesDelayed', inState('delayed'));
  const ages = messages
    .filter(({ receivedHere }) => receivedHere < POISON_RECEIVES)
    .map(({ arrivedAt }) => now - arrivedAt);
  if (ages.length > 0) put('ApproximateAgeOfOldestMessage', Math.floor(Math.max(...ages) / 1000));
};
