import { allows, type Policy, parseResourcePolicy } from '../iam/resource-policy.ts';
import { account, arn } from '../kernel/account.ts';
import { AwsError } from '../kernel/aws-error.ts';
import { type Properties, refuseUnknown } from '../template/properties.ts';

/** What a topic's subscribers would have been sent. */
export interface Notification {
  /** Epoch ms. */
  readonly at: number;
  readonly subject: string | undefined;
  readonly message: string;
}

export interface Topic {
  readonly name: string;
  readonly arn: string;
  /** An AWS::SNS::Topic. */
  properties: Properties;
  /** As it was given. */
  document: unknown;
  policy: Policy;
  readonly notifications: Notification[];
}

/** A service that publishes, and on behalf of which resource. */
export interface Publisher {
  readonly principal: string;
  readonly sourceArn: string;
}

const TYPE = 'AWS::SNS::Topic';
const KNOWN = ['TopicName', 'KmsMasterKeyId', 'DisplayName', 'Tags'];

/** The key that only AWS manages: its policy lets no other service use it, so none can publish to the topic. */
const AWS_MANAGED_KEY = 'alias/aws/sns';

/**
 * What a topic has until it is given another: whoever is of the account.
 * Source: SNS Developer Guide, "Example cases for Amazon SNS access control".
 */
const defaultDocument = (topicArn: string) => ({
  Version: '2008-10-17',
  Id: '__default_policy_ID',
  Statement: [
    {
      Sid: '__default_statement_ID',
      Effect: 'Allow',
      Principal: { AWS: '*' },
      Action: ['SNS:Publish'],
      Resource: topicArn,
      Condition: { StringEquals: { 'AWS:SourceAccount': account.accountId } },
    },
  ],
});

/** Gives a topic a policy: the one every topic begins with, without a document. */
export const applyPolicy = (topic: Topic, document: unknown = defaultDocument(topic.arn)): void => {
  topic.policy = parseResourcePolicy(document, 'AWS::SNS::TopicPolicy');
  topic.document = document;
};

/** @throws Error naming a property that the lab does not support */
export const applyProperties = (topic: Topic, properties: Properties): void => {
  refuseUnknown(TYPE, properties, KNOWN);
  topic.properties = properties;
};

export const newTopic = (properties: Properties): Topic => {
  const name = String(properties.TopicName);
  const topicArn = arn('sns', name);
  const topic = { name, arn: topicArn, properties, document: undefined, policy: [], notifications: [] };
  applyProperties(topic, properties);
  applyPolicy(topic);
  return topic;
};

/** Throws `AwsError` (KMSAccessDenied, AuthorizationError) when the service may not publish to the topic. */
export const assertMayPublish = (
  { arn: resource, properties, policy }: Topic,
  { principal, sourceArn }: Publisher,
): void => {
  if (properties.KmsMasterKeyId === AWS_MANAGED_KEY) {
    throw new AwsError('KMSAccessDenied', `${principal} is not authorized to use the key ${AWS_MANAGED_KEY}`);
  }
  if (allows(policy, { principal, action: 'sns:Publish', resource, sourceArn })) return;
  const text = `${principal} is not authorized to perform: SNS:Publish on resource: ${resource}`;
  throw new AwsError('AuthorizationError', text, { status: 403 });
};
