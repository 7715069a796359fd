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
      'an unknown property, wherever it stands',
      broken('AWS::SQS::Queue', {
        RedrivePolicy: { Ref: 'Policy' },
        Tags: [{ Key: 'k', Value: 'v', Note: 'n' }],
      }),
      'It/Tags/0: extraneous key [Note] is not permitted',
    ],
  ])('finds %s', (_, template, problem) => {
    expect(checkProperties(template)).toEqual([problem]);
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
