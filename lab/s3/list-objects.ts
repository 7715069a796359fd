import type { Bucket, StoredObject } from './bucket.ts';
import { invalidArgument } from './errors.ts';

export interface ListObjectsInput {
  readonly Prefix?: string;
  readonly Delimiter?: string;
  readonly MaxKeys?: number;
  readonly StartAfter?: string;
  readonly ContinuationToken?: string;
}

const MAX_KEYS = 1000;

/** A token is opaque: the last key of the page before, in base64. */
const tokenOf = (key: string): string => Buffer.from(key).toString('base64');
const keyOf = (token: string): string => {
  const key = Buffer.from(token, 'base64').toString();
  if (tokenOf(key) === token) return key;
  throw invalidArgument('The continuation token provided is incorrect');
};

/** What a key counts as: itself, or the prefix up to the next delimiter that it shares with others. */
const entryOf = (key: string, prefix: string, delimiter: string | undefined): string => {
  const at = delimiter ? key.indexOf(delimiter, prefix.length) : -1;
  return at < 0 ? key : key.slice(0, at + (delimiter ?? '').length);
};

/** A page of a bucket. Source: Amazon S3 API Reference, "ListObjectsV2". */
export const listObjects = (bucket: Bucket, input: ListObjectsInput) => {
  const { Prefix: prefix = '', Delimiter: delimiter } = input;
  const maxKeys = Math.min(input.MaxKeys ?? MAX_KEYS, MAX_KEYS);
  if (!Number.isInteger(maxKeys) || maxKeys < 0) throw invalidArgument('Argument maxKeys must be an integer');
  const after = input.ContinuationToken ? keyOf(input.ContinuationToken) : input.StartAfter;
  const entries = new Map<string, StoredObject>();
  for (const object of bucket.list(prefix)) {
    const entry = entryOf(object.key, prefix, delimiter);
    if (!entries.has(entry)) entries.set(entry, object);
  }
  const start = after === undefined ? undefined : Buffer.from(after);
  const rest = [...entries].filter(
    ([entry]) => start === undefined || Buffer.compare(Buffer.from(entry), start) > 0,
  );
  const page = rest.slice(0, maxKeys);
  const last = page.at(-1)?.[0];
  const isTruncated = page.length < rest.length && last !== undefined;
  return {
    Name: bucket.name,
    Prefix: prefix,
    Delimiter: delimiter,
    StartAfter: input.StartAfter,
    ContinuationToken: input.ContinuationToken,
    NextContinuationToken: isTruncated ? tokenOf(last) : undefined,
    KeyCount: page.length,
    MaxKeys: maxKeys,
    IsTruncated: isTruncated,
    Contents: page.flatMap(([entry, { key, lastModified, etag, body }]) =>
      entry === key
        ? [
            {
              Key: key,
              LastModified: new Date(lastModified).toISOString(),
              ETag: etag,
              Size: body.byteLength,
              StorageClass: 'STANDARD',
            },
          ]
        : [],
    ),
    CommonPrefixes: page.flatMap(([entry, { key }]) => (entry === key ? [] : [{ Prefix: entry }])),
  };
};
