import { spawn, spawnSync } from 'node:child_process';
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
  /** Runs it, for a command that does not end by itself, until it has printed this; answers all that it printed. */
  readonly slsUntil: (text: string, args: readonly string[], meanwhile: () => void) => Promise<string>;
  readonly remove: () => void;
}

const LINKED = ['node_modules', 'scripts', 'src', 'statemachines', 'events'];

/**
 * @param environment beside this process's own
 * @param copied folders that the caller is going to change
 */
export const copyProject = (
  environment: Readonly<Record<string, string>> = {},
  copied: readonly string[] = [],
): Project => {
  const folder = mkdtempSync(join(tmpdir(), 'pizza-two-ways-'));
  for (const name of LINKED.filter((each) => !copied.includes(each))) {
    symlinkSync(join(process.cwd(), name), join(folder, name));
  }
  // The framework takes no link for its own file.
  for (const name of ['serverless.yml', 'package.json', ...copied]) {
    cpSync(name, join(folder, name), { recursive: true });
  }
  const binaries = join(folder, 'node_modules', '.bin');
  const program = join(binaries, 'sls');
  const options = {
    cwd: folder,
    env: { ...process.env, PATH: [binaries, process.env.PATH].join(delimiter), ...environment },
    // On an error of esbuild it would never end.
    timeout: 100_000,
  };
  return {
    folder,
    sls: (...args) => {
      const { status, stdout, stderr } = spawnSync(program, args, { ...options, encoding: 'utf8' });
      return { status, stdout, stderr };
    },
    slsUntil: async (text, args, meanwhile) => {
      const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'inherit'] });
      let printed = '';
      child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
        printed += chunk;
        if (printed.includes(text)) child.kill();
      });
      const ended = new Promise((resolve) => child.once('exit', resolve));
      meanwhile();
      await ended;
      return printed;
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
};
