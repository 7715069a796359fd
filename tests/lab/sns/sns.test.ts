// SNS Developer Guide, "Example cases for Amazon SNS access control"; CloudWatch User Guide, "Notifying users on alarm
// changes": a topic under the key alias/aws/sns gets no notifications.
import { describe, expect, it } from '@jest/globals';
import { virtualKernel } from '../../../lab/kernel/kernel.ts';
import { createSns } from '../../../lab/sns/sns.ts';

const TOPIC = 'arn:aws:sns:us-east-1:123456789012:t';
const ALARM = 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:a';

const publishTo = (properties: object, statement?: object) => {
  const sns = createSns({ kernel: virtualKernel({ seed: 1, startAt: 7 }) });
  sns.createTopic({ TopicName: 't', ...properties });
  if (statement) sns.setPolicy([TOPIC], { Statement: [statement] });
  sns.publish({
    topicArn: TOPIC,
    subject: 's',
    message: 'm',
    principal: 'cloudwatch.amazonaws.com',
    sourceArn: ALARM,
  });
  return sns.notifications(TOPIC);
};

const allow = {
  Effect: 'Allow',
  Principal: { Service: 'cloudwatch.amazonaws.com' },
  Action: 'sns:Publish',
  Resource: TOPIC,
  Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:*' } },
};

describe('a topic', () => {
  it.each([
    ['without a policy, from its own account', undefined],
    ['by its policy', allow],
  ])('keeps what is published to it %s', (_, statement) => {
    expect(publishTo({}, statement)).toEqual([{ at: 7, subject: 's', message: 'm' }]);
  });

  it.each([
    ['of another service', { ...allow, Principal: { Service: 'events.amazonaws.com' } }],
    ['of another alarm', { ...allow, Condition: { ArnLike: { 'aws:SourceArn': `${ALARM}-other` } } }],
  ])('refuses CloudWatch under a policy %s', (_, statement) => {
    expect(() => publishTo({}, statement)).toThrow('cloudwatch.amazonaws.com is not authorized to perform');
  });

  it('takes nothing from another service under the key that AWS manages', () => {
    expect(() => publishTo({ KmsMasterKeyId: 'alias/aws/sns' })).toThrow('not authorized to use the key');
  });

  it('refuses subscriptions by name', () => {
    expect(() => publishTo({ Subscription: [] })).toThrow(
      'AWS::SNS::Topic.Subscription is not supported by the lab',
    );
  });
});
