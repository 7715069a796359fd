import { createHash } from 'node:crypto';
import { account } from '../kernel/account.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Objects } from '../kernel/ports.ts';
import type { Service } from '../kernel/service.ts';
import { refuseUnknown } from '../template/properties.ts';
import { type Bucket, createBucket, type StoredObject } from './bucket.ts';
import {
  badDigest,
  bucketExists,
  bucketNotEmpty,
  invalidBucketName,
  noSuchBucket,
  noSuchKey,
  notFound,
} from './errors.ts';
import { type ListObjectsInput, listObjects } from './list-objects.ts';

type Properties = Readonly<Record<string, unknown>>;

/** S3, as deployments need it: buckets, and objects in memory. */
export interface S3 {
  readonly service: Service;
  readonly objects: Objects;
  /** Takes an AWS::S3::Bucket, its name filled in. @throws AwsError BucketAlreadyOwnedByYou */
  createBucket(properties: Properties): void;
  /** @throws AwsError NoSuchBucket */
  updateBucket(name: string, properties: Properties): void;
  /** @throws AwsError NoSuchBucket, BucketNotEmpty */
  deleteBucket(name: string): void;
}

interface InBucket {
  readonly Bucket: string;
}

interface AtKey extends InBucket {
  readonly Key: string;
}

interface PutObjectInput extends AtKey {
  readonly Body: Uint8Array;
  readonly ContentType?: string;
  readonly ContentMD5?: string;
  readonly Metadata?: Readonly<Record<string, string>>;
}

const TYPE = 'AWS::S3::Bucket';
/** How a bucket is kept changes nothing of what it holds. */
const KNOWN = [
  'BucketName',
  'BucketEncryption',
  'LifecycleConfiguration',
  'OwnershipControls',
  'PublicAccessBlockConfiguration',
  'Tags',
  'VersioningConfiguration',
];

/** Source: S3 User Guide, "General purpose bucket naming rules". */
const BUCKET_NAME = /^(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const DEFAULT_CONTENT_TYPE = 'binary/octet-stream';

const headOf = ({ body, contentType, metadata, etag, lastModified }: StoredObject) => ({
  ContentLength: body.byteLength,
  ContentType: contentType,
  ETag: etag,
  LastModified: new Date(lastModified).toUTCString(),
  Metadata: metadata,
});

export const createS3 = ({ kernel }: { readonly kernel: Kernel }): S3 => {
  const { clock } = kernel;
  const buckets = new Map<string, Bucket>();
  const find = (name: string): Bucket => {
    const bucket = buckets.get(name);
    if (bucket !== undefined) return bucket;
    throw noSuchBucket(name);
  };
  const object = ({ Bucket: name, Key: key }: AtKey) => {
    const found = find(name).get(key);
    if (found !== undefined) return found;
    throw noSuchKey(key);
  };
  const add = (name: string): void => {
    if (!BUCKET_NAME.test(name)) throw invalidBucketName(name);
    buckets.set(name, createBucket(name, clock.now()));
  };
  const deleteBucket = (name: string): void => {
    if (find(name).size() > 0) throw bucketNotEmpty(name);
    buckets.delete(name);
  };
  return {
    objects: {
      hasBucket: (bucket) => buckets.has(bucket),
      get: (bucket, key) => buckets.get(bucket)?.get(key)?.body,
    },
    createBucket: (properties) => {
      refuseUnknown(TYPE, properties, KNOWN);
      const name = String(properties.BucketName);
      if (buckets.has(name)) throw bucketExists(name);
      add(name);
    },
    updateBucket: (name, properties) => {
      refuseUnknown(TYPE, properties, KNOWN);
      find(name);
    },
    deleteBucket,
    service: {
      id: 's3',
      operations: {
        // In us-east-1 a bucket that is one's own already is created again in silence.
        CreateBucket: ({ Bucket: name }: InBucket) => {
          if (!buckets.has(name)) add(name);
          return { Location: `/${name}` };
        },
        DeleteBucket: ({ Bucket: name }: InBucket) => deleteBucket(name),
        HeadBucket: ({ Bucket: name }: InBucket) => {
          if (!buckets.has(name)) throw notFound();
          return { BucketRegion: account.region };
        },
        GetBucketLocation: ({ Bucket: name }: InBucket) => {
          find(name);
          // The first region has no location constraint.
          return {};
        },
        ListBuckets: () => ({
          Buckets: [...buckets.values()]
            .sort((a, b) => (a.name < b.name ? -1 : 1))
            .map(({ name, createdAt }) => ({ Name: name, CreationDate: new Date(createdAt).toISOString() })),
        }),
        ListObjectsV2: (input: InBucket & ListObjectsInput) => listObjects(find(input.Bucket), input),
        PutObject: ({ Bucket: name, Key: key, Body: body, ...input }: PutObjectInput) => {
          const bucket = find(name);
          const { ContentMD5: digest } = input;
          if (digest !== undefined && digest !== createHash('md5').update(body).digest('base64')) {
            throw badDigest();
          }
          const { etag } = bucket.put({
            key,
            body,
            contentType: input.ContentType ?? DEFAULT_CONTENT_TYPE,
            metadata: input.Metadata ?? {},
            lastModified: Math.floor(clock.now() / 1000) * 1000,
          });
          return { ETag: etag };
        },
        HeadObject: ({ Bucket: name, Key: key }: AtKey) => {
          const found = buckets.get(name)?.get(key);
          if (found === undefined) throw notFound();
          return headOf(found);
        },
        GetObject: (input: AtKey) => {
          const found = object(input);
          return { ...headOf(found), Body: found.body };
        },
        DeleteObject: ({ Bucket: name, Key: key }: AtKey) => find(name).delete(key),
        DeleteObjects: ({
          Bucket: name,
          Delete: { Objects: objects, Quiet: quiet },
        }: InBucket & {
          readonly Delete: {
            readonly Objects: readonly { readonly Key: string }[];
            readonly Quiet?: boolean;
          };
        }) => {
          const bucket = find(name);
          for (const { Key: key } of objects) bucket.delete(key);
          return { Deleted: quiet ? [] : objects.map(({ Key }) => ({ Key })) };
        },
      },
    },
  };
};
