import { AwsError } from '../kernel/aws-error.ts';
import type { Clock } from '../kernel/clock.ts';
import type { MessageAttribute, ReceivedMessage } from '../kernel/ports.ts';
import type { Caller, Operation } from '../kernel/service.ts';
import { md5, md5OfAttributes, messageBytes } from './digests.ts';
import type { Draft, Queue } from './queue.ts';
import {
  type ApiMessage,
  type BatchEntry,
  batchResult,
  checkBatch,
  invalidParameter,
  optionalInteger,
  rawBytes,
  readMessage,
} from './requests.ts';

/** Finds a queue by its URL; throws QueueDoesNotExist. */
export type FindByUrl = (queueUrl: string | undefined) => Queue;

/** Meters one request on the queue that carries `bytes` of messages. */
export type CountRequest = (queue: Queue, caller: string, bytes: number) => void;

const MAX_HIDDEN_SECONDS = 43_200;

const MAX_BATCH_BYTES = 1_048_576;

interface ReceiveInput {
  readonly QueueUrl?: string;
  readonly MaxNumberOfMessages?: number;
  readonly VisibilityTimeout?: number;
  readonly WaitTimeSeconds?: number;
  readonly MessageSystemAttributeNames?: readonly string[];
  /** The former name of MessageSystemAttributeNames. */
  readonly AttributeNames?: readonly string[];
  readonly MessageAttributeNames?: readonly string[];
}

interface VisibilityInput {
  readonly ReceiptHandle: string;
  readonly VisibilityTimeout?: number;
}

/** `All`, a name, or a prefix that ends in `.*`. */
const asked =
  (names: readonly string[] = []) =>
  (name: string): boolean =>
    names.some(
      (given) =>
        given === 'All' || given === name || (given.endsWith('.*') && name.startsWith(given.slice(0, -2))),
    );

const pick = <T>(record: Readonly<Record<string, T>>, wanted: (name: string) => boolean): Record<string, T> =>
  Object.fromEntries(Object.entries(record).filter(([name]) => wanted(name)));

const unlessEmpty = (member: string, record: object): object =>
  Object.keys(record).length === 0 ? {} : { [member]: record };

const apiAttribute = ({ dataType, stringValue, binaryValue }: MessageAttribute) => ({
  DataType: dataType,
  ...(stringValue === undefined ? {} : { StringValue: stringValue }),
  ...(binaryValue === undefined ? {} : { BinaryValue: binaryValue }),
});

const apiMessage = (message: ReceivedMessage, input: ReceiveInput) => {
  const system = pick(
    message.attributes,
    asked([...(input.MessageSystemAttributeNames ?? []), ...(input.AttributeNames ?? [])]),
  );
  const user = pick(message.messageAttributes, asked(input.MessageAttributeNames));
  const apiUser = Object.fromEntries(
    Object.entries(user).map(([name, value]) => [name, apiAttribute(value)]),
  );
  const digest = md5OfAttributes(user);
  return {
    MessageId: message.messageId,
    ReceiptHandle: message.receiptHandle,
    MD5OfBody: message.md5OfBody,
    Body: message.body,
    ...unlessEmpty('Attributes', system),
    ...unlessEmpty('MessageAttributes', apiUser),
    ...(digest === undefined ? {} : { MD5OfMessageAttributes: digest }),
  };
};

const send = (queue: Queue, draft: Draft & { bytes: number }, delaySeconds: number | undefined) => {
  const limit = queue.settings.MaximumMessageSize;
  if (draft.bytes > limit) {
    throw invalidParameter(
      `One or more parameters are invalid. Reason: Message must be shorter than ${limit} bytes.`,
    );
  }
  const { bytes, ...message } = draft;
  const digest = md5OfAttributes(draft.messageAttributes);
  return {
    MessageId: queue.send(message, (delaySeconds ?? queue.settings.DelaySeconds) * 1000),
    MD5OfMessageBody: md5(draft.body),
    ...(digest === undefined ? {} : { MD5OfMessageAttributes: digest }),
  };
};

/** Long polling: answers as soon as messages are there, or with none after `waitMs`. */
const receiveWithin = (
  clock: Clock,
  queue: Queue,
  max: number,
  hiddenMs: number,
  waitMs: number,
): Promise<readonly ReceivedMessage[]> =>
  new Promise((resolve) => {
    const finish = (messages: readonly ReceivedMessage[]): void => {
      unsubscribe();
      timer.cancel();
      resolve(messages);
    };
    const attempt = (): void => {
      const messages = queue.receive(max, hiddenMs);
      if (messages.length > 0) finish(messages);
    };
    const unsubscribe = queue.subscribe(attempt);
    const timer = clock.after(waitMs, () => finish([]));
    attempt();
  });

