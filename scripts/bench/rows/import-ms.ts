import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { medianOf } from '../measure.ts';

const PROCESSES = 5;

const PROGRAM = `
const before = process.threadCpuUsage();
require(process.argv[1]);
const { user, system } = process.threadCpuUsage(before);
process.stdout.write(String((user + system) / 1000));
process.exit();
`;

/** What Lambda sets, as far as bundles read it when they are loaded. */
const LAMBDA = {
  AWS_REGION: 'us-east-1',
  AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
  AWS_LAMBDA_FUNCTION_NAME: 'bench',
  AWS_ACCESS_KEY_ID: 'bench',
  AWS_SECRET_ACCESS_KEY: 'bench',
  AWS_SESSION_TOKEN: 'bench',
  AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
  LAMBDA_TASK_ROOT: '/var/task',
};

/**
 * Milliseconds that a CommonJS bundle takes to load in a fresh Node, as CPU time of the one thread that does it: the
 * median over several processes.
 */
export const importMs = async (source: string, variables: readonly string[]): Promise<number> => {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  const file = join(folder, 'bundle.cjs');
  const env = { ...Object.fromEntries(variables.map((name) => [name, 'bench'])), ...LAMBDA };
  try {
    await writeFile(file, source);
    return await medianOf(PROCESSES, async () => {
      const { stdout } = await promisify(execFile)(process.execPath, ['-e', PROGRAM, file], { env });
      return Number(stdout);
    });
  } finally {
    await rm(folder, { recursive: true });
  }
};
