import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { loadSchemas } from '../../lab/cloudformation/schema.ts';
import type { Template } from './packages.ts';
import { resolve } from './resolve.ts';

/** AWS's published CloudFormation schemas. */
const published = loadAwsServiceSpecSync();

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const specOf = (type: string) => [...published.lookup('resource', 'cloudFormationType', 'equals', type)][0];

/** What CloudFormation would say of the properties of a template's resources, by AWS's published schemas. */
export const checkProperties = ({ Resources }: Template): string[] =>
  Object.entries(Resources).flatMap(([id, { Type, Properties = {} }]) => {
    if (specOf(Type) === undefined) return [`${id}: there is no resource type ${Type}`];
    const properties = resolve(Properties, 'stack') as typeof Properties;
    return loadSchemas()
      .problems(Type, properties)
      .map((problem) => `${id}${problem.slice('#'.length)}`);
  });

const PSEUDO_PARAMETERS = [
  'AccountId',
  'NotificationARNs',
  'NoValue',
  'Partition',
  'Region',
  'StackId',
  'StackName',
  'URLSuffix',
];

/** `Ref` and `Fn::GetAtt` anywhere in a value, those within the text of a `Fn::Sub` included: [logical id, attribute]. */
const referencesIn = (value: unknown): [string, string | undefined][] => {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, member]) => {
    if (name === 'Ref') return [[String(member), undefined]];
    if (name === 'Fn::GetAtt') return [split([member].flat().join('.'))];
    if (name === 'Fn::Sub') return substitutionsIn(member);
    return referencesIn(member);
  });
};

const split = (reference: string): [string, string | undefined] => {
  const [id = '', ...attribute] = reference.split('.');
  return [id, attribute.length > 0 ? attribute.join('.') : undefined];
};

const substitutionsIn = (argument: unknown): [string, string | undefined][] => {
  const [text, own = {}] = [argument].flat() as [string, Record<string, unknown>?];
  const names = [...text.matchAll(/\$\{([^!}][^}]*)\}/g)].map(([, name]) => name ?? '');
  return [...names.filter((name) => !(name in own)).map(split), ...referencesIn(own)];
};

/** References to resources, or to attributes of them, that do not exist. */
export const checkReferences = ({ Resources }: Template): string[] =>
  Object.entries(Resources).flatMap(([id, resource]) => {
    const dependencies = [resource.DependsOn ?? []]
      .flat()
      .map((name): [string, undefined] => [name, undefined]);
    return [...referencesIn(resource.Properties), ...dependencies].flatMap(([name, attribute]) => {
      if (name.startsWith('AWS::') && PSEUDO_PARAMETERS.includes(name.slice(5))) return [];
      const target = Resources[name];
      if (target === undefined) return [`${id}: there is no resource ${name}`];
      const known = attribute === undefined || attribute in (specOf(target.Type)?.attributes ?? {});
      return known ? [] : [`${id}: ${target.Type} has no attribute ${attribute}`];
    });
  });
