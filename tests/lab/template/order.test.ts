// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the syntax of Fn::Sub.
import { describe, expect, it } from '@jest/globals';
import { creationOrder } from '../../../lab/template/order.ts';
import type { Template } from '../../../lab/template/template.ts';
import { libraryTemplate } from './library.ts';

const order = (Resources: Template['Resources'], Outputs: Template['Outputs'] = {}) => [
  ...creationOrder({ Resources, Outputs }).keys(),
];
const needs = (...logicalIds: string[]) => ({
  Type: 'T',
  Properties: { On: logicalIds.map((Ref) => ({ Ref })) },
});

/** CloudFormation User Guide, "DependsOn attribute": references and DependsOn decide, nothing else does. */
describe('creation order', () => {
  it('is the order of the template where nothing needs anything', () => {
    expect(order({ C: needs(), A: needs(), B: needs() })).toEqual(['C', 'A', 'B']);
  });

  it('puts what is needed first, by reference of any kind or by DependsOn', () => {
    expect(
      order({
        A: { Type: 'T', DependsOn: 'B' },
        B: { Type: 'T', DependsOn: ['D', 'C'] },
        C: { Type: 'T', Properties: { text: { 'Fn::Sub': '${E.Arn} ${AWS::Region} ${!F}' } } },
        D: needs('E'),
        E: needs('AWS::NoValue'),
        F: {
          Type: 'T',
          Properties: { 'x.y': { 'Fn::Sub': ['${own}', { own: { 'Fn::GetAtt': ['A', 'Arn'] } }] } },
        },
      }),
    ).toEqual(['E', 'D', 'C', 'B', 'A', 'F']);
  });

  it('of a whole service', () => {
    const ids = [...creationOrder(libraryTemplate).keys()];
    expect(ids).toHaveLength(Object.keys(libraryTemplate.Resources).length);
    expect(ids.indexOf('HttpApiIntegration')).toBeLessThan(ids.indexOf('HttpApiRoute'));
    expect(ids.indexOf('LendRole')).toBeLessThan(ids.indexOf('LendLambdaFunction'));
  });

  it('does not exist for resources that need each other', () => {
    expect(() =>
      order({ Z: needs('A'), A: needs('B'), B: needs('C'), C: { Type: 'T', DependsOn: 'A' } }),
    ).toThrow('Circular dependency between resources: [A, B, C]');
    expect(() => order({ A: needs('A') })).toThrow('Circular dependency between resources: [A]');
  });

  it('needs every reference to lead somewhere, and names all that do not', () => {
    expect(() => order({ A: needs('X', 'toString'), B: { Type: 'T', DependsOn: 'X' } })).toThrow(
      'Template format error: Unresolved resource dependencies [X, toString] in the Resources block of the template',
    );
    expect(() => order({ A: needs() }, { Url: { Value: { Ref: 'B' } } })).toThrow(
      'Template format error: Unresolved resource dependencies [B] in the Outputs block of the template',
    );
    expect(() => order({ A: needs() }, { Url: { Value: { 'Fn::GetAtt': ['B', 'Url'] } } })).toThrow(
      'Template error: instance of Fn::GetAtt references undefined resource B',
    );
    expect(() => order({ A: { Type: 'T', Properties: { On: { 'Fn::Sub': '${B.Url}' } } } })).toThrow(
      'Template error: instance of Fn::Sub references invalid resource attribute B.Url',
    );
  });
});
