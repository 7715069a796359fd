import type { Command } from './command.ts';
import type { Measures } from './metrics.ts';

/** What a row remembers of a command it has taken. */
export interface Heard {
  /** Hash of the command's payload (H8). */
  readonly hash: string;
  /** The highest attempt answered. */
  readonly attempt: number;
  /** Type of the fact that answered it; absent while the work is under way, or when it causes none. */
  readonly answer?: string;
}

/** A fact as it was said: enough to say it again exactly. */
export interface Said {
  /** RFC 3339. */
  readonly time: string;
  readonly data: object;
  readonly attempt: number;
  readonly causationid: string;
}

/**
 * The row of one order in a service's table. State, idempotency marker and outbox are one item, so they are
 * one write: whatever happened is remembered and will be published, or did not happen.
 */
export interface Row {
  readonly orderId: string;
  readonly status: string;
  /** 1 for the first write, and one more for each. */
  readonly version: number;
  /** By command name. */
  readonly heard: Readonly<Record<string, Heard>>;
  /** By event type. */
  readonly said: Readonly<Record<string, Said>>;
  /** Type of the fact that *this* write says (a key of `said`); absent when it says none. */
  readonly outbox?: string;
  /** X-Ray trace header in force at this write. */
  readonly trace?: string;
  /** TTL, epoch seconds. */
  readonly expiresOn: number;
}

/** What a service keeps of its own in its row. */
export type State<R extends Row> = Omit<R, keyof Row> & Pick<R, 'status'>;

/** A fact that a decision says. */
export interface Fact {
  readonly type: string;
  readonly data: object;
}

/** A write to another item, in the same transaction as the row's. */
export type AlsoWrite = NonNullable<
  import('@aws-sdk/lib-dynamodb').TransactWriteCommandInput['TransactItems']
>[number];

/** What a decision comes to: nothing to write, or a new state with the fact it says, if any. */
export type Decision<R extends Row> =
  | { readonly kind: 'keep' }
  | {
      readonly kind: 'write';
      readonly state: State<R>;
      readonly fact?: Fact | undefined;
      readonly also?: readonly AlsoWrite[];
      /** What the decision found worth measuring; counted once the write has succeeded. */
      readonly measures?: Measures;
    };

/** The pure heart of every step. `row` is undefined when the order is not known here yet. */
export type Decide<R extends Row, Data> = (row: R | undefined, command: Command<Data>) => Decision<R>;

export const keep = { kind: 'keep' } as const;

export const write = <R extends Row>(
  state: State<R>,
  fact?: Fact,
  also: readonly AlsoWrite[] = [],
): Decision<R> => ({ kind: 'write', state, fact, also });
