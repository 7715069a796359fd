import type { Item } from '../../../lab/dynamodb/attribute-value.ts';
import type { Pattern } from '../../comparison/minimum.ts';
import { RELAYED } from './outboxes.ts';
import { map, number, text } from './rows.ts';
import type { Violate } from './violation.ts';

/** A world at rest, or given up. */
export interface Rested {
  readonly pattern: Pattern;
  /** Orders that the shop was told were taken. */
  readonly accepted: readonly string[];
  readonly rowsOf: (orderId: string) => Readonly<Partial<Record<string, Item>>>;
  /** When orders were closed, epoch ms. */
  readonly closedAt: ReadonlyMap<string, number>;
  /** From when on no fault struck, epoch ms. */
  readonly quietFrom: number;
  /** Type and order of what was published: `<orderId> <type>`. */
  readonly published: ReadonlySet<string>;
  /** Records that a mapping gave up, and said so. */
  readonly recordsReported: number;
  /** Markers of events and rows of strangers that a function took → whether they are kept. */
  readonly forged: ReadonlyMap<string, boolean>;
  /** The most attempts that any order took. */
  readonly attempts: number;
}

/** Nudges, doubling to one an hour, for as long as a schedule lasts. */
const MOST_ATTEMPTS = 60;

/**
 * After the deadline, or the last fault: an hour until the reconciler looks, an hour until no charge can land any more,
 * and as much again for what was lost and is said once more.
 */
const LONGEST_RECOVERY_MS = 4 * 60 * 60_000;

const UNDONE: Readonly<Record<string, readonly string[]>> = {
  Payment: ['REFUNDED', 'VOIDED'],
  Reservation: ['RELEASED'],
  Assignment: ['RELEASED'],
};

/** L1–L3 and L5, and what S8 promises of what could not be read. */
export const checkLiveness = (rested: Rested, violate: Violate): void => {
  for (const orderId of rested.accepted) {
    const rows = rested.rowsOf(orderId);
    const status = text(rows.Order, 'status');
    if (status === undefined || status === 'created')
      violate('L1', orderId, `the order is ${status} at rest`);
    if (text(rows.Order, 'openShard') !== undefined) violate('L1', orderId, `${status}, and still open`);
    const due = Math.max(number(rows.Order, 'deadline') ?? 0, rested.quietFrom) + LONGEST_RECOVERY_MS;
    if ((rested.closedAt.get(orderId) ?? 0) > due) violate('L1', orderId, `${status}, but closed too late`);
    if (status === 'cancelled' || status === 'timeout') {
      for (const [held, ends] of Object.entries(UNDONE)) {
        const end = text(rows[held], 'status') ?? 'none';
        if (!ends.includes(end)) violate('L2', orderId, `${status}, and ${held} is ${end}`);
      }
    }
    let silent = 0;
    for (const held of RELAYED[rested.pattern])
      for (const type in map(rows[held], 'said') ?? {})
        if (!rested.published.has(`${orderId} ${type}`)) silent++;
    if (silent > rested.recordsReported)
      violate('L3', orderId, `${silent} facts were said and never published, nor reported`);
  }
  for (const [marker, isKept] of rested.forged)
    if (!isKept) violate('S8', undefined, `${marker} was taken and is kept nowhere`);
  if (rested.attempts > MOST_ATTEMPTS) violate('L5', undefined, `${rested.attempts} attempts for one order`);
};
