import * as z from 'zod/mini';
import { instant } from '../fields.ts';
import type { Finding, Json, Rule } from './finding.ts';

/**
 * The CloudEvents 1.0 envelope in JSON, attribute by attribute.
 *
 * @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md#context-attributes
 * @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md
 */

/** A context attribute: what a good value is, and what to do without one. */
interface Attribute {
  name: string;
  required: boolean;
  rule: Rule;
  good: (value: unknown) => boolean;
  wanted: string;
}

const text = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** RFC 3339 leaves the case of T and Z open; our own schema does not. */
const isInstant = (value: unknown): boolean =>
  text(value) && z.safeParse(instant, value.toUpperCase()).success;

const MEDIA_TYPE = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(\s*;.*)?$/;

const attributes: readonly Attribute[] = [
  {
    name: 'specversion',
    required: true,
    rule: 'cloudevents',
    good: (value) => value === '1.0',
    wanted: "'1.0'",
  },
  { name: 'id', required: true, rule: 'id', good: text, wanted: 'a text that is unique within its source' },
  {
    name: 'source',
    required: true,
    rule: 'cloudevents',
    good: (value) => text(value) && !/\s/.test(value),
    wanted: 'a URI reference that names the publisher, such as order-service',
  },
  {
    name: 'type',
    required: true,
    rule: 'type',
    good: text,
    wanted: 'reverse-DNS name, domain and fact, such as com.example.order.created',
  },
  {
    // Optional in the specification, not on the checklist.
    name: 'time',
    required: true,
    rule: 'timestamp',
    good: isInstant,
    wanted: 'the moment it happened, in RFC 3339 with seconds and zone, such as 2026-01-13T10:00:00Z',
  },
  { name: 'subject', required: false, rule: 'cloudevents', good: text, wanted: 'a text that is not empty' },
  {
    name: 'datacontenttype',
    required: false,
    rule: 'cloudevents',
    good: (value) => text(value) && MEDIA_TYPE.test(value),
    wanted: 'a media type, such as application/json',
  },
  {
    name: 'dataschema',
    required: false,
    rule: 'cloudevents',
    good: (value) => text(value) && URL.canParse(value),
    wanted: 'an absolute URI that names schema and major version',
  },
];

/** Members of the JSON format that are not attributes. */
const NOT_ATTRIBUTES = new Set(['data', 'data_base64']);

const MAX_NAME_LENGTH = 20;

/** Whether the object has any of the attributes that make a CloudEvent; one without is something else altogether. */
export function isWrapped(event: Json): boolean {
  return attributes.some(({ name, required }) => required && !absent(event[name]));
}

/** What is wrong with the attributes; `null` counts as absent, as the JSON format has it. */
export function lintAttributes(event: Json): Finding[] {
  const extensions = Object.keys(event).filter(isExtension);
  return [
    ...attributes.flatMap((attribute) => lintAttribute(attribute, event[attribute.name])),
    ...extensions.flatMap((name) => [...lintName(name), ...lintExtension(name, event[name])]),
    ...lintPayload(event),
  ];
}

const absent = (value: unknown): boolean => value === undefined || value === null;

function isExtension(name: string): boolean {
  return !NOT_ATTRIBUTES.has(name) && !attributes.some((attribute) => attribute.name === name);
}

function lintAttribute({ name, required, rule, good, wanted }: Attribute, value: unknown): Finding[] {
  if (absent(value)) {
    return required ? [{ rule, path: name, problem: 'is missing', remedy: `add ${wanted}` }] : [];
  }
  return good(value) ? [] : [{ rule, path: name, problem: 'is not valid', remedy: `make it ${wanted}` }];
}

function lintName(name: string): Finding[] {
  const finding = { rule: 'cloudevents', path: name } as const;
  if (!/^[a-z0-9]+$/.test(name)) {
    const remedy = 'lower-case letters and digits only; if it is part of what happened, move it into data';
    return [{ ...finding, problem: 'is not a name for an attribute', remedy }];
  }
  if (name.length <= MAX_NAME_LENGTH) return [];
  return [{ ...finding, problem: 'is a long name', remedy: `use at most ${MAX_NAME_LENGTH} characters` }];
}

function lintExtension(name: string, value: unknown): Finding[] {
  if (absent(value) || typeof value === 'string' || typeof value === 'boolean') return [];
  // A CloudEvents Integer has 32 bits; the type system has no other number and nothing nested.
  if (typeof value === 'number' && (value | 0) === value) return [];
  const remedy = 'make it a text, a boolean or a 32-bit integer, or move it into data';
  return [{ rule: 'cloudevents', path: name, problem: 'is not a value for an attribute', remedy }];
}

function lintPayload(event: Json): Finding[] {
  if (!('data' in event && 'data_base64' in event)) return [];
  const remedy = 'keep one of the two';
  return [{ rule: 'cloudevents', path: 'data_base64', problem: 'stands beside data', remedy }];
}
