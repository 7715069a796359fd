import { account } from '../kernel/account.ts';
import { AwsError } from '../kernel/aws-error.ts';
import type { Random } from '../kernel/random.ts';
import type { Service } from '../kernel/service.ts';
import { applyPolicy, applyProperties, type Topic } from './topics.ts';

const PAGE = 100;
const MAX_MESSAGE_BYTES = 262_144;

const invalid = (message: string): AwsError => new AwsError('InvalidParameter', message);

interface PublishInput {
  readonly TopicArn?: string;
  readonly Message?: string;
  readonly Subject?: string;
}

/** What is published by the API comes as these, and as nothing else. */
const PUBLISHED = ['TopicArn', 'Message', 'Subject'];

/** Throws InvalidParameter for what is no ARN at all, in AWS's words. */
const assertArn = (text: string): void => {
  const elements = text === '' ? 0 : text.split(':').length;
  if (elements < 6)
    throw invalid(
      `Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not ${elements}`,
    );
};

const attributesOf = ({ arn, properties, document }: Topic): Readonly<Record<string, string>> => ({
  TopicArn: arn,
  Owner: account.accountId,
  DisplayName: String(properties.DisplayName ?? ''),
  Policy: JSON.stringify(document),
  ...(properties.KmsMasterKeyId !== undefined && { KmsMasterKeyId: String(properties.KmsMasterKeyId) }),
  SubscriptionsConfirmed: '0',
  SubscriptionsPending: '0',
  SubscriptionsDeleted: '0',
});

/** The API of SNS, as far as topics without subscriptions have it. Source: Amazon SNS API Reference. */
export const snsService = (ports: {
  readonly random: Random;
  readonly topics: ReadonlyMap<string, Topic>;
  /** Throws `AwsError` (NotFound). */
  readonly find: (topicArn: string) => Topic;
  readonly publish: (topic: Topic, subject: string | undefined, message: string, source: string) => void;
}): Service => {
  const { random, topics, publish } = ports;
  const find = (topicArn: string): Topic => {
    assertArn(topicArn);
    return ports.find(topicArn);
  };
  return {
    id: 'sns',
    operations: {
      ListTopics: ({ NextToken }: { readonly NextToken?: string }) => {
        const from = NextToken === undefined ? 0 : Number(NextToken);
        if (!Number.isInteger(from) || from < 0) throw invalid('Invalid parameter: NextToken');
        const next = from + PAGE;
        const page = [...topics.keys()].slice(from, next);
        return {
          Topics: page.map((TopicArn) => ({ TopicArn })),
          ...(next < topics.size && { NextToken: String(next) }),
        };
      },
      GetTopicAttributes: ({ TopicArn }: { readonly TopicArn: string }) => ({
        Attributes: attributesOf(find(TopicArn)),
      }),
      SetTopicAttributes: (input: {
        readonly TopicArn: string;
        readonly AttributeName: string;
        readonly AttributeValue?: string;
      }) => {
        const { AttributeName: name, AttributeValue: value } = input;
        const topic = find(input.TopicArn);
        if (name === 'Policy') applyPolicy(topic, value || undefined);
        else if (name === 'DisplayName' || name === 'KmsMasterKeyId')
          applyProperties(topic, { ...topic.properties, [name]: value || undefined });
        else throw invalid('Invalid parameter: AttributeName');
      },
      Publish: (input: PublishInput, caller) => {
        const { TopicArn = '', Message = '', Subject } = input;
        const other = Object.keys(input).find((name) => !PUBLISHED.includes(name));
        if (other !== undefined) throw new Error(`Publish.${other} is not supported by the lab`);
        if (Message === '') throw invalid('Invalid parameter: Empty message');
        if (Buffer.byteLength(Message) > MAX_MESSAGE_BYTES)
          throw invalid('Invalid parameter: Message too long');
        publish(find(TopicArn), Subject, Message, caller.name);
        return { MessageId: random.uuid() };
      },
    },
  };
};
