import { execFile } from 'node:child_process';

/** A run of a command, ended. */
export interface Run {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Nothing of the machine's own AWS: no profile, no region, no instance to ask. */
const nowhere = {
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
};

/** Runs `scripts/<name>.ts` as `npm run` does, with nothing in its environment but PATH and what is given. */
export const run = (
  name: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Run> =>
  new Promise((resolve) => {
    const env = { PATH: process.env.PATH, ...nowhere, ...environment };
    const child = execFile(
      process.execPath,
      [`scripts/${name}.ts`, ...args],
      { env },
      (_error, stdout, stderr) => resolve({ status: child.exitCode ?? -1, stdout, stderr }),
    );
  });
