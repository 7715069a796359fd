import { AwsError } from '../kernel/aws-error.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Caller, Operation } from '../kernel/service.ts';
import {
  type Attributes,
  attributesOf,
  checkAsked,
  firstDifference,
  policyDocument,
  settingsOf,
  settingsWith,
} from './attributes.ts';
import type { CountRequest } from './message-operations.ts';
import { type PageInput, page } from './page.ts';
import type { Tags } from './properties.ts';
import type { Queue } from './queue.ts';
import type { QueueRegister } from './queues.ts';

interface QueueInput {
  readonly QueueUrl?: string;
}

const PURGE_INTERVAL_MS = 60_000;

/** The operations on queues. Source: the SQS API reference. */
export const queueOperations = (clock: Clock, queues: QueueRegister, count: CountRequest) => {
  const purgedAt = new WeakMap<Queue, number>();

  /** The queue that a request means, and the request counted. */
  const asked = ({ QueueUrl }: QueueInput, caller: Caller): Queue => {
    const queue = queues.findByUrl(QueueUrl);
    count(queue, caller.name, 0);
    return queue;
  };

  const setTags = (queue: Queue, tags: Tags): void => queue.configure({ ...queue.settings, tags });

  /** A queue of that name is the answer, if it has the attributes asked for. */
  const existing = (queue: Queue, attributes: Attributes): Queue => {
    const different = firstDifference(queue, queues.policyOf(queue), attributes);
    if (different === undefined) return queue;
    throw new AwsError(
      'QueueNameExists',
      `A queue already exists with the same name and a different value for attribute ${different}`,
    );
  };

  const added = (name: string, attributes: Attributes, tags: Tags): Queue =>
    queues.add(settingsOf(name, attributes, tags), policyDocument(attributes.Policy ?? ''));

  return {
    CreateQueue: (
      input: { readonly QueueName?: string; readonly Attributes?: Attributes; readonly tags?: Tags },
      caller: Caller,
    ) => {
      const { QueueName: name, Attributes: attributes = {}, tags = {} } = input;
      if (name === undefined)
        throw new AwsError('MissingParameter', 'The request must contain the parameter QueueName.');
      const found = queues.get(name);
      const queue = found ? existing(found, attributes) : added(name, attributes, tags);
      count(queue, caller.name, 0);
      return { QueueUrl: queues.urlOf(queue) };
    },

    DeleteQueue: (input: QueueInput, caller: Caller) => {
      queues.remove(asked(input, caller));
      return {};
    },

    GetQueueUrl: (input: { QueueName: string }, caller: Caller) => ({
      QueueUrl: queues.urlOf(asked({ QueueUrl: input.QueueName }, caller)),
    }),

    SetQueueAttributes: (input: QueueInput & { readonly Attributes?: Attributes }, caller: Caller) => {
      const queue = asked(input, caller);
      const { Attributes: attributes = {} } = input;
      const { Policy: policy } = attributes;
      const document = policyDocument(policy ?? '');
      queues.configure(queue, settingsWith(queue.settings, attributes));
      if (policy !== undefined) queues.setPolicy(queue, document);
      return {};
    },

    GetQueueAttributes: (input: QueueInput & { AttributeNames?: readonly string[] }, caller: Caller) => {
      const queue = asked(input, caller);
      const names = input.AttributeNames ?? [];
      checkAsked(names);
      const attributes = attributesOf(queue, queues.policyOf(queue));
      if (names.includes('All')) return { Attributes: attributes };
      const wanted = Object.entries(attributes).filter(([name]) => names.includes(name));
      return wanted.length === 0 ? {} : { Attributes: Object.fromEntries(wanted) };
    },

    ListQueues: (input: PageInput & { readonly QueueNamePrefix?: string }) => {
      const { QueueNamePrefix: prefix = '' } = input;
      const found = queues.all().filter(({ settings }) => settings.name.startsWith(prefix));
      const { items, next } = page(found, input);
      return items.length === 0 ? {} : { QueueUrls: items.map(queues.urlOf), ...next };
    },

    ListDeadLetterSourceQueues: (input: QueueInput & PageInput, caller: Caller) => {
      const { arn } = asked(input, caller).settings;
      const sources = queues
        .all()
        .filter(({ settings }) => settings.RedrivePolicy?.deadLetterTargetArn === arn);
      const { items, next } = page(sources, input);
      return { queueUrls: items.map(queues.urlOf), ...next };
    },

    PurgeQueue: (input: QueueInput, caller: Caller) => {
      const queue = asked(input, caller);
      const before = purgedAt.get(queue);
      if (before !== undefined && clock.now() - before < PURGE_INTERVAL_MS) {
        throw new AwsError(
          'PurgeQueueInProgress',
          `Only one PurgeQueue operation on ${queue.settings.name} is allowed every 60 seconds.`,
          { status: 403 },
        );
      }
      purgedAt.set(queue, clock.now());
      queue.purge();
      return {};
    },

    TagQueue: (input: QueueInput & { readonly Tags?: Tags }, caller: Caller) => {
      const queue = asked(input, caller);
      setTags(queue, { ...queue.settings.tags, ...input.Tags });
      return {};
    },

    UntagQueue: (input: QueueInput & { readonly TagKeys?: readonly string[] }, caller: Caller) => {
      const queue = asked(input, caller);
      const kept = Object.entries(queue.settings.tags).filter(([key]) => !input.TagKeys?.includes(key));
      setTags(queue, Object.fromEntries(kept));
      return {};
    },

    ListQueueTags: (input: QueueInput, caller: Caller) => {
      const { tags } = asked(input, caller).settings;
      return Object.keys(tags).length === 0 ? {} : { Tags: tags };
    },
  } satisfies Record<string, Operation>;
};
