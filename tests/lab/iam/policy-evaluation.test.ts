import { describe, expect, it } from '@jest/globals';
import { createRoles } from '../../../lab/iam/roles.ts';
import { virtualKernel } from '../../../lab/kernel/kernel.ts';
import type { Decision } from '../../../lab/kernel/ports.ts';

const QUEUE = 'arn:aws:sqs:us-east-1:123456789012:late';
const send = { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: QUEUE };

// biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of IAM.
const VARIABLE = '${aws:PrincipalArn}';

const trusting = (...statements: unknown[]) => ({ Version: '2012-10-17', Statement: statements });
const trust = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };

/** Roles of which one has these statements, each in a policy of its own. */
const rolesWith = (statements: readonly unknown[], assume: unknown = trusting(trust)) => {
  const roles = createRoles({ kernel: virtualKernel({ seed: 1, startAt: 0 }) });
  const properties = (given: readonly unknown[]) => ({
    RoleName: 'lend',
    AssumeRolePolicyDocument: assume,
    Policies: given.map((Statement, at) => ({ PolicyName: `p${at}`, PolicyDocument: { Statement } })),
  });
  const { arn } = roles.createRole(properties(statements));
  const decide = (action = 'sqs:SendMessage', resource = QUEUE, context = {}): Decision =>
    roles.decide({ roleArn: arn, action, resource, context });
  return { roles, arn, decide, properties };
};

/** IAM User Guide, "Policy evaluation logic". */
describe('a request under a role', () => {
  it.each<[string, readonly unknown[], Decision]>([
    ['is denied when no statement allows it', [], 'implicitDeny'],
    ['is allowed by one statement of several', [{ ...send, Action: 'sqs:Other' }, send], 'allowed'],
    [
      'is denied by an explicit deny, whatever allows it',
      [send, { ...send, Effect: 'Deny' }],
      'explicitDeny',
    ],
    ['is denied explicitly without any allow too', [{ ...send, Effect: 'Deny' }], 'explicitDeny'],
    [
      'is not touched by a deny of something else',
      [send, { ...send, Effect: 'Deny', Action: 'sqs:Get*' }],
      'allowed',
    ],
    [
      'needs the action and the resource in one statement',
      [
        { ...send, Resource: `${QUEUE}2` },
        { ...send, Action: 'sqs:Other' },
      ],
      'implicitDeny',
    ],
  ])('%s', (_what, statements, decision) => {
    expect(rolesWith(statements).decide()).toBe(decision);
  });

  it('of a role that is not there is denied', () => {
    const { roles } = rolesWith([send]);
    expect(
      roles.decide({
        roleArn: 'arn:aws:iam::123456789012:role/other',
        action: 'sqs:SendMessage',
        resource: QUEUE,
      }),
    ).toBe('implicitDeny');
  });

  /** "IAM JSON policy elements: Action": no difference between cases, `*` and `?` anywhere. */
  it.each<[string | readonly string[], boolean]>([
    ['*', true],
    ['sqs:*', true],
    ['sqs:Send*', true],
    ['SQS:sendMESSAGE', true],
    ['sqs:SendMessag?', true],
    [['sqs:Get*', 'sqs:SendMessage'], true],
    ['sqs:Send', false],
    ['sqs:SendMessage?', false],
    ['sns:*', false],
  ])('matches the action %j: %p', (Action, allowed) => {
    expect(rolesWith([{ ...send, Action }]).decide()).toBe(allowed ? 'allowed' : 'implicitDeny');
  });

  /** "IAM JSON policy elements: Resource": exact in case, wildcards within a part, in the last beyond colons. */
  it.each<[string, string, boolean]>([
    ['*', QUEUE, true],
    [QUEUE, QUEUE, true],
    ['arn:aws:sqs:*:*:late', QUEUE, true],
    ['arn:aws:sqs:us-east-1:123456789012:l?te', QUEUE, true],
    ['arn:aws:sqs:us-east-1:123456789012:LATE', QUEUE, false],
    ['arn:aws:sqs:us-east-1:123456789012:l', QUEUE, false],
    ['arn:aws:sqs:*:late', QUEUE, false],
    [
      'arn:aws:logs:us-east-1:123456789012:log-group:g:*',
      'arn:aws:logs:us-east-1:123456789012:log-group:g:log-stream:s',
      true,
    ],
    [
      'arn:aws:logs:us-east-1:123456789012:log-group:g',
      'arn:aws:logs:us-east-1:123456789012:log-group:g:log-stream:s',
      false,
    ],
    [
      'arn:aws:dynamodb:us-east-1:123456789012:table/t+1',
      'arn:aws:dynamodb:us-east-1:123456789012:table/tt1',
      false,
    ],
  ])('matches the resource %s against %s: %p', (Resource, resource, allowed) => {
    expect(rolesWith([{ ...send, Resource }]).decide('sqs:SendMessage', resource)).toBe(
      allowed ? 'allowed' : 'implicitDeny',
    );
  });

  it('is matched by what an element excludes', () => {
    const { Action: _a, ...anyAction } = send;
    const { Resource: _r, ...anyResource } = send;
    const { decide } = rolesWith([
      { ...anyAction, NotAction: ['sqs:SendMessage', 'sqs:Purge*'] },
      { ...anyResource, Effect: 'Deny', Action: 'sqs:Get*', NotResource: QUEUE },
    ]);
    expect(decide('sqs:ReceiveMessage')).toBe('allowed');
    expect(decide('sqs:SendMessage')).toBe('implicitDeny');
    expect(decide('sqs:PurgeQueue')).toBe('implicitDeny');
    expect(decide('sqs:GetQueueUrl')).toBe('allowed');
    expect(decide('sqs:GetQueueUrl', `${QUEUE}2`)).toBe('explicitDeny');
  });

  it('is answered the same way again, until the role is updated', () => {
    const { roles, decide, properties } = rolesWith([send]);
    expect([decide(), decide()]).toEqual(['allowed', 'allowed']);
    roles.updateRole('lend', properties([]));
    expect(decide()).toBe('implicitDeny');
    roles.updateRole('lend', properties([send, { ...send, Effect: 'Deny' }]));
    expect(decide()).toBe('explicitDeny');
  });

  it('is answered for more resources than decisions are kept', () => {
    const { decide } = rolesWith([{ ...send, Resource: `${QUEUE}*` }]);
    const decisions = Array.from({ length: 2500 }, (_, at) => decide('sqs:SendMessage', `${QUEUE}${at}`));
    expect(new Set(decisions)).toEqual(new Set(['allowed']));
  });
});

