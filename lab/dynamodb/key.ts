import { type AttributeValue, attribute, type Item, typeOf } from './attribute-value.ts';
import { invalidValue, validation } from './errors.ts';
import { valueSize } from './item-size.ts';
import { type KeyAttribute, type KeySchema, keyAttributes } from './key-schema.ts';
import { sortableNumber } from './number.ts';

/** Where an item stands in a table or index. */
export interface Position {
  /** Names the partition. */
  readonly hash: string;
  /** Orders the partition: its text order (UTF-8) is the order of the sort keys. */
  readonly sort: string;
  /** Tells entries of an index apart that have the same key: their place in the table. */
  readonly tie: string;
}

/** Bytes. Source: Developer Guide, "Quotas", partition and sort keys. */
const MAX_HASH = 2048;
const MAX_RANGE = 1024;

/** A key's value as text whose order is the order of the values. */
export const encodeKeyValue = (value: AttributeValue): string => {
  if ('S' in value) return value.S;
  if ('N' in value) return sortableNumber(value.N);
  if ('B' in value) return Buffer.from(value.B, 'base64').toString('latin1');
  throw new TypeError(`${typeOf(value)} is no type of a key`);
};

/** The position of an item that has all attributes of the key, in the right types. */
export const positionOf = (schema: KeySchema, item: Item, tie = ''): Position => ({
  hash: encodeKeyValue(item[schema.hash.name] as AttributeValue),
  sort: schema.range === undefined ? '' : encodeKeyValue(item[schema.range.name] as AttributeValue),
  tie,
});

/** A text that no other position has. */
export const positionText = ({ hash, sort }: Position): string => `${hash.length}:${hash}${sort}`;

/** Only the attributes of the key. */
export const keyOf = (schema: KeySchema, item: Item): Item => {
  const key: Record<string, AttributeValue> = {};
  for (const { name } of keyAttributes(schema)) key[name] = item[name] as AttributeValue;
  return key;
};

const isEmpty = (value: AttributeValue): boolean =>
  ('S' in value && value.S === '') || ('B' in value && value.B === '');

/** The refusal of an empty string or binary as a key; `where` names the key. */
export const refuseEmptyKey = (value: AttributeValue, where: string, prefix = ''): void => {
  if (!isEmpty(value)) return;
  const kind = 'S' in value ? 'string' : 'binary';
  throw validation(
    `One or more parameter values are not valid. ${prefix}` +
      `The AttributeValue for a key attribute cannot contain an empty ${kind} value. ${where}`,
  );
};

const checkSizes = (schema: KeySchema, item: Item): void => {
  if (valueSize(item[schema.hash.name] as AttributeValue) > MAX_HASH) {
    // The missing blank is AWS's.
    throw invalidValue(`Size of hashkey has exceeded the maximum size limit of${MAX_HASH} bytes`);
  }
  if (schema.range !== undefined && valueSize(item[schema.range.name] as AttributeValue) > MAX_RANGE) {
    throw invalidValue(`Aggregated size of all range keys has exceeded the size limit of ${MAX_RANGE} bytes`);
  }
};

/** Throws ValidationException unless an item to be written has a key that fits the table. */
export const checkKeyOfItem = (schema: KeySchema, item: Item): void => {
  for (const { name, type } of keyAttributes(schema)) {
    const value = attribute(item, name);
    if (value === undefined) throw invalidValue(`Missing the key ${name} in the item`);
    if (typeOf(value) !== type) {
      throw invalidValue(`Type mismatch for key ${name} expected: ${type} actual: ${typeOf(value)}`);
    }
    refuseEmptyKey(value, `Key: ${name}`);
  }
  checkSizes(schema, item);
};

const fits = (key: KeyAttribute, value: AttributeValue | undefined): value is AttributeValue =>
  value !== undefined && typeOf(value) === key.type;

/** Throws ValidationException unless a request's `Key` is exactly the attributes of the table's key. */
export const checkKey = (schema: KeySchema, key: Item): void => {
  const attributes = keyAttributes(schema);
  for (const each of attributes) {
    const value = attribute(key, each.name);
    if (!fits(each, value)) throw validation('The provided key element does not match the schema');
    refuseEmptyKey(value, `Key: ${each.name}`);
  }
  if (Object.keys(key).length > attributes.length) {
    throw validation('The provided key element does not match the schema');
  }
  checkSizes(schema, key);
};
