import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import type { Property, PropertyType, Resource } from '@aws-cdk/service-spec-types';
import { isRecord, type Properties } from '../template/properties.ts';

/** AWS's published resource schemas, as far as a stack's operations ask them. */
export interface Schemas {
  /** Whether there is such a type. */
  isPublished(type: string): boolean;
  /** Whether `Fn::GetAtt` may ask resources of a type for it. */
  hasAttribute(type: string, name: string): boolean;
  /** What is wrong with a resource's properties, every reference resolved, in CloudFormation's words. */
  problems(type: string, properties: Properties): readonly string[];
  /** Whether a new value of one of these properties takes a new resource. */
  isReplacedBy(type: string, changed: readonly string[]): boolean;
  /** Whether a resource of these properties is named by them, all its identifiers being given. */
  customName(type: string, properties: Properties): string | undefined;
}

const NUMERIC = /^-?\d+(\.\d+)?$/;

/** Whether CloudFormation takes a value for a primitive type: it reads numbers and flags from text, and the reverse. */
const PRIMITIVES: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => ['string', 'number', 'boolean'].includes(typeof value),
  'date-time': (value) => typeof value === 'string',
  integer: (value) =>
    Number.isInteger(typeof value === 'string' && NUMERIC.test(value) ? Number(value) : value),
  number: (value) => typeof value === 'number' || (typeof value === 'string' && NUMERIC.test(value)),
  boolean: (value) => [true, false, 'true', 'false'].includes(value as boolean | string),
  json: (value) => isRecord(value) || typeof value === 'string',
};

/** JSON's name of a value's sort, as the messages have it. */
const sortOf = (value: unknown): string => {
  if (Array.isArray(value)) return 'JSONArray';
  if (isRecord(value)) return 'JSONObject';
  if (typeof value === 'number') return Number.isInteger(value) ? 'Integer' : 'Double';
  return typeof value === 'boolean' ? 'Boolean' : 'String';
};

const TAG: Readonly<Record<string, Property>> = {
  Key: { type: { type: 'string' }, required: true },
  Value: { type: { type: 'string' }, required: true },
};

const wrong = (path: string, expected: string, value: unknown): string[] => [
  `${path}: expected type: ${expected}, found: ${sortOf(value)}`,
];

const capitalized = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

const load = (): Schemas => {
  const published = loadAwsServiceSpecSync();
  const schemaOf = (type: string): Resource | undefined =>
    [...published.lookup('resource', 'cloudFormationType', 'equals', type)][0];

  const checkMembers = (
    properties: Readonly<Record<string, Property>>,
    value: unknown,
    path: string,
  ): string[] => {
    if (!isRecord(value)) return wrong(path, 'JSONObject', value);
    const missing = Object.entries(properties)
      .filter(([name, { required }]) => required === true && value[name] === undefined)
      .map(([name]) => `${path}: required key [${name}] not found`);
    const present = Object.entries(value).flatMap(([name, member]) => {
      const property = properties[name];
      return property === undefined
        ? [`${path}: extraneous key [${name}] is not permitted`]
        : checkValue(property.type, member, `${path}/${name}`);
    });
    return [...missing, ...present];
  };

  const checkValue = (type: PropertyType, value: unknown, path: string): string[] => {
    switch (type.type) {
      case 'array':
        if (!Array.isArray(value)) return wrong(path, 'JSONArray', value);
        return value.flatMap((element, index) => checkValue(type.element, element, `${path}/${index}`));
      case 'map':
        if (!isRecord(value)) return wrong(path, 'JSONObject', value);
        return Object.entries(value).flatMap(([name, member]) =>
          checkValue(type.element, member, `${path}/${name}`),
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
      case 'null':
        return wrong(path, 'Null', value);
      default:
        if (PRIMITIVES[type.type]?.(value) === false) return wrong(path, capitalized(type.type), value);
        return isAllowed(type, value) ? [] : [`${path}: ${String(value)} is not a valid enum value`];
    }
  };

  return {
    isPublished: (type) => schemaOf(type) !== undefined,
    hasAttribute: (type, name) => Object.hasOwn(schemaOf(type)?.attributes ?? {}, name),
    problems: (type, properties) => checkMembers(schemaOf(type)?.properties ?? {}, properties, '#'),
    isReplacedBy: (type, changed) =>
      changed.some((name) => schemaOf(type)?.properties[name]?.causesReplacement === 'yes'),
    customName: (type, properties) => {
      const schema = schemaOf(type);
      const names = (schema?.cfnRefIdentifier ?? schema?.primaryIdentifier ?? []).map(
        (name) => properties[name],
      );
      const isNamed = names.length > 0 && names.every((name) => name !== undefined);
      return isNamed ? names.join('|') : undefined;
    },
  };
};

const isAllowed = (type: PropertyType, value: unknown): boolean =>
  !('allowedValues' in type) ||
  type.allowedValues === undefined ||
  (type.allowedValues as unknown[]).includes(value);

let schemas: Schemas | undefined;

/**
 * The schemas, read when they are first asked for: it takes half a second.
 * Source: https://github.com/cdklabs/awscdk-service-spec, made of the CloudFormation registry's own.
 */
export const loadSchemas = (): Schemas => {
  schemas ??= load();
  return schemas;
};
