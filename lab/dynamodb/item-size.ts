import { type AttributeValue, type Item, membersOf } from './attribute-value.ts';
import { significantDigits } from './number.ts';
import { utf8Length } from './text.ts';

/**
 * Sizes in bytes. Source: Developer Guide, "DynamoDB item sizes and formats". A number there is
 * "approximately" a byte for two significant digits and one more; a sign takes one too.
 */

const numberSize = (text: string): number =>
  Math.ceil(significantDigits(text) / 2) + (text.startsWith('-') ? 2 : 1);

const binarySize = (base64: string): number => Buffer.byteLength(base64, 'base64');

const sum = <T>(members: readonly T[], size: (member: T) => number): number =>
  members.reduce((total, member) => total + size(member), 0);

/** List and map: 3 bytes, and one for each element. */
const CONTAINER = 3;

export const valueSize = (value: AttributeValue): number => {
  if ('S' in value) return utf8Length(value.S);
  if ('N' in value) return numberSize(value.N);
  if ('B' in value) return binarySize(value.B);
  if ('BOOL' in value || 'NULL' in value) return 1;
  if ('L' in value) return CONTAINER + value.L.length + sum(value.L, valueSize);
  if ('M' in value) return CONTAINER + Object.keys(value.M).length + itemSize(value.M);
  return sum(membersOf(value) ?? [], 'SS' in value ? utf8Length : 'NS' in value ? numberSize : binarySize);
};

/** Bytes of an attribute: its name and its value; 0 when there is none. */
export const attributeSize = (name: string, value: AttributeValue | undefined): number =>
  value === undefined ? 0 : utf8Length(name) + valueSize(value);

export const itemSize = (item: Item): number => {
  let size = 0;
  for (const name in item) size += attributeSize(name, item[name]);
  return size;
};
