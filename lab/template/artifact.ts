import { createHash } from 'node:crypto';
import { strFromU8, unzipSync } from 'fflate';
import { AwsError } from '../kernel/aws-error.ts';
import type { Objects } from '../kernel/ports.ts';

/** The archive that holds a function's code. */
export interface Artifact {
  /** File name → text. */
  readonly files: ReadonlyMap<string, string>;
  /** Of the archive's bytes, in base64, as Lambda's `CodeSha256`. */
  readonly sha256: string;
  /** Bytes of the archive. */
  readonly size: number;
}

/** Takes an archive from S3, as Lambda does. Throws `AwsError` (InvalidParameterValueException). */
export const fetchArchive = (objects: Objects | undefined, bucket: string, key: string): Uint8Array => {
  const found = objects?.get(bucket, key);
  if (found !== undefined) return found;
  const [code, reason] = objects?.hasBucket(bucket)
    ? ['NoSuchKey', 'The specified key does not exist.']
    : ['NoSuchBucket', 'The specified bucket does not exist'];
  throw new AwsError(
    'InvalidParameterValueException',
    `Error occurred while GetObject. S3 Error Code: ${code}. S3 Error Message: ${reason}`,
    { members: { Type: 'User' } },
  );
};

/** Opens a ZIP archive. Throws when it is none. */
export const openArtifact = (bytes: Uint8Array): Artifact => ({
  files: new Map(Object.entries(unzipSync(bytes)).map(([name, content]) => [name, strFromU8(content)])),
  sha256: createHash('sha256').update(bytes).digest('base64'),
  size: bytes.byteLength,
});
