import type { Message } from '@aws-sdk/client-sqs';
import * as z from 'zod/mini';
import { deliveriesOf } from '../../src/platform/middleware/deliveries.ts';
import { count } from '../cli/count.ts';

/**
 * Why a message is in a DLQ. `poison`: the handler could not read it and kept it. `undelivered`: EventBridge could
 * not deliver it. `failed`: the function failed at it until its retry queue gave it up. `position`: a place in a
 * stream, where the records that it speaks of were given up.
 */
type Cause = 'poison' | 'undelivered' | 'failed' | 'position';

/** A message of a DLQ, read. */
export interface DeadLetter {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  /** When it was first put into a queue, epoch ms: a retry queue's time counts. */
  readonly since: number;
  readonly cause: Cause;
  readonly reason: string;
  /** As far as they can be read. */
  readonly orderId: string | undefined;
  readonly eventType: string | undefined;
}

const event = z.object({ type: z.optional(z.string()), subject: z.string() });
const task = z.object({ order: z.object({ orderId: z.string() }) });
const change = z.object({ dynamodb: z.object({ Keys: z.object({ orderId: z.object({ S: z.string() }) }) }) });

/** What Lambda says of an asynchronous invocation or of records that it gave up. */
const record = z.object({
  requestContext: z.object({ condition: z.string() }),
  responsePayload: z.optional(
    z.object({ errorType: z.optional(z.string()), errorMessage: z.optional(z.string()) }),
  ),
  DDBStreamBatchInfo: z.optional(z.object({ batchSize: z.number(), streamArn: z.string() })),
});

/** `arn:aws:dynamodb:…:table/orders/stream/…` → `orders` */
const tableOf = (streamArn: string): string => streamArn.split('/')[1] ?? streamArn;

const parsed = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
};

/** Reads a message, received with all its attributes. */
export const readDeadLetter = (message: Message): DeadLetter => {
  const { MessageId = '', ReceiptHandle = '', Body = '', Attributes } = message;
  const body = parsed(Body);
  // What a consumer would find in it.
  const content = deliveriesOf(body)[0]?.content;
  return {
    messageId: MessageId,
    receiptHandle: ReceiptHandle,
    body: Body,
    since: Number(Attributes?.SentTimestamp),
    ...causeOf(message, body),
    orderId:
      z.safeParse(event, content).data?.subject ??
      z.safeParse(task, content).data?.order.orderId ??
      z.safeParse(change, content).data?.dynamodb.Keys.orderId.S,
    eventType: z.safeParse(event, content).data?.type,
  };
};

const causeOf = (message: Message, body: unknown): { cause: Cause; reason: string } => {
  const attribute = (name: string): string | undefined => message.MessageAttributes?.[name]?.StringValue;
  const reason = attribute('reason');
  if (reason !== undefined) return { cause: 'poison', reason };
  // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
  const code = attribute('ERROR_CODE');
  if (code !== undefined) return { cause: 'undelivered', reason: sentence(code, attribute('ERROR_MESSAGE')) };
  const { data } = z.safeParse(record, body);
  const { requestContext, responsePayload, DDBStreamBatchInfo: batch } = data ?? {};
  if (batch !== undefined) {
    const what = `${count(batch.batchSize, 'record')} of ${tableOf(batch.streamArn)}`;
    return { cause: 'position', reason: sentence(requestContext?.condition, what) };
  }
  if (responsePayload !== undefined) {
    return { cause: 'failed', reason: sentence(responsePayload.errorType, responsePayload.errorMessage) };
  }
  return { cause: 'failed', reason: requestContext?.condition ?? 'the retry queue gave it up' };
};

const sentence = (...parts: readonly (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined && part !== '').join(': ');
