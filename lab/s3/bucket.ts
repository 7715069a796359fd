import { createHash } from 'node:crypto';

/** What is kept under a key. */
export interface StoredObject {
  readonly key: string;
  readonly body: Uint8Array;
  readonly contentType: string;
  /** What came as `x-amz-meta-*`, names in lower case. */
  readonly metadata: Readonly<Record<string, string>>;
  /** MD5 of the body in quotes. */
  readonly etag: string;
  /** Epoch ms, in whole seconds as S3 gives it. */
  readonly lastModified: number;
}

/** A bucket of objects, listed in the order of their keys' UTF-8 bytes. */
export interface Bucket {
  readonly name: string;
  /** Epoch ms. */
  readonly createdAt: number;
  readonly size: () => number;
  get(key: string): StoredObject | undefined;
  put(object: Omit<StoredObject, 'etag'>): StoredObject;
  delete(key: string): void;
  /** The objects whose keys begin with the prefix, in order. */
  list(prefix: string): readonly StoredObject[];
}

export const createBucket = (name: string, createdAt: number): Bucket => {
  const objects = new Map<string, StoredObject>();
  return {
    name,
    createdAt,
    size: () => objects.size,
    get: (key) => objects.get(key),
    put: (object) => {
      const stored = { ...object, etag: `"${createHash('md5').update(object.body).digest('hex')}"` };
      objects.set(object.key, stored);
      return stored;
    },
    delete: (key) => void objects.delete(key),
    list: (prefix) =>
      [...objects.values()]
        .filter(({ key }) => key.startsWith(prefix))
        .sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key))),
  };
};
