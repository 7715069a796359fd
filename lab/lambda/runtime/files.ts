import * as fs from 'node:fs';

const missing = (call: string, path: unknown): Error => {
  const message = `ENOENT: no such file or directory, ${call} '${path}' (the lab gives functions no files)`;
  return Object.assign(new Error(message), { code: 'ENOENT', errno: -2, syscall: call, path });
};

const functionsOf = (module: object): [string, unknown][] =>
  Object.entries(module).filter(([, value]) => typeof value === 'function');

/** `node:fs/promises` of a file system without a file. */
export const promises: Record<string, unknown> = {
  ...fs.promises,
  ...Object.fromEntries(
    functionsOf(fs.promises).map(([name]) => [
      name,
      async (path: unknown) => {
        throw missing(name, path);
      },
    ]),
  ),
};

const answer = (name: string): ((...args: unknown[]) => void) => {
  if (name.endsWith('Sync')) {
    return (path) => {
      throw missing(name.slice(0, -'Sync'.length), path);
    };
  }
  return (path, ...rest) => {
    const done = rest.at(-1);
    if (typeof done === 'function') process.nextTick(() => done(missing(name, path)));
  };
};

/**
 * `node:fs` of a file system without a file. Reading this machine's files would make a run depend on them
 * (the SDK looks for `~/.aws/config`), and take real time.
 */
export const files: Record<string, unknown> = {
  ...fs,
  ...Object.fromEntries(functionsOf(fs).map(([name]) => [name, answer(name)])),
  existsSync: () => false,
  promises,
};
