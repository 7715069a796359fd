// "Policy evaluation logic" and "IAM JSON policy elements" in the IAM user guide.
import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { virtualKernel } from '../../../lab/kernel/kernel.ts';
import { createMeter } from '../../../lab/meter/meter.ts';
import { createSqs, type QueueProperties } from '../../../lab/sqs/sqs.ts';
import { serveLab } from '../wire/server/serve-lab.ts';

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
const encrypted = { Bool: { 'aws:SecureTransport': 'true' } };

describe('a queue policy', () => {
  it.each<[string, object | object[] | undefined, boolean]>([
    ['missing', undefined, false],
    ['by rule ARN', allow, true],
    ['with TLS only beside', [tlsOnly, allow], true],
    ['with TLS only of every AWS principal beside', [{ ...tlsOnly, Principal: { AWS: '*' } }, allow], true],
    ['with TLS only alone', tlsOnly, false],
    ['that denies what is encrypted', [allow, { ...tlsOnly, Condition: encrypted }], false],
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

describe('a queue that a stack keeps to TLS', () => {
  const queueArn = { 'Fn::GetAtt': ['Late', 'Arn'] };
  const resources = {
    Late: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'q' } },
    LatePolicy: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: {
        Queues: [{ Ref: 'Late' }],
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            { ...tlsOnly, Resource: queueArn },
            {
              Effect: 'Allow',
              Principal: { Service: 'events.amazonaws.com' },
              Action: 'sqs:SendMessage',
              Resource: queueArn,
            },
          ],
        },
      },
    },
    Returned: {
      Type: 'AWS::Events::Rule',
      Properties: {
        EventPattern: { source: ['library'] },
        Targets: [{ Id: 'late', Arn: queueArn }],
      },
    },
  };

  let served: Awaited<ReturnType<typeof serveLab>>;
  beforeEach(async () => {
    served = await serveLab();
  });
  afterEach(() => served.close());

  it('takes what comes by the plain HTTP endpoint, and from a rule', async () => {
    const { client, kernel } = served;
    const cloudformation = new CloudFormationClient(client);
    const StackName = 'library';
    await cloudformation.send(
      new CreateStackCommand({ StackName, TemplateBody: JSON.stringify({ Resources: resources }) }),
    );
    await kernel.clock.run();
    const { Stacks } = await cloudformation.send(new DescribeStacksCommand({ StackName }));
    expect(Stacks).toMatchObject([{ StackStatus: 'CREATE_COMPLETE' }]);
    const sqs = new SQSClient(client);
    const QueueUrl = 'https://sqs.us-east-1.amazonaws.com/123456789012/q';
    const receive = async () => {
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
      return Messages.map(({ Body }) => Body);
    };
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'by hand' }));
    expect(await receive()).toEqual(['by hand']);
    await new EventBridgeClient(client).send(
      new PutEventsCommand({ Entries: [{ Source: 'library', DetailType: 'returned', Detail: '{}' }] }),
    );
    expect(await receive()).toEqual([expect.stringContaining('"detail-type":"returned"')]);
  });
});
