import { allows, type Policy, parseResourcePolicy } from '../iam/resource-policy.ts';
import { account } from '../kernel/account.ts';
import { AwsError } from '../kernel/aws-error.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Metrics, Queues } from '../kernel/ports.ts';
import type { Service } from '../kernel/service.ts';
import type { Meter } from '../meter/meter.ts';
import { messageBytes } from './digests.ts';
import { type CountRequest, type FindByUrl, messageOperations } from './message-operations.ts';
import { type QueueProperties, queueSettings } from './properties.ts';
import { createMessageQueue, type PeekedMessage, type Queue } from './queue.ts';
import { sampleQueue } from './queue-metrics.ts';
import { queueOperations } from './queue-operations.ts';

export type { QueueProperties } from './properties.ts';
export type { PeekedMessage } from './queue.ts';

/** SQS: standard queues. */
export interface Sqs extends Queues {
  readonly service: Service;
  /** Makes an AWS::SQS::Queue. Its dead-letter queue must exist. */
  createQueue(properties: QueueProperties): { readonly arn: string; readonly url: string };
  /** Makes an AWS::SQS::QueuePolicy: replaces the policy of each of the queues. */
  setPolicy(queueUrls: readonly string[], policyDocument: unknown): void;
  /** All messages of a queue, oldest first, without touching them. */
  peek(queueArn: string): readonly PeekedMessage[];
}

/** Requests are billed by each 64 KB begun. */
const CHUNK_BYTES = 65_536;

const MAX_BATCH = 10;

const queueDoesNotExist = (): AwsError =>
  new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');

const urlOf = (name: string): string =>
  `https://sqs.${account.region}.${account.urlSuffix}/${account.accountId}/${name}`;

/** The queue's name: the last part of a URL, whatever its host, or of an ARN. */
const nameOf = (urlOrArn: string): string => urlOrArn.split(/[/:]/).at(-1) ?? '';

/** The key that only AWS manages: its policy lets no other service use it, so none can send to the queue. */
const AWS_MANAGED_KEY = 'alias/aws/sqs';

export interface SqsOptions {
  readonly kernel: Kernel;
  readonly meter: Meter;
  readonly metrics?: Metrics;
}

export const createSqs = ({ kernel, meter, metrics }: SqsOptions): Sqs => {
  const queues = new Map<string, Queue>();
  metrics?.sample(() => {
    for (const queue of queues.values()) sampleQueue(queue, metrics, kernel.clock.now());
  });
  const policies = new Map<Queue, { readonly document: unknown; readonly policy: Policy }>();

  const findByName = (urlOrArn: string): Queue => {
    const queue = queues.get(nameOf(urlOrArn));
    if (queue === undefined) throw queueDoesNotExist();
    return queue;
  };

  const findByUrl: FindByUrl = (queueUrl) => {
    if (queueUrl === undefined) {
      throw new AwsError('MissingParameter', 'The request must contain the parameter QueueUrl.');
    }
    return findByName(queueUrl);
  };

  const count: CountRequest = (queue, caller, bytes) =>
    meter.count({
      unit: 'sqs.requests',
      quantity: Math.max(1, Math.ceil(bytes / CHUNK_BYTES)),
      caller,
      resource: queue.settings.name,
    });

  return {
    service: {
      id: 'sqs',
      operations: {
        ...messageOperations(kernel.clock, findByUrl, count),
        ...queueOperations(kernel.clock, findByUrl, count, {
          queues: () => [...queues.values()],
          url: (queue) => urlOf(queue.settings.name),
          policy: (queue) => {
            const document = policies.get(queue)?.document;
            return document === undefined ? undefined : JSON.stringify(document);
          },
        }),
      },
    },

    createQueue: (properties) => {
      const settings = queueSettings(properties);
      if (queues.has(settings.name)) {
        throw new AwsError('QueueNameExists', `A queue named ${settings.name} already exists.`);
      }
      const target = settings.RedrivePolicy?.deadLetterTargetArn;
      if (target !== undefined && !queues.has(nameOf(target))) {
        throw new AwsError(
          'InvalidParameterValue',
          `Value ${JSON.stringify(settings.RedrivePolicy)} for parameter RedrivePolicy is invalid. ` +
            'Reason: Dead letter target does not exist.',
        );
      }
      const deadLetterQueue = () => (target === undefined ? undefined : queues.get(nameOf(target)));
      queues.set(settings.name, createMessageQueue(kernel, settings, deadLetterQueue));
      return { arn: settings.arn, url: urlOf(settings.name) };
    },

    setPolicy: (queueUrls, document) => {
      const policy = parseResourcePolicy(document, 'AWS::SQS::QueuePolicy');
      for (const url of queueUrls) policies.set(findByName(url), { document, policy });
    },

    peek: (queueArn) => findByName(queueArn).peek(),

    send: async ({ queueArn, body, messageAttributes = {}, traceHeader }, caller) => {
      const queue = findByName(queueArn);
      queue.send({ body, messageAttributes, traceHeader }, queue.settings.DelaySeconds * 1000);
      count(queue, caller, messageBytes(body, messageAttributes));
    },

    permits: (queueArn, principal, sourceArn) => {
      const queue = queues.get(nameOf(queueArn));
      if (queue === undefined || queue.settings.KmsMasterKeyId === AWS_MANAGED_KEY) return false;
      const policy = policies.get(queue)?.policy ?? [];
      return allows(policy, { principal, action: 'sqs:SendMessage', resource: queueArn, sourceArn });
    },

    receive: (queueArn, max, caller) => {
      const queue = findByName(queueArn);
      const messages = queue.receive(max, queue.settings.VisibilityTimeout * 1000);
      const bytes = messages.reduce((sum, message) => {
        return sum + messageBytes(message.body, message.messageAttributes);
      }, 0);
      count(queue, caller, bytes);
      return messages;
    },

    delete: (queueArn, receiptHandles, caller) => {
      const queue = findByName(queueArn);
      for (const receiptHandle of receiptHandles) queue.delete(receiptHandle);
      for (let sent = 0; sent < receiptHandles.length; sent += MAX_BATCH) count(queue, caller, 0);
    },

    subscribe: (queueArn, onVisible) => findByName(queueArn).subscribe(onVisible),

    visibilityTimeout: (queueArn) => findByName(queueArn).settings.VisibilityTimeout,
  };
};
