import type { Point, Verdict } from '../../../lab/kernel/point.ts';
import { chanceOf, combine } from '../chance.ts';
import type { FaultKind } from './kinds.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** A chance in [0, 1) that belongs to the point, another for every `salt`. */
export type ChanceAt = (salt: number) => number;

/** Of all magnitudes alike, in ms. */
const ofAnySize = (low: number, high: number, chance: number): number =>
  Math.round(low * (high / low) ** chance);

const CRASH = { name: 'Runtime.ExitError', message: 'the process exits' } as const;
const THROTTLED = { name: 'TooManyRequestsException', message: 'Rate Exceeded.', status: 429 } as const;
const UNAVAILABLE = { name: 'InternalServerError', message: 'Internal server error', status: 500 } as const;

/** A transaction that another one is in the way of, as DynamoDB puts it. */
const conflict = ({ target, payload }: Point): Verdict => {
  if (target !== 'dynamodb:TransactWriteItems') {
    const message = 'Transaction is ongoing for the item';
    return { error: { name: 'TransactionConflictException', message, status: 400 } };
  }
  const { TransactItems } = payload as { readonly TransactItems: readonly unknown[] };
  const reasons = TransactItems.map((_, position) =>
    position === TransactItems.length - 1
      ? { Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' }
      : { Code: 'None' },
  );
  const message = 'Transaction cancelled, please refer cancellation reasons for specific reasons';
  return {
    error: {
      ...{ name: 'TransactionCanceledException', message, status: 400 },
      members: { CancellationReasons: reasons },
    },
  };
};

const refusedEntry = ({ payload }: Point, chance: ChanceAt): Verdict => {
  const { Entries } = payload as { readonly Entries: readonly unknown[] };
  const entries = Entries.flatMap((_, position) => (chance(10 + position) < 0.6 ? [position] : []));
  return { error: { name: 'ThrottlingException', message: 'Rate exceeded', entries } };
};

/** A call lasts as long as its connection: less than the minute that the payment's undo allows for. */
const LONGEST_CALL = 25 * SECOND;

/** TimeoutSeconds of the tasks: a handler that starts right before it goes on while the run has given it up. */
const TASK_TIMEOUT = 15 * SECOND;

/** What a kind makes of a point that it strikes. */
export const verdictOf = (kind: FaultKind, point: Point, chance: ChanceAt): Verdict => {
  switch (kind) {
    case 'duplicate':
      return { copies: chance(1) < 0.8 ? 2 : 3 };
    case 'drop':
      return { drop: true };
    case 'short delay':
      return { delayMs: ofAnySize(10, 4 * SECOND, chance(1)) };
    case 'long delay':
      return { delayMs: ofAnySize(4 * SECOND, longestDelay(point), chance(1)) };
    case 'delivery throttled':
      return { error: THROTTLED };
    case 'call throttled':
      return { error: { name: 'ThrottlingException', message: 'Rate exceeded', status: 400 } };
    case 'server error':
      return { error: UNAVAILABLE };
    case 'answer lost':
      return { error: { ...UNAVAILABLE, when: 'after' } };
    case 'conflict':
      return conflict(point);
    case 'stale read':
      return { error: { name: STALE_READ, message: 'an older item', entries: [] } };
    case 'slow call':
      return { delayMs: ofAnySize(50, LONGEST_CALL, chance(1)) };
    case 'crash before':
      return { error: CRASH };
    case 'crash after':
      return { error: { ...CRASH, when: 'after' } };
    case 'entry refused':
      return refusedEntry(point, chance);
    case 'function fails':
      return { error: CRASH };
    case 'answer of function lost':
      return { error: { ...CRASH, when: 'after' } };
    case 'slow start':
      return { delayMs: ofAnySize(100, 8 * SECOND, chance(1)) };
    case 'environment thrown away':
      return { environment: 'new', delayMs: ofAnySize(100, 2 * SECOND, chance(1)) };
    case 'environment long frozen':
      return { environment: 'frozen' };
    case 'task timeout':
      return { delayMs: TASK_TIMEOUT - ofAnySize(100, 400, chance(1)) };
    default:
      return kind satisfies never;
  }
};

/** A queue's message comes back after a minute; whoever waits for a task waits a quarter of that. */
const longestDelay = ({ source }: Point): number => {
  if (source.startsWith('queue:') || source.startsWith('states:')) return 50 * SECOND;
  return 50 * MINUTE;
};

const AT_DELIVERY: Readonly<Record<string, readonly FaultKind[]>> = {
  rule: ['duplicate', 'drop', 'short delay', 'long delay', 'delivery throttled'],
  stream: ['duplicate', 'short delay', 'long delay', 'delivery throttled'],
  queue: ['duplicate', 'short delay', 'long delay', 'delivery throttled'],
  states: ['duplicate', 'drop', 'short delay', 'long delay', 'delivery throttled', 'task timeout'],
  schedule: ['duplicate', 'drop', 'short delay'],
  destination: ['duplicate', 'drop', 'short delay', 'long delay'],
  http: ['short delay'],
};

const AT_INVOCATION: readonly FaultKind[] = [
  'function fails',
  'answer of function lost',
  'slow start',
  'environment thrown away',
  'environment long frozen',
];

const AT_ANY_CALL: readonly FaultKind[] = [
  'call throttled',
  'server error',
  'answer lost',
  'slow call',
  'crash before',
  'crash after',
];

/** By this name a read is told that it may show what stood there a moment ago. */
export const STALE_READ = 'StaleRead';

const ALSO_AT_CALL: Readonly<Record<string, readonly FaultKind[]>> = {
  'dynamodb:GetItem': ['stale read'],
  'dynamodb:PutItem': ['conflict'],
  'dynamodb:TransactWriteItems': ['conflict'],
  'events:PutEvents': ['entry refused'],
};

/** The kinds that can strike a point. People, who call from outside, are not struck. */
export const kindsAt = ({ kind, source, target }: Point): readonly FaultKind[] => {
  switch (kind) {
    case 'call':
      return source.startsWith('function:') ? [...AT_ANY_CALL, ...(ALSO_AT_CALL[target] ?? [])] : [];
    case 'delivery':
      return AT_DELIVERY[source.slice(0, source.indexOf(':'))] ?? [];
    case 'invocation':
      return AT_INVOCATION;
    case 'outcome':
      return [];
    default:
      return kind satisfies never;
  }
};

export const chanceAt =
  (hash: number): ChanceAt =>
  (salt) =>
    chanceOf(combine(hash, salt));
