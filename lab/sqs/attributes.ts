import { isDeepStrictEqual } from 'node:util';
import { AwsError } from '../kernel/aws-error.ts';
import { type QueueSettings, queueSettings } from './properties.ts';
import type { MessageState, Queue } from './queue.ts';

/** A queue's attributes as the API has them: all text. */
export type Attributes = Readonly<Record<string, string>>;

type Settable = keyof typeof SETTABLE;

/** Those a request can set. */
const SETTABLE = {
  VisibilityTimeout: true,
  MessageRetentionPeriod: true,
  DelaySeconds: true,
  MaximumMessageSize: true,
  ReceiveMessageWaitTimeSeconds: true,
  RedrivePolicy: true,
  SqsManagedSseEnabled: true,
  KmsMasterKeyId: true,
} as const;

const UNSUPPORTED: ReadonlySet<string> = new Set([
  'FifoQueue',
  'ContentBasedDeduplication',
  'DeduplicationScope',
  'FifoThroughputLimit',
  'RedriveAllowPolicy',
  'KmsDataKeyReusePeriodSeconds',
]);

const TOLD: ReadonlySet<string> = new Set([
  'All',
  'Policy',
  'QueueArn',
  'CreatedTimestamp',
  'LastModifiedTimestamp',
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
]);

const unknownAttribute = (name: string): AwsError =>
  new AwsError('InvalidAttributeName', `Unknown Attribute ${name}.`);

const checkSettable = (attributes: Attributes): void => {
  for (const name of Object.keys(attributes)) {
    if (UNSUPPORTED.has(name)) throw new Error(`SQS attribute ${name} is not supported by the lab`);
    if (name !== 'Policy' && !Object.hasOwn(SETTABLE, name)) throw unknownAttribute(name);
  }
};

/** Throws InvalidAttributeName for a name that no queue has. */
export const checkAsked = (names: readonly string[]): void => {
  const unknown = names.find(
    (name) => !TOLD.has(name) && !UNSUPPORTED.has(name) && !Object.hasOwn(SETTABLE, name),
  );
  if (unknown !== undefined) throw unknownAttribute(unknown);
};

/** A queue's attributes, unset ones missing. Source: GetQueueAttributes in the SQS API reference. */
export const attributesOf = (queue: Queue, policy: unknown): Attributes => {
  const { name: _, tags: __, arn, RedrivePolicy, ...settings } = queue.settings;
  const messages = queue.peek();
  const inState = (state: MessageState) => messages.filter((message) => message.state === state).length;
  const all = {
    QueueArn: arn,
    CreatedTimestamp: Math.floor(queue.createdAt / 1000),
    LastModifiedTimestamp: Math.floor(queue.changedAt / 1000),
    ApproximateNumberOfMessages: inState('visible'),
    ApproximateNumberOfMessagesNotVisible: inState('inFlight'),
    ApproximateNumberOfMessagesDelayed: inState('delayed'),
    RedrivePolicy: RedrivePolicy && JSON.stringify(RedrivePolicy),
    Policy: typeof policy === 'object' ? JSON.stringify(policy) : policy,
    ...settings,
  };
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
};

/** The document of a policy attribute; empty text takes the policy away. Throws InvalidAttributeValue. */
export const policyDocument = (text: string): unknown => {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new AwsError('InvalidAttributeValue', 'Invalid value for the parameter Policy.');
  }
};

/** Turning one kind of encryption on turns the other off. */
const encryption = ({ SqsManagedSseEnabled, KmsMasterKeyId }: Attributes): Attributes => {
  if (KmsMasterKeyId) return { SqsManagedSseEnabled: 'false' };
  return SqsManagedSseEnabled === 'true' ? { KmsMasterKeyId: '' } : {};
};

/**
 * What a queue's settings become by these attributes; the others stay. Empty text unsets one. Throws
 * InvalidAttributeName and InvalidAttributeValue.
 */
export const settingsWith = (
  { name, arn: _, tags, ...settings }: QueueSettings,
  attributes: Attributes,
): QueueSettings => {
  checkSettable(attributes);
  const { Policy: __, ...given } = { ...encryption(attributes), ...attributes };
  const set = Object.entries({ ...settings, ...given }).filter(([, value]) => value !== '');
  return { ...queueSettings({ ...Object.fromEntries(set), QueueName: name }), tags };
};

/** The settings of a new queue. */
export const settingsOf = (
  name: string,
  attributes: Attributes,
  tags: Readonly<Record<string, string>>,
): QueueSettings => ({ ...settingsWith(queueSettings({ QueueName: name }), attributes), tags });

/** The first of these attributes that the queue has another value for. */
export const firstDifference = (
  queue: Queue,
  policy: unknown,
  attributes: Attributes,
): string | undefined => {
  const wanted = settingsWith(queue.settings, attributes);
  return Object.keys(attributes).find((name) =>
    name === 'Policy'
      ? !isDeepStrictEqual(policyDocument(attributes[name] ?? ''), policy)
      : !isDeepStrictEqual(wanted[name as Settable], queue.settings[name as Settable]),
  );
};
