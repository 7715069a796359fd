/** A value in the shape of the API's JSON; binary as base64, numbers as text in normal form (see number.ts). */
export type AttributeValue =
  | { readonly S: string }
  | { readonly N: string }
  | { readonly B: string }
  | { readonly BOOL: boolean }
  | { readonly NULL: true }
  | { readonly SS: readonly string[] }
  | { readonly NS: readonly string[] }
  | { readonly BS: readonly string[] }
  | { readonly L: readonly AttributeValue[] }
  | { readonly M: Item };

/** Attributes by name. Values are never changed in place: items share what a write leaves alone. */
export type Item = Readonly<Record<string, AttributeValue>>;

export type AttributeType = 'S' | 'N' | 'B' | 'BOOL' | 'NULL' | 'SS' | 'NS' | 'BS' | 'L' | 'M';

export type SetType = 'SS' | 'NS' | 'BS';

export const typeOf = (value: AttributeValue): AttributeType => {
  for (const type in value) return type as AttributeType;
  throw new TypeError('an attribute value without a type');
};

/** The attribute of that name; own properties only, so that `constructor` is a name like any other. */
export const attribute = (item: Item, name: string): AttributeValue | undefined =>
  Object.hasOwn(item, name) ? item[name] : undefined;

/** The members of a set of whatever type, or undefined. */
export const membersOf = (value: AttributeValue): readonly string[] | undefined => {
  if ('SS' in value) return value.SS;
  if ('NS' in value) return value.NS;
  if ('BS' in value) return value.BS;
  return undefined;
};

/** A set of that type. */
export const setOf = (type: SetType, members: readonly string[]): AttributeValue =>
  ({ [type]: members }) as AttributeValue;

const equalMembers = (a: readonly string[], b: readonly string[]): boolean => {
  if (a.length !== b.length) return false;
  const members = new Set(a);
  return b.every((member) => members.has(member));
};

/** Equality of values: types and contents, sets without order. */
export const equalValues = (a: AttributeValue | undefined, b: AttributeValue | undefined): boolean => {
  if (a === b) return true;
  if (a === undefined || b === undefined) return false;
  if ('S' in a) return 'S' in b && a.S === b.S;
  if ('N' in a) return 'N' in b && a.N === b.N;
  if ('BOOL' in a) return 'BOOL' in b && a.BOOL === b.BOOL;
  if ('NULL' in a) return 'NULL' in b;
  if ('B' in a) return 'B' in b && a.B === b.B;
  if ('M' in a) return 'M' in b && equalItems(a.M, b.M);
  if ('L' in a) {
    return 'L' in b && a.L.length === b.L.length && a.L.every((element, i) => equalValues(element, b.L[i]));
  }
  const left = membersOf(a);
  const right = membersOf(b);
  return left !== undefined && right !== undefined && typeOf(a) === typeOf(b) && equalMembers(left, right);
};

/** Equality of items or maps. */
export const equalItems = (a: Item, b: Item): boolean => {
  if (a === b) return true;
  let count = 0;
  for (const name in a) {
    if (!equalValues(a[name], attribute(b, name))) return false;
    count++;
  }
  for (const _ in b) count--;
  return count === 0;
};
