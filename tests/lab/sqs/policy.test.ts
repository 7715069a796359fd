// "Policy evaluation logic" and "IAM JSON policy elements" in the IAM user guide.
import { describe, expect, it } from '@jest/globals';
import { virtualKernel } from '../../../lab/kernel/kernel.ts';
import { createMeter } from '../../../lab/meter/meter.ts';
import { createSqs, type QueueProperties } from '../../../lab/sqs/sqs.ts';

const RULE = 'arn:aws:events:us-east-1:123456789012:rule/bus/created';
const QUEUE = 'arn:aws:sqs:us-east-1:123456789012:q';

const permits = (
  statements: object | object[] | undefined,
  properties: Partial<QueueProperties> = {},
  principal = 'events.amazonaws.com',
): boolean => {
  const sqs = createSqs({ kernel: virtualKernel({ seed: 1, startAt: 0 }), meter: createMeter() });
  const { url, arn } = sqs.createQueue({ QueueName: 'q', ...properties });
  if (statements !== undefined) sqs.setPolicy([url], { Version: '2012-10-17', Statement: statements });
  return sqs.permits(arn, principal, RULE);
};

const allow = {
  Sid: 'a',
  Effect: 'Allow',
  Principal: { Service: 'events.amazonaws.com' },
  Action: 'sqs:SendMessage',
  Resource: QUEUE,
  Condition: { ArnEquals: { 'aws:SourceArn': RULE } },
};
const tlsOnly = {
  Effect: 'Deny',
  Principal: '*',
  Action: 'sqs:*',
  Resource: QUEUE,
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
};

describe('a queue policy', () => {
  it.each<[string, object | object[] | undefined, boolean]>([
    ['missing', undefined, false],
    ['by rule ARN', allow, true],
    ['with TLS only beside', [tlsOnly, allow], true],
    ['with TLS only alone', tlsOnly, false],
    ['that denies too', [allow, { ...allow, Effect: 'Deny' }], false],
    ['of several principals', { ...allow, Principal: { Service: ['x', 'events.amazonaws.com'] } }, true],
    ['of everybody', { ...allow, Principal: '*' }, true],
    ['of every AWS principal', { ...allow, Principal: { AWS: '*' } }, true],
    ['of a role', { ...allow, Principal: { AWS: 'arn:aws:iam::123456789012:role/r' } }, false],
    ['of another service', { ...allow, Principal: { Service: 'sns.amazonaws.com' } }, false],
    ['of all actions', { ...allow, Action: ['sqs:*'] }, true],
    ['in another case', { ...allow, Action: 'SQS:sendmessage' }, true],
    ['of another action', { ...allow, Action: 'sqs:ReceiveMessage' }, false],
    ['of all resources', { ...allow, Resource: '*' }, true],
    ['of another resource', { ...allow, Resource: `${QUEUE}2` }, false],
    ['without condition', { ...allow, Condition: undefined }, true],
    ['of another rule', { ...allow, Condition: { ArnEquals: { 'aws:SourceArn': `${RULE}2` } } }, false],
    ['of one of two rules', { ...allow, Condition: { ArnLike: { 'aws:SourceArn': ['x:y', RULE] } } }, true],
    [
      'of the rules of a bus',
      { ...allow, Condition: { ArnLike: { 'AWS:SourceArn': 'arn:aws:events:*:*:rule/bus/*' } } },
      true,
    ],
    [
      'whose * would span parts',
      { ...allow, Condition: { ArnLike: { 'aws:SourceArn': 'arn:*:rule/bus/*' } } },
      false,
    ],
    ['by text', { ...allow, Condition: { StringEquals: { 'aws:SourceArn': RULE } } }, true],
    ['by text pattern', { ...allow, Condition: { StringLike: { 'aws:SourceArn': 'arn:*created' } } }, true],
    [
      'whose second condition fails',
      { ...allow, Condition: { ...allow.Condition, StringEquals: { 'aws:SourceAccount': '1' } } },
      false,
    ],
  ])('%s', (_, statements, expected) => {
    expect(permits(statements)).toBe(expected);
  });

  it('does not help where the key is AWS-managed: its key policy keeps other services out', () => {
    expect(permits(allow, { KmsMasterKeyId: 'alias/aws/sqs' })).toBe(false);
    expect(permits(allow, { KmsMasterKeyId: 'alias/mine' })).toBe(true);
  });

  it.each<[object, string]>([
    [{ ...allow, NotAction: 'x' }, 'Statement.NotAction'],
    [{ ...allow, Principal: { Federated: 'x' } }, 'Principal.Federated'],
    [{ ...allow, Condition: { DateLessThan: {} } }, 'Condition.DateLessThan'],
    [
      { ...allow, Condition: { StringEquals: { 'aws:PrincipalOrgID': 'x' } } },
      'StringEquals.aws:PrincipalOrgID',
    ],
  ])('with what the lab does not understand is refused: %j', (statement, name) => {
    expect(() => permits(statement)).toThrow(`${name} is not supported by the lab`);
  });

  it('of a queue that does not exist permits nothing', () => {
    const sqs = createSqs({ kernel: virtualKernel({ seed: 1, startAt: 0 }), meter: createMeter() });
    expect(sqs.permits(QUEUE, 'events.amazonaws.com', RULE)).toBe(false);
  });
});
