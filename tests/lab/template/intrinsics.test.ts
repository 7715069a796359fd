// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the syntax of Fn::Sub.
import { describe, expect, it } from '@jest/globals';
import { NO_VALUE, resolve, type Scope } from '../../../lab/template/intrinsics.ts';

const scope: Scope = {
  ref: (name) => (name === 'AWS::NoValue' ? NO_VALUE : `<${name}>`),
  attribute: (logicalId, name) => `<${logicalId}:${name}>`,
};
const resolved = (value: unknown) => resolve(value, scope, '/Resources/A/Properties');

/** CloudFormation Template Reference Guide, "Intrinsic function reference". */
describe('intrinsic functions', () => {
  it.each<[unknown, unknown]>([
    [{ Ref: 'Loans' }, '<Loans>'],
    [{ Ref: 'AWS::Region' }, '<AWS::Region>'],
    [{ 'Fn::GetAtt': ['Loans', 'Arn'] }, '<Loans:Arn>'],
    [{ 'Fn::GetAtt': ['Nested', 'Outputs.Url'] }, '<Nested:Outputs.Url>'],
    [{ 'Fn::GetAtt': 'Loans.Arn' }, '<Loans:Arn>'],
    [{ 'Fn::Join': ['-', ['a', { Ref: 'B' }, 3]] }, 'a-<B>-3'],
    [
      { 'Fn::Sub': 'x ${Loans} ${Loans.Arn} ${AWS::Region} ${!Kept}' },
      'x <Loans> <Loans:Arn> <AWS::Region> ${Kept}',
    ],
    [{ 'Fn::Sub': ['${own}/${Loans}', { own: { Ref: 'B' } }] }, '<B>/<Loans>'],
    [{ 'Fn::Sub': ['${Loans.Arn}', { 'Loans.Arn': 'own before resource' }] }, 'own before resource'],
  ])('%j is %j', (value, expected) => {
    expect(resolved(value)).toBe(expected);
  });

  it('are resolved wherever they stand, and leave all else as it is', () => {
    expect(resolved({ a: [{ b: { Ref: 'C' } }, 1, true], Ref: 'x', d: {} })).toEqual({
      a: [{ b: '<C>' }, 1, true],
      Ref: 'x',
      d: {},
    });
  });

  it('AWS::NoValue removes the property, or the list member', () => {
    expect(resolved({ gone: { Ref: 'AWS::NoValue' }, list: [1, { Ref: 'AWS::NoValue' }] })).toEqual({
      list: [1],
    });
  });

  it('an unknown one is refused by name and path', () => {
    expect(() => resolved({ Targets: [{ Arn: { 'Fn::ImportValue': 'x' } }] })).toThrow(
      'Fn::ImportValue at /Resources/A/Properties/Targets/0/Arn is not supported by the lab',
    );
  });

  it.each<[unknown, string]>([
    [{ Ref: ['a'] }, 'every Ref object must have a single String value'],
    [{ 'Fn::GetAtt': ['a'] }, 'every Fn::GetAtt object requires two non-empty parameters'],
    [{ 'Fn::Join': ['a'] }, 'every Fn::Join object requires two parameters'],
    [{ 'Fn::Join': ['', [{ a: 1 }]] }, 'the value at /Resources/A/Properties/1 must be a string'],
    [{ 'Fn::Sub': 1 }, 'every Fn::Sub object requires a string'],
    [{ 'Fn::Sub': '${a b}' }, 'must contain only alphanumeric characters'],
    [{ 'Fn::Sub': 'a', Other: 1 }, 'Fn::Sub at /Resources/A/Properties must stand alone'],
    [{ a: null }, "[/Resources/A/Properties/a] 'null' values are not allowed in templates"],
  ])('%j is malformed', (value, message) => {
    expect(() => resolved(value)).toThrow(message);
  });
});
