import { describe, expect, it } from '@jest/globals';
import { stages, type Template, templateOf } from './packages.ts';
import { checkProperties, checkReferences } from './schema.ts';

describe.each(stages)('the %s template', (stage) => {
  it("has no property that AWS's published schemas do not know, miss or type otherwise", () => {
    expect(checkProperties(templateOf(stage))).toEqual([]);
  });

  it('refers to resources and attributes that exist', () => {
    expect(checkReferences(templateOf(stage))).toEqual([]);
  });
});

describe('the check itself', () => {
  const broken = (Type: string, Properties: Record<string, unknown>): Template => ({
    Resources: { It: { Type, Properties } },
  });

  it.each([
    ['an unknown type', broken('AWS::SQS::Queueue', {}), 'It: there is no resource type AWS::SQS::Queueue'],
    [
      'an unknown property',
      broken('AWS::SQS::Queue', { VisibilityTimeOut: 60 }),
      'It.VisibilityTimeOut: there is no such property',
    ],
    [
      'an unknown property of a nested type',
      broken('AWS::DynamoDB::Table', {
        KeySchema: [],
        SSESpecification: { SSEEnabled: true, Enabled: true },
      }),
      'It.SSESpecification.Enabled: there is no such property',
    ],
    ['a missing property', broken('AWS::DynamoDB::Table', {}), 'It.KeySchema: is missing'],
    [
      'a missing property of a nested type in a list',
      broken('AWS::Events::Rule', { Targets: [{ Arn: 'a', Id: 'i' }, { Arn: 'a' }] }),
      'It.Targets[1].Id: is missing',
    ],
    [
      'a wrong primitive type',
      broken('AWS::SQS::Queue', { VisibilityTimeout: 'a minute' }),
      'It.VisibilityTimeout: expected integer, not string',
    ],
    [
      'an object in place of a list',
      broken('AWS::Events::Rule', { Targets: { Arn: 'a', Id: 'i' } }),
      'It.Targets: expected array, not object',
    ],
    [
      'a value that is not allowed',
      broken('AWS::StepFunctions::StateMachine', { RoleArn: 'r', StateMachineType: 'FAST' }),
      'It.StateMachineType: FAST is not a value of it',
    ],
  ])('finds %s', (_, template, problem) => {
    expect(checkProperties(template)).toEqual([problem]);
  });

  it('takes an intrinsic function for any value', () => {
    expect(checkProperties(broken('AWS::SQS::Queue', { VisibilityTimeout: { Ref: 'Timeout' } }))).toEqual([]);
  });

  it('finds references that lead nowhere', () => {
    const template = broken('AWS::SQS::Queue', {
      // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation substitutes these.
      QueueName: { 'Fn::Sub': ['${AWS::StackName}-${Gone.Arn}-${own}', { own: { Ref: 'Lost' } }] },
      KmsMasterKeyId: { 'Fn::GetAtt': ['It', 'Colour'] },
    });
    expect(checkReferences(template)).toEqual([
      'It: there is no resource Gone',
      'It: there is no resource Lost',
      'It: AWS::SQS::Queue has no attribute Colour',
    ]);
  });
});
