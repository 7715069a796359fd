import type { Point } from '../../lab/kernel/point.ts';
import type { ServerObserver } from '../../lab/wire/server/server.ts';

/** What the lab tells of what happens in it. */
export interface Log extends ServerObserver {
  /** Takes a line as it is. */
  say(text: string): void;
  /** Takes what the kernel tells its observers; says what somebody should know. */
  observe(point: Point): void;
}

const LONGEST_LINE = 400;

/** Whatever a message holds, it is one line. */
const oneLine = (text: string): string => {
  const line = text.replace(/\p{Cc}+/gu, ' ').trim();
  return line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)} …` : line;
};

/** The first line of an error's message: what follows is a stack. */
const firstLine = (message: string): string => message.split('\n', 1)[0] ?? '';

const nameOf = (point: string): string => point.slice(point.indexOf(':') + 1);

const joined = (...parts: readonly unknown[]): string =>
  parts.filter((part) => part !== undefined && part !== '').join(': ');

/** Said of what came to nothing. */
const LOSSES = new Set(['action failed', 'discarded', 'expired', 'lost', 'undelivered', 'unread']);

interface Payload {
  readonly result?: { readonly payload?: { readonly errorType?: string; readonly errorMessage?: string } };
  readonly status?: string;
  readonly error?: string;
  readonly cause?: string;
  readonly from?: string;
  readonly reason?: string;
  readonly type?: string;
  readonly logicalId?: string;
}

/** The sentence for an outcome; `undefined` for what happens all the time. */
const sentenceOf = ({ source, target, payload }: Point): string | undefined => {
  const { result, status = '', error, cause, from, reason, type, logicalId } = (payload ?? {}) as Payload;
  const [kind] = source.split(':');
  if (kind === 'cloudformation') {
    const isStack = type === 'AWS::CloudFormation::Stack';
    if (!isStack && !status.endsWith('_FAILED')) return undefined;
    return joined(`stack ${nameOf(target)}`, isStack ? status : `${logicalId} (${type}) ${status}`, reason);
  }
  if (kind === 'function' && target === 'failed') {
    return joined(
      `function ${nameOf(source)} failed`,
      result?.payload?.errorType,
      result?.payload?.errorMessage,
    );
  }
  if (kind === 'states' && status !== '' && status !== 'SUCCEEDED') {
    return joined(`execution ${nameOf(source)}/${nameOf(target)} ${status}`, error, cause);
  }
  // That an alarm has data for the first time is no news.
  if (kind === 'alarm' && [from, target].includes('ALARM')) {
    return joined(`alarm ${nameOf(source)} ${from} → ${target}`, reason);
  }
  if (kind === 'queue' && target.startsWith('queue:')) {
    return `queue ${nameOf(source)}: a message went to the dead-letter queue ${nameOf(target)}`;
  }
  return LOSSES.has(target) ? `${source}: ${target}` : undefined;
};

/** Says what happens, a line each, with the time before it. `write` takes a line without its end. */
export const createLog = (write: (line: string) => void, now: () => Date): Log => {
  const say = (text: string): void => write(`${now().toTimeString().slice(0, 8)} ${oneLine(text)}`);
  return {
    say,
    observe: (point) => {
      const sentence = point.kind === 'outcome' ? sentenceOf(point) : undefined;
      if (sentence !== undefined) say(sentence);
    },
    refused: (target, { code, message }) => say(joined(`refused ${target}`.trim(), code, firstLine(message))),
    answered: ({ method, path }, status, problem) => {
      say(joined(`${method} ${path} ${status}`, status === 403 ? problem : undefined));
    },
  };
};
