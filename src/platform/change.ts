import { type Clock, DAY, toTimestamp } from './clock.ts';
import type { Command } from './command.ts';
import { ConflictingPayload, TooContended } from './errors.ts';
import { type Measures, measure } from './metrics.ts';
import type { AlsoWrite, Decide, Fact, Heard, Row, Said } from './row.ts';
import type { Rows } from './rows.ts';
import { saidEvent } from './said.ts';

/** Beyond DLQ retention (14 days) and any replay, so that a tombstone outlives whatever may still come (H10). */
const KEEP_DAYS = 60;
const MAX_TRIES = 12;
const BACKOFF_MS = { base: 20, cap: 1_000 };

export interface ChangeDeps<R extends Row> {
  readonly rows: Rows<R>;
  readonly clock: Clock;
  /** Waits so many ms at most; how many is drawn at random. */
  readonly pause: (atMostMs: number) => Promise<void>;
  /** The X-Ray trace header in force, if any. */
  readonly trace: () => string | undefined;
}

/** How to take the row of an order that is new as a rule: a nudge (attempt > 1) finds it there. */
export const takeNew = ({ cause }: Command): 'create' | 'read' => (cause.attempt > 1 ? 'read' : 'create');

export interface ChangeOptions {
  /**
   * How to take the row. `create` writes at once as if there were none, and gets the row back from the failed
   * condition: right where an order is new as a rule. `read` reads first: right where a row is there as a rule.
   * `have`: the row is in hand, from a change or a read a moment ago.
   */
  readonly take: 'create' | 'read' | { readonly have: Row };
  /**
   * The command is no message but the service's own initiative (a nudge): it is not remembered, never a duplicate,
   * and the order's trace goes on as it was left. Default: false.
   */
  readonly initiative?: boolean;
  /** Called when other items of the transaction refused, with the decision's `also` writes that did. */
  readonly onRefused?: (refused: readonly AlsoWrite[]) => Promise<void>;
}

/**
 * The one mechanism of every state change: take the row, decide purely, write on the version seen; on conflict
 * again, with bounded jitter. Answers the row as it stands afterwards, undefined when there is none.
 *
 * A command already answered is not decided again: an equal attempt is ignored, a higher one is answered by
 * saying the fact again, exactly.
 *
 * @throws ConflictingPayload when the row has heard this command with another payload
 * @throws TooContended when the row kept changing
 * @throws TypeError, EventTooLarge when the decision's fact is none that could be published
 */
export const change = async <R extends Row, Data>(
  deps: ChangeDeps<R>,
  command: Command<Data>,
  decide: Decide<R, Data>,
  options: ChangeOptions,
): Promise<R | undefined> => {
  let row = await take(deps.rows, command.orderId, options.take);
  for (let tries = 1; tries <= MAX_TRIES; tries++) {
    const next = nextRow(row, command, decide, deps, options.initiative ?? false);
    if (next === undefined) return row;
    const written = await deps.rows.write(next.row, row?.version, next.also);
    if (written.kind === 'written') {
      next.count?.();
      return next.row;
    }
    await deps.pause(longestPause(tries));
    // After the pause: what is counted now is used now.
    if (written.kind === 'conflict') row = written.row;
    else await options.onRefused?.(next.also.filter((_, position) => written.positions.includes(position)));
  }
  throw new TooContended(command.orderId, MAX_TRIES);
};

const take = async <R extends Row>(
  rows: Rows<R>,
  orderId: string,
  how: ChangeOptions['take'],
): Promise<R | undefined> => {
  if (how === 'create') return undefined;
  return how === 'read' ? rows.read(orderId) : (how.have as R);
};

interface Next<R extends Row> {
  readonly row: R;
  readonly also: readonly AlsoWrite[];
  /** Counts what has come about by the write. */
  readonly count?: () => void;
}

/** The row to write, or undefined when there is nothing to write. Pure but for the clock and the trace. */
const nextRow = <R extends Row, Data>(
  row: R | undefined,
  command: Command<Data>,
  decide: Decide<R, Data>,
  deps: Pick<ChangeDeps<R>, 'clock' | 'trace'>,
  initiative: boolean,
): Next<R> | undefined => {
  const heard = initiative ? undefined : row?.heard[command.name];
  if (heard !== undefined && heard.hash !== command.cause.hash) {
    throw new ConflictingPayload(command.orderId, command.name);
  }
  if (row !== undefined && heard?.answer !== undefined) {
    return command.cause.attempt > heard.attempt
      ? { row: sayAgain(row, command, heard.answer, deps), also: [] }
      : undefined;
  }
  const decision = decide(row, command);
  if (decision.kind === 'keep') return undefined;
  const entry: Heard = {
    hash: command.cause.hash,
    attempt: Math.max(command.cause.attempt, heard?.attempt ?? 0),
    ...(decision.fact && { answer: decision.fact.type }),
  };
  const next = {
    ...decision.state,
    ...base(row, command, deps, initiative ? row?.trace : deps.trace()),
    heard: initiative ? (row?.heard ?? {}) : { ...row?.heard, [command.name]: entry },
    said: decision.fact ? say(row, command, decision.fact, deps.clock()) : (row?.said ?? {}),
    ...(decision.fact && { outbox: decision.fact.type }),
  };
  // What cannot be published must not be written: it throws then, before anything has happened (H32).
  if (decision.fact) saidEvent(next, decision.fact.type);
  return {
    row: next as unknown as R,
    also: decision.also ?? [],
    count: () => countNews(row, command.orderId, decision),
  };
};

/** A fact counts when it is said for the first time; said again it is the same fact. */
const countNews = (
  before: Row | undefined,
  orderId: string,
  { fact, measures }: { readonly fact?: Fact | undefined; readonly measures?: Measures },
): void => {
  if (fact !== undefined && before?.said[fact.type] === undefined) {
    measure({ Facts: 1 }, { Fact: fact.type.split('.').slice(-2).join('.') }, orderId);
  }
  if (measures !== undefined) measure(measures, {}, orderId);
};

const base = <R extends Row>(
  row: R | undefined,
  command: Command,
  deps: Pick<ChangeDeps<R>, 'clock'>,
  trace: string | undefined,
) => ({
  orderId: command.orderId,
  version: (row?.version ?? 0) + 1,
  expiresOn: Math.floor((deps.clock() + KEEP_DAYS * DAY) / 1000),
  ...(trace !== undefined && { trace }),
});

/** A fact said before keeps its time, data and cause; only the attempt rises. */
const say = (row: Row | undefined, command: Command, fact: Fact, now: number): Record<string, Said> => {
  const before = row?.said[fact.type];
  const said: Said = {
    time: before?.time ?? toTimestamp(now),
    data: before?.data ?? fact.data,
    attempt: command.cause.attempt,
    causationid: before?.causationid ?? command.cause.id,
  };
  return { ...row?.said, [fact.type]: said };
};

const sayAgain = <R extends Row, Data>(
  row: R,
  command: Command<Data>,
  type: string,
  deps: Pick<ChangeDeps<R>, 'clock' | 'trace'>,
): R => ({
  ...row,
  ...base(row, command, deps, deps.trace()),
  heard: { ...row.heard, [command.name]: { ...row.heard[command.name], attempt: command.cause.attempt } },
  said: say(row, command, { type, data: {} }, deps.clock()),
  outbox: type,
});

/** Full jitter takes any part of it: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/ */
const longestPause = (tries: number): number => Math.min(BACKOFF_MS.cap, BACKOFF_MS.base * 2 ** tries);
