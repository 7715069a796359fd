import { createHash } from 'node:crypto';
import { strFromU8, unzipSync } from 'fflate';

/** The archive that holds a function's code. */
export interface Artifact {
  /** File name → text. */
  readonly files: ReadonlyMap<string, string>;
  /** Of the archive's bytes, in base64, as Lambda's `CodeSha256`. */
  readonly sha256: string;
  /** Bytes of the archive. */
  readonly size: number;
}

/** Opens a ZIP archive. Throws when it is none. */
export const openArtifact = (bytes: Uint8Array): Artifact => ({
  files: new Map(Object.entries(unzipSync(bytes)).map(([name, content]) => [name, strFromU8(content)])),
  sha256: createHash('sha256').update(bytes).digest('base64'),
  size: bytes.byteLength,
});
