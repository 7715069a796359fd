import { AwsError } from '../kernel/aws-error.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Caller, Operation } from '../kernel/service.ts';
import type { CountRequest, FindByUrl } from './message-operations.ts';
import type { MessageState, Queue } from './queue.ts';
import { invalidParameter } from './requests.ts';

const PURGE_INTERVAL_MS = 60_000;

/** A queue's attributes as text, as GetQueueAttributes gives them. Unset ones are missing. */
const queueAttributes = (queue: Queue, policy: string | undefined): Record<string, string> => {
  const { name: _, arn, RedrivePolicy, ...settings } = queue.settings;
  const messages = queue.peek();
  const inState = (state: MessageState) => messages.filter((message) => message.state === state).length;
  const createdAt = Math.floor(queue.createdAt / 1000);
  const all = {
    QueueArn: arn,
    CreatedTimestamp: createdAt,
    LastModifiedTimestamp: createdAt,
    ApproximateNumberOfMessages: inState('visible'),
    ApproximateNumberOfMessagesNotVisible: inState('inFlight'),
    ApproximateNumberOfMessagesDelayed: inState('delayed'),
    RedrivePolicy: RedrivePolicy === undefined ? undefined : JSON.stringify(RedrivePolicy),
    Policy: policy,
    ...settings,
  };
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
};

/** The operations on queues. Source: the SQS API reference. */
export const queueOperations = (
  clock: Clock,
  find: FindByUrl,
  count: CountRequest,
  all: {
    readonly queues: () => readonly Queue[];
    readonly url: (queue: Queue) => string;
    readonly policy: (queue: Queue) => string | undefined;
  },
) => {
  const purgedAt = new Map<Queue, number>();
  return {
    GetQueueUrl: (input: { QueueName: string }, caller: Caller) => {
      const queue = find(input.QueueName);
      count(queue, caller.name, 0);
      return { QueueUrl: all.url(queue) };
    },

    GetQueueAttributes: (
      input: { QueueUrl?: string; AttributeNames?: readonly string[] },
      caller: Caller,
    ) => {
      const queue = find(input.QueueUrl);
      const attributes = queueAttributes(queue, all.policy(queue));
      count(queue, caller.name, 0);
      const names = input.AttributeNames ?? [];
      if (names.includes('All')) return { Attributes: attributes };
      const wanted = Object.entries(attributes).filter(([name]) => names.includes(name));
      return wanted.length === 0 ? {} : { Attributes: Object.fromEntries(wanted) };
    },

    ListQueues: (input: { QueueNamePrefix?: string; MaxResults?: number; NextToken?: string }) => {
      if (input.MaxResults !== undefined || input.NextToken !== undefined) {
        throw invalidParameter(
          'The lab lists all queues at once: MaxResults and NextToken are not supported.',
        );
      }
      const prefix = input.QueueNamePrefix ?? '';
      const found = all.queues().filter(({ settings }) => settings.name.startsWith(prefix));
      return found.length === 0 ? {} : { QueueUrls: found.map(all.url) };
    },

    PurgeQueue: (input: { QueueUrl?: string }, caller: Caller) => {
      const queue = find(input.QueueUrl);
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
      count(queue, caller.name, 0);
      return {};
    },
  } satisfies Record<string, Operation>;
};