/** IAM User Guide, "IAM JSON policy elements: Condition operators". */
describe('a condition', () => {
  const SOURCE = 'arn:aws:events:us-east-1:123456789012:rule/r';
  const holds = (Condition: unknown, context: object = { 'aws:SourceArn': SOURCE }): boolean =>
    rolesWith([{ ...send, Condition }]).decide('sqs:SendMessage', QUEUE, context) === 'allowed';

  it.each<[object, boolean]>([
    [{ StringEquals: { 'aws:SourceArn': SOURCE } }, true],
    [{ StringEquals: { 'AWS:sourcearn': [SOURCE, 'x'] } }, true],
    [{ StringEquals: { 'aws:SourceArn': SOURCE.toUpperCase() } }, false],
    [{ StringEquals: { 'aws:SourceArn': 'arn:*' } }, false],
    [{ StringNotEquals: { 'aws:SourceArn': SOURCE } }, false],
    [{ StringNotEquals: { 'aws:SourceArn': ['x', SOURCE] } }, false],
    [{ StringNotEquals: { 'aws:SourceArn': ['x', 'y'] } }, true],
    [{ StringEqualsIgnoreCase: { 'aws:SourceArn': SOURCE.toUpperCase() } }, true],
    [{ StringNotEqualsIgnoreCase: { 'aws:SourceArn': SOURCE.toUpperCase() } }, false],
    [{ StringLike: { 'aws:SourceArn': 'arn:*rule/?' } }, true],
    [{ StringNotLike: { 'aws:SourceArn': 'arn:*' } }, false],
    [{ ArnEquals: { 'aws:SourceArn': 'arn:aws:events:*:*:rule/*' } }, true],
    [{ ArnLike: { 'aws:SourceArn': 'arn:*rule/r' } }, false],
    [{ ArnNotLike: { 'aws:SourceArn': 'arn:aws:events:*:*:rule/*' } }, false],
    [{ ArnNotEquals: { 'aws:SourceArn': 'arn:aws:events:*:*:rule/x' } }, true],
    [{ Bool: { 'aws:SecureTransport': true } }, true],
    [{ Bool: { 'aws:SecureTransport': 'false' } }, false],
    [{ StringEquals: { 'aws:RequestedRegion': 'us-east-1', 'aws:PrincipalAccount': '123456789012' } }, true],
    [{ StringEquals: { 'aws:RequestedRegion': 'us-east-1', 'aws:PrincipalAccount': '1' } }, false],
    [{ ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::123456789012:role/lend' } }, true],
    [{ StringEquals: { 'aws:SourceArn': SOURCE }, Bool: { 'aws:SecureTransport': 'false' } }, false],
    [{ 'ForAnyValue:StringEquals': { 'aws:SourceArn': ['x', SOURCE] } }, true],
    [{ 'ForAllValues:StringLike': { 'aws:SourceArn': 'x*' } }, false],
    [{ Null: { 'aws:SourceArn': 'false' } }, true],
    [{ Null: { 'aws:SourceArn': true } }, false],
  ])('%j holds: %p', (condition, expected) => {
    expect(holds(condition)).toBe(expected);
  });

  it.each<[object, boolean]>([
    [{ StringEquals: { 'aws:SourceArn': 'x' } }, false],
    [{ StringNotEquals: { 'aws:SourceArn': 'x' } }, true],
    [{ StringEqualsIfExists: { 'aws:SourceArn': 'x' } }, true],
    [{ ArnLikeIfExists: { 'aws:SourceArn': 'x' } }, true],
    [{ BoolIfExists: { 'aws:SecureTransport': 'false' } }, false],
    [{ 'ForAllValues:StringEquals': { 'aws:SourceArn': 'x' } }, true],
    [{ 'ForAnyValue:StringEquals': { 'aws:SourceArn': 'x' } }, false],
    [{ 'ForAnyValue:StringNotEquals': { 'aws:SourceArn': 'x' } }, false],
    [{ Null: { 'aws:SourceArn': 'true' } }, true],
    [{ Null: { 'aws:SourceArn': ['false'] } }, false],
  ])('%j holds without the key: %p', (condition, expected) => {
    expect(holds(condition, {})).toBe(expected);
  });

  it('is asked again for every request', () => {
    const { decide } = rolesWith([{ ...send, Condition: { StringEquals: { 'aws:SourceArn': SOURCE } } }]);
    expect(decide('sqs:SendMessage', QUEUE, { 'aws:SourceArn': SOURCE })).toBe('allowed');
    expect(decide('sqs:SendMessage', QUEUE, { 'aws:SourceArn': 'x' })).toBe('implicitDeny');
  });

  it.each<[object, string]>([
    [{ IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }, 'Condition.IpAddress'],
    [{ NullIfExists: { 'aws:SourceArn': 'true' } }, 'Condition.NullIfExists'],
    [{ StringEquals: { 'dynamodb:LeadingKeys': 'x' } }, 'Condition.StringEquals.dynamodb:LeadingKeys'],
    [{ StringEquals: { 'aws:SourceArn': VARIABLE } }, `Condition.StringEquals.aws:SourceArn ${VARIABLE}`],
  ])('%j is refused by name', (Condition, name) => {
    expect(() => rolesWith([{ ...send, Condition }])).toThrow(
      `AWS::IAM::Role.Policies.PolicyDocument.Statement.${name} is not supported by the lab`,
    );
  });
});

/** IAM User Guide, "Roles terms and concepts". */
describe('a trust policy', () => {
  const trusts = (service: string, ...statements: unknown[]): boolean => {
    const { roles, arn } = rolesWith([], trusting(...statements));
    return roles.trusts(arn, service, { 'aws:SourceArn': 'arn:aws:x' });
  };

  it.each<[string, readonly unknown[], boolean]>([
    ['lets the service in that it names', [trust], true],
    ['lets another service out', [{ ...trust, Principal: { Service: ['states.amazonaws.com'] } }], false],
    [
      'knows a service by its name in the region',
      [{ ...trust, Principal: { Service: 'lambda.us-east-1.amazonaws.com' } }],
      true,
    ],
    ['may allow all of STS', [{ ...trust, Action: 'sts:*' }], true],
    ['may allow something else only', [{ ...trust, Action: 'sts:TagSession' }], false],
    ['may deny', [trust, { ...trust, Effect: 'Deny' }], false],
    [
      'may have a condition that holds',
      [{ ...trust, Condition: { StringLike: { 'aws:SourceArn': 'arn:*' } } }],
      true,
    ],
    [
      'may have a condition that does not',
      [{ ...trust, Condition: { StringEquals: { 'aws:SourceArn': 'x' } } }],
      false,
    ],
  ])('%s', (_what, statements, expected) => {
    expect(trusts('lambda.amazonaws.com', ...statements)).toBe(expected);
  });

  it('of a role that was deleted lets nobody in', () => {
    const { roles, arn } = rolesWith([]);
    roles.deleteRole('lend');
    expect(roles.trusts(arn, 'lambda.amazonaws.com')).toBe(false);
    expect(() => roles.deleteRole('lend')).toThrow(
      expect.objectContaining({ code: 'NoSuchEntity', status: 404 }),
    );
    expect(() => roles.updateRole('lend', {})).toThrow('The role with name lend cannot be found.');
  });
});
