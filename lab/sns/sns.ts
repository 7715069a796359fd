import { AwsError } from '../kernel/aws-error.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Topics } from '../kernel/ports.ts';
import type { Service } from '../kernel/service.ts';
import type { Properties } from '../template/properties.ts';
import { snsService } from './operations.ts';
import {
  applyPolicy,
  applyProperties,
  assertMayPublish,
  type Notification,
  newTopic,
  type Topic,
} from './topics.ts';

/** SNS, as far as an alarm tells people: topics that keep what is published to them. */
export interface Sns extends Topics {
  readonly service: Service;
  /** Takes an AWS::SNS::Topic. */
  createTopic(properties: Properties): { readonly arn: string };
  /** What was published stays. Throws `AwsError` (NotFound), as `deleteTopic` does. */
  updateTopic(topicArn: string, properties: Properties): void;
  deleteTopic(topicArn: string): void;
  /** Takes an AWS::SNS::TopicPolicy: replaces the policy of each topic, or gives it the one that a new topic has. */
  setPolicy(topicArns: readonly string[], document: unknown): void;
  /** The ARNs of the topics. */
  list(): readonly string[];
  /** What was published to a topic, oldest first. @throws AwsError NotFound */
  notifications(topicArn: string): readonly Notification[];
}

export const createSns = ({ kernel }: { kernel: Kernel }): Sns => {
  const topics = new Map<string, Topic>();
  const find = (topicArn: string): Topic => {
    const topic = topics.get(topicArn);
    if (topic === undefined) throw new AwsError('NotFound', 'Topic does not exist', { status: 404 });
    return topic;
  };
  const publish = (topic: Topic, subject: string | undefined, message: string, source: string): void => {
    topic.notifications.push({ at: kernel.clock.now(), subject, message });
    kernel.tell(source, `topic:${topic.name}`, { subject, message });
  };
  return {
    service: snsService({ random: kernel.random.fork('sns'), topics, find, publish }),
    createTopic: (properties) => {
      const topic = newTopic(properties);
      topics.set(topic.arn, topic);
      return { arn: topic.arn };
    },
    updateTopic: (topicArn, properties) => applyProperties(find(topicArn), properties),
    deleteTopic: (topicArn) => void topics.delete(find(topicArn).arn),
    setPolicy: (topicArns, document) => {
      for (const topicArn of topicArns) applyPolicy(find(topicArn), document);
    },
    publish: ({ topicArn, subject, message, principal, sourceArn }) => {
      const topic = find(topicArn);
      assertMayPublish(topic, { principal, sourceArn });
      publish(topic, subject, message, `alarm:${sourceArn}`);
    },
    list: () => [...topics.keys()],
    notifications: (topicArn) => find(topicArn).notifications,
  };
};
