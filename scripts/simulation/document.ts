import type { AttributeValue, Item } from '../../lab/dynamodb/attribute-value.ts';

/** A JavaScript value, as the document client takes and gives it: JSON's types; members undefined are left out. */
const toAttribute = (value: unknown): AttributeValue => {
  switch (typeof value) {
    case 'string':
      return { S: value };
    case 'number':
      return { N: String(value) };
    case 'boolean':
      return { BOOL: value };
    case 'object':
      if (value === null) return { NULL: true };
      return Array.isArray(value) ? { L: value.map(toAttribute) } : { M: toItem(value) };
    default:
      throw new TypeError(`no attribute value for a ${typeof value}`);
  }
};

export const toItem = (document: object): Item => {
  const item: Record<string, AttributeValue> = {};
  for (const name in document) {
    const value = (document as Record<string, unknown>)[name];
    if (value !== undefined) item[name] = toAttribute(value);
  }
  return item;
};

const fromAttribute = (value: AttributeValue): unknown => {
  if ('S' in value) return value.S;
  if ('N' in value) return Number(value.N);
  if ('M' in value) return fromItem(value.M);
  if ('BOOL' in value) return value.BOOL;
  if ('L' in value) return value.L.map(fromAttribute);
  if ('NULL' in value) return null;
  throw new TypeError(`no document for ${Object.keys(value)[0]}`);
};

/** The document of an item. */
export const fromItem = (item: Item): Record<string, unknown> => {
  const document: Record<string, unknown> = {};
  for (const name in item) document[name] = fromAttribute(item[name] as AttributeValue);
  return document;
};
