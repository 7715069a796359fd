/** A bounded cache that forgets what has not been used for long. */
export interface Cache<V> {
  get(key: string): V | undefined;
  set(key: string, value: V): void;
}

/**
 * Two generations: when the young one is full it becomes the old one, and whatever the old one still held is
 * forgotten unless it was used meanwhile. Nearly least recently used, at the price of one look-up a hit.
 */
export const createCache = <V>(generationSize: number): Cache<V> => {
  let young = new Map<string, V>();
  let old = new Map<string, V>();
  const set = (key: string, value: V): void => {
    if (young.size >= generationSize) {
      old = young;
      young = new Map();
    }
    young.set(key, value);
  };
  return {
    get: (key) => {
      const found = young.get(key);
      if (found !== undefined) return found;
      const aged = old.get(key);
      if (aged !== undefined) set(key, aged);
      return aged;
    },
    set,
  };
};
