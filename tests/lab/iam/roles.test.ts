import { describe, expect, it } from '@jest/globals';
import { createRoles } from '../../../lab/iam/roles.ts';
import { virtualKernel } from '../../../lab/kernel/kernel.ts';

const newRoles = () => createRoles({ kernel: virtualKernel({ seed: 1, startAt: 0 }) });
const trust = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};
const allow = { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '*' };
const policies = (...statements: unknown[]) => [
  { PolicyName: 'p', PolicyDocument: { Version: '2012-10-17', Statement: statements } },
];
const role = (properties: object) =>
  newRoles().createRole({ RoleName: 'lend', AssumeRolePolicyDocument: trust, ...properties });

/** IAM User Guide, "Grammar of the IAM JSON policy language". */
describe('a role', () => {
  it('is kept by its ARN, with what it trusts and allows', () => {
    const roles = newRoles();
    const statement = {
      Sid: 'Send',
      Effect: 'Deny',
      Action: ['sqs:Send*', 'sqs:GetQueueUrl'],
      Resource: ['arn:aws:sqs:us-east-1:123456789012:late'],
      Condition: {
        Bool: { 'aws:SecureTransport': false },
        ArnEquals: { 'aws:SourceArn': ['arn:a', 'arn:b'] },
      },
    };
    const { arn, id } = roles.createRole({
      RoleName: 'lend',
      AssumeRolePolicyDocument: trust,
      Policies: [...policies(allow), ...policies(statement)],
    });
    expect(arn).toBe('arn:aws:iam::123456789012:role/lend');
    expect(id).toMatch(/^AROA[A-Z2-7]{17}$/);
    expect(roles.role(arn)).toEqual({
      name: 'lend',
      arn,
      id,
      trust: [
        {
          sid: undefined,
          effect: 'Allow',
          actions: ['sts:AssumeRole'],
          services: ['lambda.amazonaws.com'],
          conditions: {},
        },
      ],
      statements: [
        { sid: undefined, effect: 'Allow', actions: ['sqs:SendMessage'], resources: ['*'], conditions: {} },
        {
          sid: 'Send',
          effect: 'Deny',
          actions: ['sqs:Send*', 'sqs:GetQueueUrl'],
          resources: ['arn:aws:sqs:us-east-1:123456789012:late'],
          conditions: {
            Bool: { 'aws:SecureTransport': ['false'] },
            ArnEquals: { 'aws:SourceArn': ['arn:a', 'arn:b'] },
          },
        },
      ],
    });
    expect(roles.role(`${arn}2`)).toBeUndefined();
  });

  it('trusts a service whether its principal names the region or not', () => {
    const Statement = {
      ...trust.Statement[0],
      Principal: { Service: ['states.us-east-1.amazonaws.com', 'sqs.amazonaws.com'] },
    };
    expect(role({ AssumeRolePolicyDocument: { Statement } }).trust[0]?.services).toEqual([
      'states.amazonaws.com',
      'sqs.amazonaws.com',
    ]);
  });

  it('exists once by name', () => {
    const roles = newRoles();
    const create = () => roles.createRole({ RoleName: 'lend', AssumeRolePolicyDocument: trust });
    create();
    expect(create).toThrow(expect.objectContaining({ code: 'EntityAlreadyExists', status: 409 }));
    expect(create).toThrow('Role with name lend already exists.');
  });

  it.each([
    ['x'.repeat(65), 'Member must have length less than or equal to 64'],
    ['a b', 'Member must satisfy regular expression pattern'],
  ])('may not be called %s', (RoleName, message) => {
    expect(() => role({ RoleName })).toThrow(message);
  });

  it.each<[string, unknown, string]>([
    ['no document', undefined, 'Syntax errors in policy.'],
    ['no statement', { Statement: [] }, 'Syntax errors in policy.'],
    ['another version', { Version: '2020-01-01', Statement: [allow] }, 'Syntax errors in policy.'],
    ['an unknown field', { Statement: [{ ...allow, Effects: 1 }] }, 'Syntax errors in policy.'],
    ['an unknown field of the document', { Statements: [allow] }, 'Syntax errors in policy.'],
    ['an unknown effect', { Statement: { ...allow, Effect: 'allow' } }, 'Syntax errors in policy.'],
    ['no actions', { Statement: { ...allow, Action: undefined } }, 'Policy statement must contain actions.'],
    [
      'no resources',
      { Statement: { ...allow, Resource: undefined } },
      'Policy statement must contain resources.',
    ],
    [
      'an action without service',
      { Statement: { ...allow, Action: 'Send' } },
      'must be prefaced by a vendor',
    ],
    [
      'a resource that is no ARN',
      { Statement: { ...allow, Resource: 'q' } },
      'Resource q must be in ARN format or "*".',
    ],
    [
      'a principal',
      { Statement: { ...allow, Principal: '*' } },
      'Policy document should not specify a principal.',
    ],
    [
      'a condition that is none',
      { Statement: { ...allow, Condition: { Bool: 1 } } },
      'Syntax errors in policy.',
    ],
  ])('is refused for a policy with %s', (_what, PolicyDocument, message) => {
    const create = () => role({ Policies: [{ PolicyName: 'p', PolicyDocument }] });
    expect(create).toThrow(expect.objectContaining({ code: 'MalformedPolicyDocument' }));
    expect(create).toThrow(message);
  });

  it.each<[string, object, string]>([
    ['a resource', { Resource: '*' }, 'Has prohibited field Resource'],
    ['no principal', { Principal: undefined }, 'Missing required field Principal'],
    ['another action', { Action: 's3:Get' }, 'AssumeRole policy may only specify STS AssumeRole actions.'],
  ])('is refused for a trust policy with %s', (_what, change, message) => {
    const Statement = { ...trust.Statement[0], ...change };
    expect(() => role({ AssumeRolePolicyDocument: { Statement } })).toThrow(message);
  });

  it.each<[object, string]>([
    [{ ManagedPolicyArns: ['arn:x'] }, 'AWS::IAM::Role.ManagedPolicyArns'],
    [{ Policies: [{ PolicyName: 'p', PolicyDocument: {}, Other: 1 }] }, 'AWS::IAM::Role.Policies.Other'],
    [
      { Policies: policies({ ...allow, NotPrincipal: 'a' }) },
      'AWS::IAM::Role.Policies.PolicyDocument.Statement.NotPrincipal',
    ],
    [
      { AssumeRolePolicyDocument: { Statement: { ...trust.Statement[0], Principal: { AWS: '*' } } } },
      'AWS::IAM::Role.AssumeRolePolicyDocument.Statement.Principal.AWS',
    ],
  ])('%j is refused by name', (properties, name) => {
    expect(() => role(properties)).toThrow(`${name} is not supported by the lab`);
  });
});
