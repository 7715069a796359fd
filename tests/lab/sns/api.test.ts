// Behaviour as in the Amazon SNS API reference.
import { expect, it } from '@jest/globals';
import { virtualKernel } from '../../../lab/kernel/kernel.ts';
import type { Operation } from '../../../lab/kernel/service.ts';
import { createSns } from '../../../lab/sns/sns.ts';

const TopicArn = 'arn:aws:sns:us-east-1:123456789012:t';

/** SNS with the topic `t`. */
const createWorld = () => {
  const sns = createSns({ kernel: virtualKernel({ seed: 1, startAt: 7 }) });
  sns.createTopic({ TopicName: 't' });
  const call = (operation: string, input: object = {}): unknown =>
    (sns.service.operations[operation] as Operation)(input, { name: 'user' });
  const attributes = () =>
    (call('GetTopicAttributes', { TopicArn }) as { Attributes: Record<string, string> }).Attributes;
  return { sns, call, attributes };
};

const publishAsAlarm = {
  ...{ topicArn: TopicArn, subject: 's', message: 'm', principal: 'cloudwatch.amazonaws.com' },
  sourceArn: 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:a',
};

it('topics are listed, a hundred at a time', () => {
  const { sns, call } = createWorld();
  for (let index = 0; index < 100; index++) sns.createTopic({ TopicName: `t${index}` });
  const first = call('ListTopics') as { Topics: object[]; NextToken: string };
  expect(first.Topics[0]).toEqual({ TopicArn });
  expect(first.Topics).toHaveLength(100);
  expect(call('ListTopics', { NextToken: first.NextToken })).toEqual({
    Topics: [{ TopicArn: `${TopicArn}99` }],
  });
  expect(() => call('ListTopics', { NextToken: 'x' })).toThrow('Invalid parameter: NextToken');
});

it('a topic has attributes, which can be set', () => {
  const { call, attributes } = createWorld();
  expect(attributes()).toMatchObject({ TopicArn, Owner: '123456789012', SubscriptionsConfirmed: '0' });
  expect(JSON.parse(attributes().Policy ?? '')).toMatchObject({ Id: '__default_policy_ID' });
  const set = (AttributeName: string, AttributeValue: string) =>
    call('SetTopicAttributes', { TopicArn, AttributeName, AttributeValue });
  set('DisplayName', 'Alarms');
  expect(attributes()).toMatchObject({ DisplayName: 'Alarms' });
  expect(() => set('FifoTopic', 'true')).toThrow('Invalid parameter: AttributeName');
});

it('a topic keeps what is published to it', () => {
  const { sns, call } = createWorld();
  const published = call('Publish', { TopicArn, Subject: 's', Message: 'm' });
  expect(published).toEqual({ MessageId: expect.stringMatching(/^[0-9a-f-]{36}$/) });
  expect(sns.notifications(TopicArn)).toEqual([{ at: 7, subject: 's', message: 'm' }]);
  expect(() => call('Publish', { TopicArn, Message: '' })).toThrow('Invalid parameter: Empty message');
  expect(() => call('Publish', { TopicArn: `${TopicArn}x`, Message: 'm' })).toThrow('Topic does not exist');
  expect(() => call('Publish', { PhoneNumber: '1', Message: 'm' })).toThrow(
    'Publish.PhoneNumber is not supported',
  );
});

it.each([
  ['', 0],
  ['none', 1],
  ['arn:aws:sns', 3],
])('%j is no ARN of a topic', (TopicArn, elements) => {
  expect(() => createWorld().call('Publish', { TopicArn, Message: 'm' })).toThrow(
    expect.objectContaining({
      ...{ code: 'InvalidParameter', status: 400 },
      message: `Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not ${elements}`,
    }),
  );
});

it('a topic changes, keeps what it has, and goes', () => {
  const { sns, attributes } = createWorld();
  sns.publish(publishAsAlarm);
  sns.updateTopic(TopicArn, { TopicName: 't', KmsMasterKeyId: 'alias/aws/sns' });
  expect(attributes()).toMatchObject({ KmsMasterKeyId: 'alias/aws/sns' });
  expect(sns.notifications(TopicArn)).toHaveLength(1);
  expect(() => sns.publish(publishAsAlarm)).toThrow('not authorized to use the key');
  sns.deleteTopic(TopicArn);
  expect(() => sns.deleteTopic(TopicArn)).toThrow('Topic does not exist');
});

it('a topic whose policy is taken away has the one it began with', () => {
  const { sns } = createWorld();
  sns.setPolicy([TopicArn], {
    Statement: [{ Effect: 'Deny', Principal: '*', Action: 'sns:*', Resource: '*' }],
  });
  expect(() => sns.publish(publishAsAlarm)).toThrow('is not authorized to perform');
  sns.setPolicy([TopicArn], undefined);
  expect(() => sns.publish(publishAsAlarm)).not.toThrow();
});
