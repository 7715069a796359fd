import { allows, type Policy, parseResourcePolicy } from '../iam/resource-policy.ts';
import { account, arn } from '../kernel/account.ts';
import { AwsError } from '../kernel/aws-error.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Topics } from '../kernel/ports.ts';

/** What a topic's subscribers would have been sent. */
export interface Notification {
  /** Epoch ms. */
  readonly at: number;
  readonly subject: string;
  readonly message: string;
}

/** SNS, as far as an alarm tells people: topics that keep what is published to them. */
export interface Sns extends Topics {
  /** Takes an AWS::SNS::Topic. */
  createTopic(properties: Readonly<Record<string, unknown>>): { readonly arn: string };
  /** Takes an AWS::SNS::TopicPolicy: replaces the policy of each of the topics. */
  setPolicy(topicArns: readonly string[], document: unknown): void;
  /** The ARNs of the topics. */
  list(): readonly string[];
  /** What was published to a topic, oldest first. @throws AwsError NotFound */
  notifications(topicArn: string): readonly Notification[];
}

interface Topic {
  readonly kmsMasterKeyId: string | undefined;
  readonly notifications: Notification[];
  policy: Policy;
}

const TYPE = 'AWS::SNS::Topic';
const KNOWN = ['TopicName', 'KmsMasterKeyId', 'DisplayName', 'Tags'];

/** The key that only AWS manages: its policy lets no other service use it, so none can publish to the topic. */
const AWS_MANAGED_KEY = 'alias/aws/sns';

/** Whoever is of the account. Source: SNS Developer Guide, "Example cases for Amazon SNS access control". */
const DEFAULT_POLICY = parseResourcePolicy(
  {
    Statement: {
      Effect: 'Allow',
      Principal: { AWS: '*' },
      Action: ['SNS:Publish'],
      Resource: '*',
      Condition: { StringEquals: { 'AWS:SourceAccount': account.accountId } },
    },
  },
  TYPE,
);

export const createSns = ({ kernel }: { kernel: Kernel }): Sns => {
  const topics = new Map<string, Topic>();
  const find = (topicArn: string): Topic => {
    const topic = topics.get(topicArn);
    if (topic === undefined) throw new AwsError('NotFound', 'Topic does not exist', { status: 404 });
    return topic;
  };
  return {
    createTopic: (properties) => {
      const unknown = Object.keys(properties).find((name) => !KNOWN.includes(name));
      if (unknown !== undefined) throw new Error(`${TYPE}.${unknown} is not supported by the lab`);
      const topicArn = arn('sns', String(properties.TopicName));
      const key = properties.KmsMasterKeyId;
      topics.set(topicArn, {
        kmsMasterKeyId: key === undefined ? undefined : String(key),
        notifications: [],
        policy: DEFAULT_POLICY,
      });
      return { arn: topicArn };
    },
    setPolicy: (topicArns, document) => {
      const policy = parseResourcePolicy(document, 'AWS::SNS::TopicPolicy');
      for (const topicArn of topicArns) find(topicArn).policy = policy;
    },
    publish: ({ topicArn, subject, message, principal, sourceArn }) => {
      const topic = find(topicArn);
      if (topic.kmsMasterKeyId === AWS_MANAGED_KEY) {
        throw new AwsError(
          'KMSAccessDenied',
          `${principal} is not authorized to use the key ${AWS_MANAGED_KEY}`,
        );
      }
      if (!allows(topic.policy, { principal, action: 'sns:Publish', resource: topicArn, sourceArn })) {
        const text = `${principal} is not authorized to perform: SNS:Publish on resource: ${topicArn}`;
        throw new AwsError('AuthorizationError', text, { status: 403 });
      }
      topic.notifications.push({ at: kernel.clock.now(), subject, message });
      kernel.tell(`alarm:${sourceArn}`, `topic:${topicArn.split(':').at(-1)}`, { subject, message });
    },
    list: () => [...topics.keys()],
    notifications: (topicArn) => find(topicArn).notifications,
  };
};
