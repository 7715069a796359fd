import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** A run of `sls`, ended. */
interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A copy of the project, so that runs side by side do not meet in its `.serverless` and `.esbuild`. */
export interface Project {
  readonly folder: string;
  /** As a user runs it. */
  readonly sls: (...args: readonly string[]) => Run;
  readonly remove: () => void;
}

export const copyProject = (): Project => {
  const folder = mkdtempSync(join(tmpdir(), 'pizza-two-ways-'));
  for (const name of ['node_modules', 'scripts', 'src', 'statemachines']) {
    symlinkSync(join(process.cwd(), name), join(folder, name));
  }
  // The framework takes no link for its own file.
  for (const name of ['serverless.yml', 'package.json']) cpSync(name, join(folder, name));
  return { folder, sls: (...args) => run(folder, args), remove: () => rmSync(folder, { recursive: true }) };
};

const run = (folder: string, args: readonly string[]): Run => {
  const binaries = join(folder, 'node_modules', '.bin');
  const { status, stdout, stderr } = spawnSync(join(binaries, 'sls'), args, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, PATH: [binaries, process.env.PATH].join(delimiter) },
    // On an error of esbuild it would never end.
    timeout: 100_000,
  });
  return { status, stdout, stderr };
};
