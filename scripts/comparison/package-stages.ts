import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { Failure } from '../cli/command.ts';

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
const GRACE_MS = 2_000;

/** A stage could not be packaged; the message has what the framework said. */
class PackagingFailed extends Failure {
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
  removeAbandoned(root);
  const fingerprint = fingerprintOf(root);
  const stale = stages.filter((stage) => !isFresh(packageDirectory(root, stage), fingerprint));
  await Promise.all(stale.map((stage) => packageStage(root, stage, fingerprint)));
  return stale;
};

/** Removes the work directories of processes that were ended before they could. */
const removeAbandoned = (root: string): void => {
  const work = join(root, '.build', 'work');
  if (!existsSync(work)) return;
  for (const name of readdirSync(work)) {
    if (isAlive(Number(name.split('-').at(-1)))) continue;
    rmSync(join(work, name), { recursive: true, force: true });
  }
};

/** Signal 0 only asks; whose process it is does not matter. */
const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
};

/** Packages into a work directory of this process's own; the whole package then takes its place at once. */
const packageStage = async (root: string, stage: string, fingerprint: string): Promise<void> => {
  const work = workDirectory(root, stage);
  try {
    const fresh = join(work, 'package');
    await runSls(root, stage, work, fresh);
    writeFileSync(join(fresh, FINGERPRINT), fingerprint);
    const directory = packageDirectory(root, stage);
    rmSync(directory, { recursive: true, force: true });
    renameSync(fresh, directory);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
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
  const directory = join(root, '.build', 'work', `${stage}-${process.pid}`);
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  for (const input of inputsOf(root)) cpSync(join(root, input), join(directory, input), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(directory, 'node_modules'));
  return directory;
};

const runSls = (root: string, stage: string, work: string, directory: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const bin = join(root, 'node_modules', '.bin');
    // On this process's own Node, whatever the host has.
    const path = [dirname(process.execPath), bin, process.env.PATH].join(delimiter);
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
      // Having said its error the framework may wait for ever for the bundler that it started.
      if (/^Error:$/m.test(said)) setTimeout(() => child.kill(), GRACE_MS).unref();
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new PackagingFailed(`stage ${stage} could not be packaged:\n${said.trim()}`));
    });
  });
