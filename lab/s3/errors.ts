import { AwsError } from '../kernel/aws-error.ts';

/** Errors of S3, in its words. Source: Amazon S3 API Reference, "Error responses", "List of error codes". */

export const noSuchBucket = (bucket: string): AwsError =>
  new AwsError('NoSuchBucket', 'The specified bucket does not exist', {
    status: 404,
    members: { BucketName: bucket },
  });

export const noSuchKey = (key: string): AwsError =>
  new AwsError('NoSuchKey', 'The specified key does not exist.', { status: 404, members: { Key: key } });

/** To HEAD, whose answers have no body that could say more. */
export const notFound = (): AwsError => new AwsError('NotFound', 'Not Found', { status: 404 });

export const bucketNotEmpty = (bucket: string): AwsError =>
  new AwsError('BucketNotEmpty', 'The bucket you tried to delete is not empty', {
    status: 409,
    members: { BucketName: bucket },
  });

export const bucketExists = (bucket: string): AwsError =>
  new AwsError(
    'BucketAlreadyOwnedByYou',
    'Your previous request to create the named bucket succeeded and you already own it.',
    { status: 409, members: { BucketName: bucket } },
  );

export const invalidBucketName = (bucket: string): AwsError =>
  new AwsError('InvalidBucketName', 'The specified bucket is not valid.', {
    members: { BucketName: bucket },
  });

export const badDigest = (): AwsError =>
  new AwsError('BadDigest', 'The Content-MD5 you specified did not match what we received.');

export const invalidArgument = (message: string): AwsError => new AwsError('InvalidArgument', message);