/** The operations on messages. Source: the SQS API reference. */
export const messageOperations = (clock: Clock, find: FindByUrl, count: CountRequest) => {
  const changeVisibility = (queue: Queue, receiptHandle: string, seconds: number | undefined): void => {
    const hidden = optionalInteger('VisibilityTimeout', seconds, 0, MAX_HIDDEN_SECONDS);
    if (hidden === undefined) {
      throw new AwsError('MissingParameter', 'The request must contain the parameter VisibilityTimeout.');
    }
    queue.hide(receiptHandle, hidden * 1000);
  };

  return {
    SendMessage: (input: ApiMessage & { QueueUrl?: string }, caller: Caller) => {
      const queue = find(input.QueueUrl);
      const message = readMessage(input, caller);
      const answer = send(queue, message, input.DelaySeconds);
      count(queue, caller.name, message.bytes);
      return answer;
    },

    SendMessageBatch: (
      input: { QueueUrl?: string; Entries?: readonly (ApiMessage & BatchEntry)[] },
      caller: Caller,
    ) => {
      const queue = find(input.QueueUrl);
      checkBatch(input.Entries, 'SendMessageBatchRequestEntry');
      const entries = input.Entries ?? [];
      const bytes = entries.reduce((sum, entry) => sum + rawBytes(entry), 0);
      if (bytes > MAX_BATCH_BYTES) {
        throw new AwsError(
          'BatchRequestTooLong',
          `Batch requests cannot be longer than ${MAX_BATCH_BYTES} bytes. You have sent ${bytes} bytes.`,
        );
      }
      count(queue, caller.name, bytes);
      return batchResult(entries, (entry) => send(queue, readMessage(entry, caller), entry.DelaySeconds));
    },

    ReceiveMessage: async (input: ReceiveInput, caller: Caller) => {
      const queue = find(input.QueueUrl);
      const { settings } = queue;
      const max = optionalInteger('MaxNumberOfMessages', input.MaxNumberOfMessages, 1, 10) ?? 1;
      const hidden = optionalInteger('VisibilityTimeout', input.VisibilityTimeout, 0, MAX_HIDDEN_SECONDS);
      const hiddenMs = (hidden ?? settings.VisibilityTimeout) * 1000;
      const wait = optionalInteger('WaitTimeSeconds', input.WaitTimeSeconds, 0, 20);
      const waitMs = (wait ?? settings.ReceiveMessageWaitTimeSeconds) * 1000;
      const messages =
        waitMs === 0
          ? queue.receive(max, hiddenMs)
          : await receiveWithin(clock, queue, max, hiddenMs, waitMs);
      const bytes = messages.reduce((sum, { body, messageAttributes }) => {
        return sum + messageBytes(body, messageAttributes);
      }, 0);
      count(queue, caller.name, bytes);
      return messages.length === 0 ? {} : { Messages: messages.map((message) => apiMessage(message, input)) };
    },

    DeleteMessage: (input: { QueueUrl?: string; ReceiptHandle: string }, caller: Caller) => {
      const queue = find(input.QueueUrl);
      queue.delete(input.ReceiptHandle);
      count(queue, caller.name, 0);
      return {};
    },

    DeleteMessageBatch: (
      input: { QueueUrl?: string; Entries?: readonly (BatchEntry & { ReceiptHandle: string })[] },
      caller: Caller,
    ) => {
      const queue = find(input.QueueUrl);
      checkBatch(input.Entries, 'DeleteMessageBatchRequestEntry');
      count(queue, caller.name, 0);
      return batchResult(input.Entries ?? [], ({ ReceiptHandle }) => {
        queue.delete(ReceiptHandle);
        return {};
      });
    },

    ChangeMessageVisibility: (input: { QueueUrl?: string } & VisibilityInput, caller: Caller) => {
      const queue = find(input.QueueUrl);
      changeVisibility(queue, input.ReceiptHandle, input.VisibilityTimeout);
      count(queue, caller.name, 0);
      return {};
    },

    ChangeMessageVisibilityBatch: (
      input: { QueueUrl?: string; Entries?: readonly (BatchEntry & VisibilityInput)[] },
      caller: Caller,
    ) => {
      const queue = find(input.QueueUrl);
      checkBatch(input.Entries, 'ChangeMessageVisibilityBatchRequestEntry');
      count(queue, caller.name, 0);
      return batchResult(input.Entries ?? [], ({ ReceiptHandle, VisibilityTimeout }) => {
        changeVisibility(queue, ReceiptHandle, VisibilityTimeout);
        return {};
      });
    },
  } satisfies Record<string, Operation>;
};
