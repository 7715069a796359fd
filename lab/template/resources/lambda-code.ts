import type { Code } from '../engines.ts';
import type { Artifact } from '../load.ts';
import { isRecord, readerOf } from '../properties.ts';

/** The handler's module: of the last part of the path, what stands before the first dot. */
const moduleOf = (handler: unknown): string => {
  const module = typeof handler === 'string' ? /^(?:.*\/)?[^./]+(?=\.[^/]+$)/.exec(handler)?.[0] : undefined;
  if (module === undefined)
    throw new Error('AWS::Lambda::Function.Handler must be of the form path/file.export');
  return module;
};

/**
 * The file in the function's archive that holds its handler: `src/lend.handler` is in `src/lend.js` or
 * `src/lend.cjs`. ES modules are refused: the lab compiles CommonJS bundles.
 * Source: Lambda Developer Guide, "Define Lambda function handler in Node.js".
 */
export const codeOf = (location: unknown, handler: unknown, artifact: (s3Key: string) => Artifact): Code => {
  const code = readerOf('AWS::Lambda::Function.Code', isRecord(location) ? location : {}, [
    'S3Bucket',
    'S3Key',
  ]);
  const s3Key = code.text('S3Key');
  const files = artifact(s3Key);
  const module = moduleOf(handler);
  for (const fileName of [`${module}.js`, `${module}.cjs`]) {
    const handlerSource = files.get(fileName);
    if (handlerSource !== undefined) return { handlerSource, fileName };
  }
  throw new Error(
    files.has(`${module}.mjs`)
      ? `${module}.mjs in ${s3Key} is an ES module, which is not supported by the lab: bundle to CommonJS`
      : `Cannot find module '${module}' in ${s3Key} (it has ${[...files.keys()].join(', ') || 'no files'})`,
  );
};
