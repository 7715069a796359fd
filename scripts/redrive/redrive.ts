import { DeleteMessageCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { DeadLetter } from './dead-letter.ts';
import type { DeadLetterQueue } from './queues.ts';
import { forEach, giveBack, takeAll } from './take.ts';

/** What was found in a DLQ, and what became of it. */
export interface Redriven {
  readonly queue: DeadLetterQueue;
  readonly deadLetters: readonly DeadLetter[];
  /** Those that went back. */
  readonly moved: ReadonlySet<DeadLetter>;
  /** False when the queue had more than could be looked at. */
  readonly all: boolean;
}

/** Wall clock, epoch ms; a test has its own. */
interface Options {
  readonly now?: () => number;
}

/** Looks at everything in a DLQ, and changes nothing but the count of receives, which nobody there reads. */
export const list = async (
  client: SQSClient,
  queue: DeadLetterQueue,
  { now = Date.now }: Options = {},
): Promise<Redriven> => {
  const { deadLetters, all } = await takeAll(client, queue, now);
  await giveBack(client, queue, deadLetters);
  return { queue, deadLetters, moved: new Set(), all };
};

/**
 * Sends what is in a DLQ back to the queue that it came from, with the body as it is: the consumer unwraps every form.
 * Sent first, deleted then: a crash in between sends a message twice, which consumers tolerate, and loses none.
 * Attributes stay behind: why it failed then says nothing of how it goes now.
 *
 * @param options.poison also what a handler could not read
 */
export const redrive = async (
  client: SQSClient,
  queue: DeadLetterQueue,
  { poison = false, now = Date.now }: Options & { readonly poison?: boolean } = {},
): Promise<Redriven> => {
  const { deadLetters, all } = await takeAll(client, queue, now);
  const { url, source } = queue;
  const moved = new Set<DeadLetter>();
  try {
    if (source !== undefined) {
      const movable = deadLetters.filter(({ cause }) => poison || cause !== 'poison');
      await forEach(movable, async (deadLetter) => {
        const { body, receiptHandle } = deadLetter;
        await client.send(new SendMessageCommand({ QueueUrl: source, MessageBody: body }));
        await client.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: receiptHandle }));
        moved.add(deadLetter);
      });
    }
  } finally {
    const left = deadLetters.filter((deadLetter) => !moved.has(deadLetter));
    await giveBack(client, queue, left);
  }
  return { queue, deadLetters, moved, all };
};
