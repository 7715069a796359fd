import type { Kernel } from '../kernel/kernel.ts';
import type { Metrics, Queues } from '../kernel/ports.ts';
import type { Service } from '../kernel/service.ts';
import type { Meter } from '../meter/meter.ts';
import { messageBytes } from './digests.ts';
import { type CountRequest, messageOperations } from './message-operations.ts';
import { moveOperations } from './move-operations.ts';
import { type QueueProperties, queueSettings } from './properties.ts';
import type { PeekedMessage, Queue } from './queue.ts';
import { sampleQueue } from './queue-metrics.ts';
import { queueOperations } from './queue-operations.ts';
import { createQueueRegister } from './queues.ts';

export type { QueueProperties } from './properties.ts';
export type { PeekedMessage } from './queue.ts';

/** SQS: standard queues. */
export interface Sqs extends Queues {
  readonly service: Service;
  /** Makes an AWS::SQS::Queue. Its dead-letter queue must exist. */
  createQueue(properties: QueueProperties): { readonly arn: string; readonly url: string };
  /** Gives a queue the properties that AWS::SQS::Queue now has, all but its name. Throws QueueDoesNotExist. */
  updateQueue(url: string, properties: QueueProperties): { readonly arn: string; readonly url: string };
  /** Deletes a queue with its messages; its name is free at once. Throws QueueDoesNotExist. */
  deleteQueue(url: string): void;
  /** Makes an AWS::SQS::QueuePolicy: replaces the policy of each of the queues; without a document there is none. */
  setPolicy(queueUrls: readonly string[], policyDocument: unknown): void;
  /** All messages of a queue, oldest first, without touching them. */
  peek(queueArn: string): readonly PeekedMessage[];
}

/** Requests are billed by each 64 KB begun. */
const CHUNK_BYTES = 65_536;

const MAX_BATCH = 10;

/** The key that only AWS manages: its policy lets no other service use it, so none can send to the queue. */
const AWS_MANAGED_KEY = 'alias/aws/sqs';

export interface SqsOptions {
  readonly kernel: Kernel;
  readonly meter: Meter;
  readonly metrics?: Metrics;
}

export const createSqs = ({ kernel, meter, metrics }: SqsOptions): Sqs => {
  const queues = createQueueRegister(kernel);
  metrics?.sample(() => {
    for (const queue of queues.all()) sampleQueue(queue, metrics, kernel.clock.now());
  });

  const count: CountRequest = (queue, caller, bytes) =>
    meter.count({
      unit: 'sqs.requests',
      quantity: Math.max(1, Math.ceil(bytes / CHUNK_BYTES)),
      caller,
      resource: queue.settings.name,
    });

  const described = (queue: Queue) => ({ arn: queue.settings.arn, url: queues.urlOf(queue) });

  return {
    service: {
      id: 'sqs',
      operations: {
        ...messageOperations(kernel.clock, queues.findByUrl, count),
        ...queueOperations(kernel.clock, queues, count),
        ...moveOperations(kernel, queues, count),
      },
    },

    createQueue: (properties) => described(queues.add(queueSettings(properties))),

    updateQueue: (url, properties) => {
      const queue = queues.find(url);
      queues.configure(queue, queueSettings({ ...properties, QueueName: queue.settings.name }));
      return described(queue);
    },

    deleteQueue: (url) => queues.remove(queues.find(url)),

    setPolicy: (queueUrls, document) => {
      for (const url of queueUrls) queues.setPolicy(queues.find(url), document);
    },

    peek: (queueArn) => queues.find(queueArn).peek(),

    send: async ({ queueArn, body, messageAttributes = {}, traceHeader }, caller) => {
      const queue = queues.find(queueArn);
      queue.send({ body, messageAttributes, traceHeader }, queue.settings.DelaySeconds * 1000);
      count(queue, caller, messageBytes(body, messageAttributes));
    },

    permits: (queueArn, principal, sourceArn) => {
      const queue = queues.get(queueArn);
      if (queue === undefined || queue.settings.KmsMasterKeyId === AWS_MANAGED_KEY) return false;
      return queues.permits(queue, { principal, action: 'sqs:SendMessage', resource: queueArn, sourceArn });
    },

    receive: (queueArn, max, caller) => {
      const queue = queues.get(queueArn);
      if (queue === undefined) return [];
      const messages = queue.receive(max, queue.settings.VisibilityTimeout * 1000);
      const bytes = messages.reduce((sum, message) => {
        return sum + messageBytes(message.body, message.messageAttributes);
      }, 0);
      count(queue, caller, bytes);
      return messages;
    },

    delete: (queueArn, receiptHandles, caller) => {
      const queue = queues.get(queueArn);
      if (queue === undefined) return;
      for (const receiptHandle of receiptHandles) queue.delete(receiptHandle);
      for (let sent = 0; sent < receiptHandles.length; sent += MAX_BATCH) count(queue, caller, 0);
    },

    subscribe: (queueArn, onVisible) => queues.find(queueArn).subscribe(onVisible),

    visibilityTimeout: (queueArn) => queues.find(queueArn).settings.VisibilityTimeout,
  };
};
