import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

/** What a package is made of; anything else may change without packaging again. */
const inputsOf = (root: string): readonly string[] => [
  'serverless.yml',
  'package.json',
  'package-lock.json',
  'src',
  'statemachines',
  // What serverless.yml itself runs.
  ...readdirSync(join(root, 'scripts'))
    .filter((name) => name.endsWith('.cjs'))
    .map((name) => join('scripts', name)),
];
const FINGERPRINT = 'fingerprint';

/** Longer than any package takes: the framework does not exit when a bundle cannot be built. */
const LIMIT_MS = 120_000;

/** A stage could not be packaged; the message has what the framework said. */
export class PackagingFailed extends Error {
  override readonly name = 'PackagingFailed';
}

export const packageDirectory = (root: string, stage: string): string => join(root, '.build', stage);

/**
 * Packages stages side by side, each as `sls package` does for a deployment. A stage whose inputs are unchanged is
 * not packaged again. Answers the stages that were.
 *
 * @throws PackagingFailed
 */
export const packageStages = async (root: string, stages: readonly string[]): Promise<readonly string[]> => {
  const fingerprint = fingerprintOf(root);
  const stale = stages.filter((stage) => !isFresh(packageDirectory(root, stage), fingerprint));
  await Promise.all(
    stale.map(async (stage) => {
      const directory = packageDirectory(root, stage);
      rmSync(directory, { recursive: true, force: true });
      mkdirSync(directory, { recursive: true });
      await runSls(root, stage, directory);
      // Last: a package that was interrupted is not taken for a whole one.
      writeFileSync(join(directory, FINGERPRINT), fingerprint);
    }),
  );
  return stale;
};

const isFresh = (directory: string, fingerprint: string): boolean => {
  const file = join(directory, FINGERPRINT);
  return existsSync(file) && readFileSync(file, 'utf8') === fingerprint;
};

const fingerprintOf = (root: string): string => {
  const hash = createHash('sha256');
  for (const file of inputsOf(root).flatMap((input) => filesIn(join(root, input)))) {
    hash.update(file.slice(root.length)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
};

const filesIn = (path: string): string[] =>
  statSync(path).isDirectory()
    ? readdirSync(path)
        .sort()
        .flatMap((name) => filesIn(join(path, name)))
    : [path];

/**
 * The framework and its plugins keep their work in `.serverless` and `.esbuild` under the service's directory, which
 * two stages at once would share: each gets a copy of the service, with a link to the modules.
 */
const workDirectory = (root: string, stage: string): string => {
  const directory = join(root, '.build', 'work', stage);
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  for (const input of inputsOf(root)) cpSync(join(root, input), join(directory, input), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(directory, 'node_modules'));
  return directory;
};

const runSls = (root: string, stage: string, directory: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const bin = join(root, 'node_modules', '.bin');
    // On this process's own Node, whatever the host has.
    const path = [dirname(process.execPath), bin, process.env['PATH']].join(delimiter);
    const work = workDirectory(root, stage);
    const child = spawn(
      process.execPath,
      [join(bin, 'sls'), 'package', '--stage', stage, '--package', directory],
      {
        cwd: work,
        env: { ...process.env, PATH: path },
        timeout: LIMIT_MS,
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    let said = '';
    const hear = (chunk: Buffer): void => {
      said += chunk;
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('error', reject);
    child.on('close', (code) => {
      rmSync(work, { recursive: true, force: true });
      if (code === 0) resolve();
      else reject(new PackagingFailed(`stage ${stage} could not be packaged:\n${said.trim()}`));
    });
  });
