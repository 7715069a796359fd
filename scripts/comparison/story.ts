import type { Observer, Passage, Point } from '../../lab/kernel/point.ts';
import { type OrderPart, orderParts } from './order-parts.ts';
import { deedOf, errorOf, isObject, subjectOf } from './words.ts';

/** What happened, hop by hop. */
export type Story = readonly StoryLine[];

export interface StoryLine {
  /** Milliseconds since the story's first line, virtual. */
  readonly at: number;
  /** Who acts: a function, the bus, the state machine. */
  readonly who: string;
  readonly what: string;
  /** Absent where nothing says which order it is about. */
  readonly orderId?: string;
}

/**
 * Listens to a world's points and tells them in a reader's words, to each order its own. `prefix` stands before short
 * names.
 */
export const createStory = (prefix: string): { readonly observer: Observer; readonly lines: Story } => {
  const lines: Line[] = [];
  /** What was asked for → the lines that tell it, each with the deed itself. */
  const asked = new WeakMap<object, { readonly line: Line; readonly deed: string }[]>();
  const isRetry = createRetries();
  const short = (name: string): string => name.replace(prefix, '');
  let startedAt: number | undefined;
  /** What was refused did not happen, whether or not its answer was then lost. */
  const correct = ({ input, error }: Refusal): void => {
    for (const { line, deed } of asked.get(input) ?? []) line.what = `${deed}: refused (${error.code})`;
  };
  const observer: Observer = (point, at, struck) => {
    const refusal = refusalOf(point);
    if (refusal !== undefined) correct(refusal);
    const isAgain = isRetry(point, struck);
    if (isStanding(point)) return;
    for (const { orderId, ...part } of orderParts(point, struck)) {
      const told = tell(part, isAgain, short);
      if (told === undefined) continue;
      startedAt ??= at;
      const what = told.what + fateOf(part);
      const line = { at: at - startedAt, who: told.who, what, ...(orderId !== undefined && { orderId }) };
      lines.push(line);
      if (point.kind !== 'call') continue;
      const key = point.payload as object;
      asked.set(key, [...(asked.get(key) ?? []), { line, deed: told.what }]);
    }
  };
  return { observer, lines };
};

type Line = { -readonly [Member in keyof StoryLine]: StoryLine[Member] };

type Told = Pick<StoryLine, 'who' | 'what'>;

interface Refusal {
  readonly input: object;
  readonly error: { readonly code?: string };
}

/** A call that its service refused, and so changed nothing. */
const refusalOf = ({ kind, target, payload }: Point): Refusal | undefined =>
  kind === 'outcome' && target === 'refused' ? (payload as Refusal) : undefined;

type Struck = Pick<OrderPart, 'point' | 'struck'>;

/** Whether the fault has let nothing happen. */
const isPrevented = ({ error }: Passage): boolean => error !== undefined && error.when !== 'after';

const copiesOf = (struck: Passage | undefined): number => {
  if (struck === undefined) return 1;
  return isPrevented(struck) ? 0 : struck.copies;
};

/** What became of a point that faults struck: what they did not let happen, and whose answer they lost. */
const fateOf = ({ point: { kind }, struck }: Struck): string => {
  if (struck === undefined || kind === 'invocation') return '';
  const { copies, error } = struck;
  if (isPrevented(struck)) return `: did not happen (${error?.name})`;
  if (kind === 'delivery' && copies === 0) return ': lost on the way';
  const often = kind === 'delivery' && copies > 1 ? `, ${copies} times` : '';
  return error === undefined ? often : `${often}: happened, but the answer was lost (${error.name})`;
};

/** Tells whether an invocation is one that Lambda itself tries again: nobody has carried it there once more. */
const createRetries = (): ((point: Point, struck: Passage | undefined) => boolean) => {
  /** What was carried → the function → how often it has still to run for that. */
  const carried = new WeakMap<object, Map<string, number>>();
  return ({ kind, target, payload }, struck) => {
    if (!isObject(payload)) return false;
    const due = carried.get(payload) ?? new Map<string, number>();
    const runs = due.get(target);
    if (kind === 'delivery') carried.set(payload, due.set(target, (runs ?? 0) + copiesOf(struck)));
    if (kind !== 'invocation' || runs === undefined) return false;
    due.set(target, Math.max(0, runs - 1));
    return runs === 0;
  };
};

type Short = (name: string) => string;

const tell = ({ point, struck }: Struck, isAgain: boolean, short: Short): Told | undefined => {
  const { kind, source, payload } = point;
  const target = nameOf(point.target, short);
  switch (kind) {
    case 'delivery':
      return { who: carrierOf(source, short), what: `brings ${subjectOf(payload)} to ${target}` };
    case 'call': {
      const what = deedOf(point);
      return what === undefined ? undefined : { who: nameOf(source, short), what };
    }
    case 'invocation':
      if (struck?.answer !== undefined)
        return { who: target, what: `is taken to answer ${JSON.stringify(struck.answer)}, whatever it does` };
      return isAgain ? { who: 'Lambda', what: `brings ${subjectOf(payload)} to ${target} again` } : undefined;
    case 'outcome':
      return tellOutcome(point, short);
    default:
      return kind satisfies never;
  }
};

interface Ending {
  readonly status: string;
  readonly error?: string;
  readonly cause?: string;
}

const tellOutcome = ({ source, target, payload }: Point, short: Short): Told | undefined => {
  if (target === 'failed') return { who: nameOf(source, short), what: `fails: ${errorOf(payload)}` };
  if (!target.startsWith('execution:')) return undefined;
  const { status, error, cause } = payload as Ending;
  if (status === 'SUCCEEDED') return undefined;
  const how = [status, error, cause].filter((part) => part !== undefined).join(': ');
  return { who: CARRIERS.states, what: `ends the execution ${nameOf(target, short)}: ${how}` };
};

/** The reconciler looks every minute, whoever orders; the story tells only what it then does. */
const isStanding = ({ kind, source }: Point): boolean =>
  (kind === 'delivery' || kind === 'invocation') && source.startsWith('schedule:');

const nameOf = (name: string, short: Short): string => short(name.slice(name.indexOf(':') + 1));

const CARRIERS = {
  rule: 'bus',
  stream: 'stream',
  queue: 'queue',
  states: 'state machine',
  http: 'HTTP API',
  invoke: 'Lambda',
  destination: 'Lambda',
} as const;

const carrierOf = (source: string, short: Short): string => {
  const [kind = '', name = ''] = source.split(/:(.*)/s);
  if (kind === 'stream') return `stream of ${short(name).replace(/Table-.*$/, '')}`;
  if (kind === 'queue') return `queue ${short(name).replace(/-[A-Z0-9]+$/, '')}`;
  return CARRIERS[kind as keyof typeof CARRIERS] ?? kind;
};
