import { type AttributeFunction, NO_VALUE, resolve, type Scope } from './intrinsics.ts';

/** A mention of a resource in a template. */
export interface Reference {
  readonly logicalId: string;
  /** Of the resource; without one, the resource itself is meant. */
  readonly attribute?: { readonly name: string; readonly by: AttributeFunction };
}

/** What `value`, which stands at `path`, refers to, in the order of mention; pseudo parameters aside. */
export const referencesIn = (value: unknown, path: string): readonly Reference[] => {
  const found: Reference[] = [];
  const recorder: Scope = {
    ref: (logicalId) => {
      if (logicalId === 'AWS::NoValue') return NO_VALUE;
      if (!logicalId.startsWith('AWS::')) found.push({ logicalId });
      return '';
    },
    attribute: (logicalId, name, _path, by) => {
      found.push({ logicalId, attribute: { name, by } });
      return '';
    },
  };
  resolve(value, recorder, path);
  return found;
};
