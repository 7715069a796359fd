import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { describe, expect, it } from '@jest/globals';
import { realKernel } from '../../../lab/kernel/kernel.ts';
import { createLab } from '../../../lab/lab.ts';

/** S3's clients read and write bodies as streams, which takes real time. */
const open = (options: object = {}): S3Client =>
  new S3Client({
    ...createLab(realKernel({ seed: 1 })).client,
    endpoint: 'https://s3.us-east-1.amazonaws.com',
    ...options,
  });

const Bucket = 'library';

const openWithBucket = async (options: object = {}) => {
  const s3 = open(options);
  await s3.send(new CreateBucketCommand({ Bucket }));
  return s3;
};

const put = (s3: S3Client, Key: string, Body = Key) => s3.send(new PutObjectCommand({ Bucket, Key, Body }));

/** Source: Amazon S3 API Reference, each action. */
describe('an object', () => {
  it.each([
    ['by the path', { forcePathStyle: true }],
    ['by the host', {}],
  ])('is kept with its metadata; the bucket is named %s', async (_how, options) => {
    const s3 = await openWithBucket(options);
    const given = {
      ...{ Bucket, Key: 'dev/1 – a/état.json', Body: '{"title":"Emma ✓"}' },
      ...{ ContentType: 'application/json', Metadata: { filesha256: 'abc=' } },
    };
    const { ETag } = await s3.send(new PutObjectCommand(given));
    const known = {
      ETag,
      ContentLength: Buffer.byteLength(given.Body),
      ContentType: 'application/json',
      LastModified: expect.any(Date),
      Metadata: { filesha256: 'abc=' },
    };
    expect(await s3.send(new HeadObjectCommand({ Bucket, Key: given.Key }))).toMatchObject(known);
    const { Body, ...read } = await s3.send(new GetObjectCommand({ Bucket, Key: given.Key }));
    expect(read).toMatchObject(known);
    expect(await Body?.transformToString()).toBe(given.Body);
  });

  it('has the MD5 of its body for a tag, and bytes that are no text stay as they are', async () => {
    const s3 = await openWithBucket();
    const Body = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    const { ETag } = await s3.send(new PutObjectCommand({ Bucket, Key: 'bytes', Body }));
    expect(ETag).toBe('"e2c865db4162bed963bfaa9ef6ac18f0"');
    const { Body: read } = await s3.send(new GetObjectCommand({ Bucket, Key: 'bytes' }));
    expect(await read?.transformToByteArray()).toEqual(Body);
  });

  it('is replaced, and deleted; deleting what is not there is no error', async () => {
    const s3 = await openWithBucket();
    await put(s3, 'emma', 'one');
    await put(s3, 'emma', 'two');
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: 'emma' }));
    expect(await Body?.transformToString()).toBe('two');
    for (const Key of ['emma', 'emma']) await s3.send(new DeleteObjectCommand({ Bucket, Key }));
    await expect(s3.send(new HeadObjectCommand({ Bucket, Key: 'emma' }))).rejects.toMatchObject({
      name: 'NotFound',
      $metadata: { httpStatusCode: 404 },
    });
    await expect(s3.send(new GetObjectCommand({ Bucket, Key: 'emma' }))).rejects.toMatchObject({
      name: 'NoSuchKey',
      message: 'The specified key does not exist.',
    });
  });

  it('is refused when it is not what was sent', async () => {
    const s3 = await openWithBucket();
    const ContentMD5 = 'XUFAKrxLKna5cZ2REBfFkg==';
    await expect(
      s3.send(new PutObjectCommand({ Bucket, Key: 'emma', Body: 'emma', ContentMD5 })),
    ).rejects.toMatchObject({ name: 'BadDigest' });
  });
});

