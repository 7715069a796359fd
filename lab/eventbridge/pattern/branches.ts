import { invalidPattern } from './invalid-pattern.ts';
import { isObject, type JsonObject } from './json.ts';
import { type FieldTest, fieldTest, reservedInOr } from './operators.ts';

/** A field that a pattern tests: its path of names and what it asks. */
export interface Field extends FieldTest {
  readonly path: readonly string[];
}

/** Fields that must all match, by their dotted path. */
type Branch = ReadonlyMap<string, Field>;

/** EventBridge's quota of branches that the `$or`s of one pattern may multiply to. */
const MAX_BRANCHES = 1000;

/** How a pattern is read: the fields so far, where we are, and whether `$or` is an operator here. */
interface Place {
  readonly path: readonly string[];
  readonly or: 'operator' | 'field';
  readonly insideOr: boolean;
}

const withField = (branches: readonly Branch[], field: Field): readonly Branch[] =>
  branches.map((branch) => new Map(branch).set(field.path.join('.'), field));

const addOr = (branches: readonly Branch[], place: Place, alternatives: unknown): readonly Branch[] => {
  if (!Array.isArray(alternatives)) throw invalidPattern('It must be an Array followed with $or.');
  if (alternatives.length < 2)
    throw invalidPattern('There must have at least 2 Objects in $or relationship.');
  const after = alternatives.flatMap((alternative) => {
    if (!isObject(alternative)) {
      throw invalidPattern('Only JSON object is allowed in array of $or relationship.');
    }
    return addObject(branches, { ...place, insideOr: true }, alternative);
  });
  if (after.length > MAX_BRANCHES) {
    throw invalidPattern(`Rule is too complex: $or makes more than ${MAX_BRANCHES} combinations`);
  }
  return after;
};

const addObject = (branches: readonly Branch[], place: Place, object: JsonObject): readonly Branch[] => {
  const entries = Object.entries(object);
  if (entries.length === 0) throw invalidPattern('Empty objects are not allowed');
  return entries.reduce((before, [name, value]) => {
    if (name === '$or' && place.or === 'operator') return addOr(before, place, value);
    if (place.insideOr && reservedInOr.has(name)) {
      throw invalidPattern(`${name} is Ruler reserved fieldName which cannot be used inside $or.`);
    }
    const path = [...place.path, name];
    if (Array.isArray(value)) return withField(before, { path, ...fieldTest(value) });
    if (isObject(value)) return addObject(before, { ...place, path }, value);
    throw invalidPattern(`"${name}" must be an object or an array`);
  }, branches);
};

/**
 * A pattern whose `$or`s do not read as operators may still be valid with `$or` as a field's name, which it
 * was before it became an operator; EventBridge keeps accepting those.
 */
const parse = (pattern: JsonObject): readonly Branch[] => {
  const root: Place = { path: [], or: 'operator', insideOr: false };
  try {
    return addObject([new Map()], root, pattern);
  } catch (error) {
    try {
      return addObject([new Map()], { ...root, or: 'field' }, pattern);
    } catch {
      throw error;
    }
  }
};

/**
 * Multiplies a pattern's `$or`s out: the event must match all fields of at least one branch. Each branch has
 * its fields in the order of their paths, the order in which Event Ruler steps through an event.
 */
export const branches = (pattern: unknown): readonly (readonly Field[])[] => {
  if (!isObject(pattern)) throw invalidPattern('Filter is not an object');
  return parse(pattern).map((branch) =>
    [...branch.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, field]) => field),
  );
};
