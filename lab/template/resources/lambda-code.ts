import type { Artifact } from '../artifact.ts';
import type { Code } from '../engines.ts';
import { isRecord, readerOf } from '../properties.ts';
import type { Context } from '../resource-type.ts';

/** The handler's module: of the last part of the path, what stands before the first dot. */
const moduleOf = (handler: unknown): string => {
  const module = typeof handler === 'string' ? /^(?:.*\/)?[^./]+(?=\.[^/]+$)/.exec(handler)?.[0] : undefined;
  if (module === undefined)
    throw new Error('AWS::Lambda::Function.Handler must be of the form path/file.export');
  return module;
};

/**
 * The file in an archive that holds a handler: `src/lend.handler` is in `src/lend.js` or `src/lend.cjs`. ES modules
 * are refused: the lab compiles CommonJS bundles.
 * @param where what the archive is called in errors
 * Source: Lambda Developer Guide, "Define Lambda function handler in Node.js".
 */
export const codeIn = ({ files, sha256, size }: Artifact, handler: unknown, where: string): Code => {
  const module = moduleOf(handler);
  for (const fileName of [`${module}.js`, `${module}.cjs`]) {
    const handlerSource = files.get(fileName);
    if (handlerSource !== undefined) return { handlerSource, fileName, sha256, size };
  }
  throw new Error(
    files.has(`${module}.mjs`)
      ? `${module}.mjs in ${where} is an ES module, which is not supported by the lab: bundle to CommonJS`
      : `Cannot find module '${module}' in ${where} (it has ${[...files.keys()].join(', ') || 'no files'})`,
  );
};

/** The code of a function, from the archive that its `Code` property names. */
export const codeOf = (location: unknown, handler: unknown, artifact: Context['artifact']): Code => {
  const reader = readerOf('AWS::Lambda::Function.Code', isRecord(location) ? location : {}, [
    'S3Bucket',
    'S3Key',
  ]);
  const s3Key = reader.text('S3Key');
  return codeIn(artifact(s3Key, reader.text('S3Bucket')), handler, s3Key);
};
