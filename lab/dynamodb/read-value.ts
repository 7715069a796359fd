import type { AttributeValue, Item } from './attribute-value.ts';
import { invalidValue, serialization, validation } from './errors.ts';
import { normalizeNumber } from './number.ts';

/** Source: Developer Guide, "Quotas", nested attributes. */
const MAX_DEPTH = 32;

const isObject = (input: unknown): input is Record<string, unknown> =>
  typeof input === 'object' && input !== null && !Array.isArray(input);

const text = (input: unknown): string => {
  if (typeof input === 'string') return input;
  throw serialization(
    `${typeof input === 'number' ? 'NUMBER_VALUE' : 'Value'} cannot be converted to String`,
  );
};

const list = (input: unknown): readonly unknown[] => {
  if (Array.isArray(input)) return input;
  throw serialization('Expected list or null');
};

/** Base64 in its one canonical form, so that equal bytes are equal texts. */
const binary = (input: unknown): string => {
  const encoded = text(input);
  const canonical = Buffer.from(encoded, 'base64').toString('base64');
  if (canonical.replace(/=+$/, '') === encoded.replace(/=+$/, '')) return canonical;
  throw serialization('Invalid Base64 data');
};

const number = (input: unknown): string => normalizeNumber(text(input));

const set = (input: unknown, kind: string, member: (input: unknown) => string): readonly string[] => {
  const members = list(input).map(member);
  // The doubled blank is AWS's.
  if (members.length === 0) throw invalidValue(`An ${kind} set  may not be empty`);
  if (new Set(members).size < members.length) {
    throw invalidValue(`Input collection [${members.join(', ')}] contains duplicates.`);
  }
  return members;
};

const stringMember = (input: unknown): string => {
  const member = text(input);
  if (member === '') throw invalidValue('An string set may not have a empty string as a member');
  return member;
};

/** The value's one type. A member that is undefined counts as absent, as JSON would leave it out. */
const onlyType = (input: Record<string, unknown>): string => {
  let found: string | undefined;
  for (const type in input) {
    if (input[type] === undefined) continue;
    if (found !== undefined) {
      throw validation(
        'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
      );
    }
    found = type;
  }
  return found ?? '';
};

const read = (input: unknown, depth: number): AttributeValue => {
  if (!isObject(input)) throw serialization('Unexpected value type in payload');
  if (depth > MAX_DEPTH) throw validation('Nesting Levels have exceeded supported limits');
  const type = onlyType(input);
  switch (type) {
    case 'S':
      return { S: text(input.S) };
    case 'N':
      return { N: number(input.N) };
    case 'BOOL':
      if (typeof input.BOOL !== 'boolean') throw serialization('Value cannot be converted to Boolean');
      return { BOOL: input.BOOL };
    case 'NULL':
      if (input.NULL !== true) throw invalidValue('Null attribute value types must have the value of true');
      return { NULL: true };
    case 'M':
      return { M: readMap(input.M, depth + 1) };
    case 'L':
      return { L: list(input.L).map((element) => read(element, depth + 1)) };
    case 'B':
      return { B: binary(input.B) };
    case 'SS':
      return { SS: set(input.SS, 'string', stringMember) };
    case 'NS':
      return { NS: set(input.NS, 'number', number) };
    case 'BS':
      return { BS: set(input.BS, 'binary', binary) };
    default:
      throw validation(
        'Supplied AttributeValue is empty, must contain exactly one of the supported datatypes',
      );
  }
};

const readMap = (input: unknown, depth: number): Item => {
  if (!isObject(input)) throw serialization('Expected map or null');
  const item: Record<string, AttributeValue> = {};
  for (const name in input) {
    // Assigning it would set the prototype instead of an attribute.
    if (name === '__proto__') throw validation('An attribute named __proto__ is not supported by the lab');
    if (input[name] !== undefined) item[name] = read(input[name], depth);
  }
  return item;
};

/**
 * Checks a value as it comes with a request and answers a copy in normal form, which the caller cannot reach.
 * Throws ValidationException or SerializationException in the service's words.
 */
export const readValue = (input: unknown): AttributeValue => read(input, 0);

/** As `readValue`, for an item or a key. */
export const readItem = (input: unknown): Item => readMap(input, 0);
