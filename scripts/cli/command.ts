import { type ParseArgsConfig, type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { progress } from './progress.ts';

/** The command line is wrong: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** It cannot be done, for a reason that the user can do something about: exit code 1. */
export class Failure extends Error {
  override readonly name: string = 'Failure';
}

const parse = <const Config extends ParseArgsConfig>(config: Config) => {
  try {
    return parseArgs({ args: process.argv.slice(2), ...config });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    // Of a flag with another flag, or nothing, behind it.
    const [, flag] =
      /^Option '(?:-\w, )?(--[\w-]+)(?: <value>)?' argument (?:missing|is ambiguous)/.exec(message) ?? [];
    if (flag !== undefined) throw new UsageError(`${flag} needs a value`);
    // The first sentence says what is wrong; what follows is about arguments that nobody meant.
    throw new UsageError(message.split(/\.\s/)[0]);
  }
};

/** Reads flags; there are no other arguments. @throws UsageError with one sentence */
export const readFlags = <const Options extends ParseArgsOptionsConfig>(options: Options) =>
  parse({ options }).values;

/** Reads flags, and the words between them. @throws UsageError with one sentence */
export const readArguments = <const Options extends ParseArgsOptionsConfig>(options: Options) =>
  parse({ options, allowPositionals: true });

/** Reads the whole number that a flag was given, if it was. @throws UsageError that says which ones it takes */
export function readWholeNumber(flag: string, text: string, least: number, most: number): number;
export function readWholeNumber(
  flag: string,
  text: string | undefined,
  least: number,
  most: number,
): number | undefined;
export function readWholeNumber(flag: string, text: string | undefined, least: number, most: number) {
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text) && Number(text) >= least && Number(text) <= most) return Number(text);
  throw new UsageError(`--${flag} is "${text}"; it is a whole number from ${least} to ${most}`);
}

/** As a shell numbers the end by SIGPIPE, which Node ignores. */
const UNREAD = 128 + 13;

/** Whoever reads may stop, as `head` does. */
const whenUnread = (act: () => void): void => {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      act();
    });
  }
};

interface CommandOptions {
  /** Goes on when nobody reads what it prints: others use it. A command that only prints has nothing left to do. */
  readonly isServer?: boolean;
}

/**
 * Runs a command and sets the exit code that it answers. What the user can mend is a sentence on standard error;
 * a defect of ours escapes, with its stack trace.
 *
 * @param name as in `npm run <name>`
 */
export const runCommand = async (
  name: string,
  command: () => Promise<number>,
  { isServer = false }: CommandOptions = {},
): Promise<void> => {
  whenUnread(() => {
    if (!isServer) process.exit(UNREAD);
  });
  try {
    process.exitCode = await command();
  } catch (error) {
    progress('');
    if (error instanceof UsageError) {
      console.error(`${error.message}\nnpm run ${name} -- --help says more.`);
      process.exitCode = 2;
    } else if (error instanceof Failure) {
      console.error(error.message);
      process.exitCode = 1;
    } else {
      throw error;
    }
  }
};
