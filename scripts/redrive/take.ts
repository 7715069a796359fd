import {
  ChangeMessageVisibilityCommand,
  MessageNotInflight,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { type DeadLetter, readDeadLetter } from './dead-letter.ts';
import type { DeadLetterQueue } from './queues.ts';

/** What a queue had to give. */
export interface Taken {
  readonly deadLetters: readonly DeadLetter[];
  /** False when time was up before the queue was empty. */
  readonly all: boolean;
}

/** Long enough to do something about what was taken, short enough to come back by itself after a crash. */
const HIDDEN_SECONDS = 300;

/** A queue that fills faster than it is read would never be empty. */
const PATIENCE_MS = 60_000;

/** Asks all of the queue's servers; a receive that does not wait may find nothing where there is something. */
const WAIT_SECONDS = 1;

const IN_PARALLEL = 10;

/** Takes every message of a queue, each once; it is hidden from everybody else until it is given back. */
export const takeAll = async (
  client: SQSClient,
  { url }: DeadLetterQueue,
  now: () => number,
): Promise<Taken> => {
  const taken = new Map<string, DeadLetter>();
  for (const endsAt = now() + PATIENCE_MS; now() < endsAt; ) {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl: url,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: HIDDEN_SECONDS,
        WaitTimeSeconds: WAIT_SECONDS,
        MessageSystemAttributeNames: ['SentTimestamp'],
        MessageAttributeNames: ['All'],
      }),
    );
    if (Messages.length === 0) return { deadLetters: [...taken.values()], all: true };
    // Delivered twice, the latest receipt is the one that counts.
    for (const message of Messages.map(readDeadLetter)) taken.set(message.messageId, message);
  }
  return { deadLetters: [...taken.values()], all: false };
};

/** Lets everybody see them again. */
export const giveBack = async (
  client: SQSClient,
  { url }: DeadLetterQueue,
  deadLetters: readonly DeadLetter[],
): Promise<void> =>
  forEach(deadLetters, async ({ receiptHandle }) => {
    const input = { QueueUrl: url, ReceiptHandle: receiptHandle, VisibilityTimeout: 0 };
    try {
      await client.send(new ChangeMessageVisibilityCommand(input));
    } catch (error) {
      if (!isVisible(error)) throw error;
    }
  });

/** It came back by itself meanwhile. */
const isVisible = (error: unknown): boolean =>
  error instanceof MessageNotInflight || (error instanceof Error && error.name === 'InvalidParameterValue');

/** Some at a time; what has begun is done before an error escapes. */
export const forEach = async <T>(items: readonly T[], action: (item: T) => Promise<void>): Promise<void> => {
  for (let start = 0; start < items.length; start += IN_PARALLEL) {
    const results = await Promise.allSettled(items.slice(start, start + IN_PARALLEL).map(action));
    const failed = results.find((result) => result.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }
};
