import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import type { Property, PropertyType, Resource as ResourceSpec } from '@aws-cdk/service-spec-types';
import type { Resource, Template } from './packages.ts';
import { isIntrinsic } from './resolve.ts';

/** AWS's published CloudFormation schemas. */
const published = loadAwsServiceSpecSync();

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The sort of a value, as the schemas call it. */
const sortOf = (value: unknown): string => {
  if (Array.isArray(value)) return 'array';
  if (Number.isInteger(value)) return 'integer';
  return isObject(value) ? 'object' : typeof value;
};

/** Sorts that a primitive type takes. CloudFormation passes a number or a boolean on as text where text is wanted. */
const PRIMITIVES: Readonly<Record<string, readonly string[]>> = {
  string: ['string', 'number', 'integer', 'boolean'],
  'date-time': ['string'],
  integer: ['integer'],
  number: ['integer', 'number'],
  boolean: ['boolean'],
  json: ['object'],
};

const TAG = {
  Key: { type: { type: 'string' }, required: true },
  Value: { type: { type: 'string' }, required: true },
} as const;

const wrong = (path: string, expected: string, value: unknown): string[] => [
  `${path}: expected ${expected}, not ${sortOf(value)}`,
];

/** What is wrong with a value that should be of a type: one line each, with its path. */
const checkValue = (type: PropertyType, value: unknown, path: string): string[] => {
  // What it becomes is for its own resource's schema to say.
  if (isIntrinsic(value)) return [];
  switch (type.type) {
    case 'array':
      if (!Array.isArray(value)) return wrong(path, 'array', value);
      return value.flatMap((element, index) => checkValue(type.element, element, `${path}[${index}]`));
    case 'map':
      if (!isObject(value)) return wrong(path, 'object', value);
      return Object.entries(value).flatMap(([name, member]) =>
        checkValue(type.element, member, `${path}.${name}`),
      );
    case 'ref':
      return checkMembers(published.get('typeDefinition', type.reference.$ref).properties, value, path);
    case 'tag':
      return checkMembers(TAG, value, path);
    case 'union': {
      const problems = type.types.map((each) => checkValue(each, value, path));
      // The problems of the member that comes nearest.
      return problems.toSorted((a, b) => a.length - b.length)[0] ?? [];
    }
    default:
      if (!PRIMITIVES[type.type]?.includes(sortOf(value))) return wrong(path, type.type, value);
      return allowed(type, value) ? [] : [`${path}: ${String(value)} is not a value of it`];
  }
};

const allowed = (type: PropertyType, value: unknown): boolean =>
  !('allowedValues' in type) ||
  type.allowedValues === undefined ||
  (type.allowedValues as unknown[]).includes(value);

const checkMembers = (
  properties: Readonly<Record<string, Property>>,
  value: unknown,
  path: string,
): string[] => {
  if (!isObject(value)) return wrong(path, 'object', value);
  const missing = Object.entries(properties)
    .filter(([name, { required }]) => required === true && value[name] === undefined)
    .map(([name]) => `${path}.${name}: is missing`);
  const present = Object.entries(value).flatMap(([name, member]) => {
    const property = properties[name];
    return property === undefined
      ? [`${path}.${name}: there is no such property`]
      : checkValue(property.type, member, `${path}.${name}`);
  });
  return [...missing, ...present];
};

const specOf = (type: string): ResourceSpec | undefined =>
  [...published.lookup('resource', 'cloudFormationType', 'equals', type)][0];

const checkResource = (id: string, { Type, Properties = {} }: Resource): string[] => {
  const spec = specOf(Type);
  return spec === undefined
    ? [`${id}: there is no resource type ${Type}`]
    : checkMembers(spec.properties, Properties, id);
};

/** What is wrong with the properties of a template's resources, by AWS's published schemas. */
export const checkProperties = ({ Resources }: Template): string[] =>
  Object.entries(Resources).flatMap(([id, resource]) => checkResource(id, resource));

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
