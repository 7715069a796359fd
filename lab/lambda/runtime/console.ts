import { Console } from 'node:console';
import { format } from 'node:util';
import type { OutputStream } from './process.ts';

const LEVELS = {
  trace: 'TRACE',
  debug: 'DEBUG',
  log: 'INFO',
  info: 'INFO',
  warn: 'WARN',
  error: 'ERROR',
} as const;

/**
 * `console` as Lambda's Node.js runtime patches it: time, request id, level and message, tab-separated.
 * Source: Lambda developer guide, "Log and monitor Node.js Lambda functions".
 */
export const createConsole = (
  streams: { stdout: OutputStream; stderr: OutputStream },
  clock: { now(): number },
  requestId: () => string | undefined,
): Console => {
  const console = new Console(
    streams as unknown as { stdout: NodeJS.WriteStream; stderr: NodeJS.WriteStream },
  );
  const writer =
    (level: string) =>
    (...args: unknown[]): void => {
      const time = new Date(clock.now()).toISOString();
      streams.stdout.write(`${time}\t${requestId() ?? 'undefined'}\t${level}\t${format(...args)}\n`);
    };
  for (const [method, level] of Object.entries(LEVELS)) Object.assign(console, { [method]: writer(level) });
  return console;
};
