import { EventEmitter } from 'node:events';
import type { Clock } from '../../kernel/clock.ts';
import type { Life } from './life.ts';

/** `process.stdout` and `process.stderr`: every write is a log event. */
export class OutputStream extends EventEmitter {
  readonly fd: number;
  readonly isTTY = false;
  readonly writable = true;
  readonly #log: (message: string) => void;

  constructor(fd: number, log: (message: string) => void) {
    super();
    this.fd = fd;
    this.#log = log;
  }

  write(chunk: string | Uint8Array, ...rest: unknown[]): boolean {
    this.#log(
      Buffer.from(chunk as string)
        .toString()
        .replace(/\n$/, ''),
    );
    const done = rest.at(-1);
    if (typeof done === 'function') process.nextTick(done, null);
    return true;
  }
}

export interface ProcessOptions {
  readonly clock: Clock;
  readonly life: Life;
  readonly env: Record<string, string>;
  readonly log: (message: string) => void;
  /** Ends the environment; does not return. */
  readonly exit: (code: number) => never;
}

export interface FunctionProcess extends EventEmitter {
  readonly env: Record<string, string>;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
}

const hrtimeOf = (clock: Clock) => {
  const nanoseconds = (): bigint => BigInt(Math.round(clock.now() * 1e6));
  const hrtime = ([seconds, rest]: [number, number] = [0, 0]): [number, number] => {
    const passed = nanoseconds() - (BigInt(seconds) * 1_000_000_000n + BigInt(rest));
    return [Number(passed / 1_000_000_000n), Number(passed % 1_000_000_000n)];
  };
  return Object.assign(hrtime, { bigint: nanoseconds });
};

/** The process a function believes to have for itself. */
export const createProcess = ({ clock, life, env, log, exit }: ProcessOptions): FunctionProcess => {
  const startedAt = clock.now();
  const { version, versions, release, features, config } = process;
  return Object.assign(new EventEmitter(), {
    ...{ version, versions, release, features, config },
    title: 'node',
    arch: 'arm64',
    platform: 'linux',
    argv: ['/var/lang/bin/node', '/var/runtime/index.mjs'],
    execArgv: [],
    execPath: '/var/lang/bin/node',
    pid: 2,
    ppid: 1,
    exitCode: undefined,
    env,
    stdout: new OutputStream(1, log),
    stderr: new OutputStream(2, log),
    cwd: () => '/var/task',
    umask: () => 0o22,
    uptime: () => (clock.now() - startedAt) / 1000,
    hrtime: hrtimeOf(clock),
    memoryUsage: Object.assign(() => process.memoryUsage(), { rss: () => process.memoryUsage.rss() }),
    cpuUsage: () => ({ user: 0, system: 0 }),
    nextTick: (callback: (...args: unknown[]) => void, ...args: unknown[]) =>
      process.nextTick(life.guard(callback), ...args),
    emitWarning: (warning: string | Error) => log(`(node:2) ${warning}`),
    exit: (code?: number) => exit(code ?? 0),
    abort: () => exit(134),
  });
};