describe('a list of objects', () => {
  const keys = ['a/1', 'a/2', 'b', 'a/10', 'é&<'];

  it('is in the order of the keys, by prefix, in pages', async () => {
    const s3 = await openWithBucket();
    for (const key of keys) await put(s3, key);
    const list = async (input: object) => {
      const { Contents = [], ...page } = await s3.send(new ListObjectsV2Command({ Bucket, ...input }));
      return { ...page, keys: Contents.map(({ Key }) => Key) };
    };
    expect(await list({})).toMatchObject({ keys: ['a/1', 'a/10', 'a/2', 'b', 'é&<'], KeyCount: 5 });
    expect(await list({ Prefix: 'a/1' })).toMatchObject({ keys: ['a/1', 'a/10'], IsTruncated: false });
    expect(await list({ StartAfter: 'a/2' })).toMatchObject({ keys: ['b', 'é&<'] });
    expect(await list({ EncodingType: 'url', Prefix: 'é' })).toMatchObject({ keys: ['%C3%A9%26%3C'] });
    const first = await list({ MaxKeys: 3 });
    expect(first).toMatchObject({ keys: ['a/1', 'a/10', 'a/2'], IsTruncated: true });
    const { NextContinuationToken: ContinuationToken } = first;
    expect(await list({ MaxKeys: 3, ContinuationToken })).toMatchObject({
      keys: ['b', 'é&<'],
      IsTruncated: false,
    });
  });

  it('takes what is beyond a delimiter together', async () => {
    const s3 = await openWithBucket();
    for (const key of keys) await put(s3, key);
    const { Contents = [], CommonPrefixes } = await s3.send(
      new ListObjectsV2Command({ Bucket, Delimiter: '/' }),
    );
    expect(Contents.map(({ Key }) => Key)).toEqual(['b', 'é&<']);
    expect(CommonPrefixes).toEqual([{ Prefix: 'a/' }]);
  });

  it('is deleted at once', async () => {
    const s3 = await openWithBucket();
    for (const key of keys) await put(s3, key);
    const Objects = ['a/1', 'é&<', 'nothing'].map((Key) => ({ Key }));
    const { Deleted } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect(Deleted).toEqual(Objects);
    const { KeyCount } = await s3.send(new ListObjectsV2Command({ Bucket }));
    expect(KeyCount).toBe(3);
  });
});

describe('a bucket', () => {
  it('is there, in the first region, which has no location constraint', async () => {
    const s3 = await openWithBucket();
    expect(await s3.send(new HeadBucketCommand({ Bucket }))).toMatchObject({ BucketRegion: 'us-east-1' });
    expect(await s3.send(new GetBucketLocationCommand({ Bucket }))).not.toHaveProperty('LocationConstraint');
    expect(await s3.send(new ListBucketsCommand({}))).toMatchObject({ Buckets: [{ Name: Bucket }] });
  });

  it('is deleted when it is empty', async () => {
    const s3 = await openWithBucket();
    await put(s3, 'emma');
    const command = new DeleteBucketCommand({ Bucket });
    await expect(s3.send(command)).rejects.toMatchObject({ name: 'BucketNotEmpty' });
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'emma' }));
    await s3.send(command);
    await expect(s3.send(new HeadBucketCommand({ Bucket }))).rejects.toMatchObject({ name: 'NotFound' });
    await expect(s3.send(new ListObjectsV2Command({ Bucket }))).rejects.toMatchObject({
      name: 'NoSuchBucket',
      message: 'The specified bucket does not exist',
    });
  });

  it.each(['Library', 'a', 'two..dots', '-library'])('is not called %s', async (name) => {
    const s3 = open({ forcePathStyle: true });
    await expect(s3.send(new CreateBucketCommand({ Bucket: name }))).rejects.toMatchObject({
      name: 'InvalidBucketName',
    });
  });
});

describe('what the lab does not have of S3', () => {
  it.each([
    ['CreateMultipartUpload', new CreateMultipartUploadCommand({ Bucket, Key: 'emma' })],
    ['GetBucketVersioning', new GetBucketVersioningCommand({ Bucket })],
  ])('is named: %s', async (operation, command) => {
    const s3 = await openWithBucket();
    await expect(s3.send(command as GetBucketVersioningCommand)).rejects.toMatchObject({
      name: 'UnknownOperationException',
      message: `The lab does not support s3:${operation}.`,
    });
  });
});
