import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Artifact, openArtifact } from './artifact.ts';
import { isRecord, type Properties } from './properties.ts';
import { checkTemplate, type Template } from './template.ts';

/** A stage as `sls package` leaves it: everything a deployment needs. */
export interface Package {
  readonly template: Template;
  readonly stackName: string;
  /** The archive that the template names by its S3 key. Throws `PackageError` when it is missing or broken. */
  artifact(s3Key: string): Artifact;
}

/** The package is missing or broken; the message says what, where, and how to mend it. */
class PackageError extends Error {
  override readonly name = 'PackageError';
}

/**
 * Reads the package in `directory`. The state file's own artifact paths point to where the archives were
 * before packaging moved them, so an archive is found by the last part of its S3 key, which is its file name.
 * Throws `PackageError`.
 */
export const loadPackage = (directory: string): Package => {
  const read = <T>(file: string, parse: (bytes: Buffer) => T): T => {
    const path = join(directory, file);
    try {
      if (!existsSync(path)) throw new Error('the file is missing');
      return parse(readFileSync(path));
    } catch (error) {
      // JSON.parse quotes the text that it cannot read, with its line breaks.
      const reason = (error instanceof Error ? error.message : String(error)).replace(/\s+/g, ' ');
      throw new PackageError(
        `No usable package: ${path}: ${reason}; run npx sls package --stage <stage> --package ${directory}`,
        { cause: error },
      );
    }
  };
  const json = (bytes: Buffer): unknown => JSON.parse(bytes.toString('utf8'));
  const stackName = read('serverless-state.json', (bytes) => stackNameOf(json(bytes)));
  const template = checkTemplate(read('cloudformation-template-update-stack.json', json));
  const artifacts = new Map<string, Artifact>();
  return {
    template,
    stackName,
    artifact: (s3Key) => {
      const file = basename(s3Key);
      const artifact = artifacts.get(file) ?? read(file, openArtifact);
      artifacts.set(file, artifact);
      return artifact;
    },
  };
};

/**
 * `provider.stackName`, by default `<service>-<stage>`: as the framework's naming has it. The state keeps the
 * stage that was packaged only in the name of its upload folder: `<prefix>/<service>/<stage>/<time>`.
 */
const stackNameOf = (state: unknown): string => {
  const { stackName } = recordIn(recordIn(state, 'service'), 'provider');
  if (typeof stackName === 'string') return stackName;
  const { artifactDirectoryName } = recordIn(state, 'package');
  const [service, stage] = String(artifactDirectoryName).split('/').slice(-3);
  if (service !== undefined && stage !== undefined) return `${service}-${stage}`;
  throw new Error('it names no service and stage');
};

const recordIn = (value: unknown, name: string): Properties => {
  const member = isRecord(value) ? value[name] : undefined;
  if (!isRecord(member)) throw new Error(`it has no ${name}`);
  return member;
};
