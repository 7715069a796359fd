import type { Item } from '../../../lab/dynamodb/attribute-value.ts';
import type { Pattern } from '../../comparison/minimum.ts';
import { isIntruder, number, saidOf, text } from './rows.ts';
import type { Violate } from './violation.ts';

/** Tables whose facts a relay publishes. */
export const RELAYED: Readonly<Record<Pattern, readonly string[]>> = {
  choreography: ['Order', 'Payment', 'Reservation', 'Assignment', 'Kitchen'],
  orchestration: ['Order'],
};

/**
 * How long a fact may wait to be published once no fault strikes any more: a delivery that was delayed at the last
 * moment comes within 50 minutes, and a stream is tried again within one. A record that nobody can read, in the same
 * shard, takes no longer than any other.
 */
const LONGEST_WAIT_MS = 60 * 60_000;

/** L4: sees each fact from the write that puts it into an outbox until the bus has taken it. */
export interface Outboxes {
  onChange(held: string, after: Item | undefined): void;
  onPublished(event: Readonly<Record<string, unknown>>): void;
  /** At the end. `recordsReported`: how many records were given up, and said so; they are never published. */
  settle(recordsReported: number): void;
}

/** @param quietFrom from when on no fault strikes, epoch ms */
export const createOutboxes = (
  violate: Violate,
  now: () => number,
  { pattern, quietFrom }: { readonly pattern: Pattern; readonly quietFrom: number },
): Outboxes => {
  /** `<orderId> <type> <attempt>` → when it was written, epoch ms. */
  const waiting = new Map<string, number>();
  const isLate = (since: number): boolean => now() - Math.max(since, quietFrom) > LONGEST_WAIT_MS;
  const tell = (fact: string, since: number): void => {
    const [orderId, type] = fact.split(' ');
    violate('L4', orderId, `${type} waited for ${Math.round((now() - since) / 60_000)} min in its outbox`);
  };
  return {
    onChange: (held, after) => {
      const type = text(after, 'outbox');
      if (type === undefined || !RELAYED[pattern].includes(held) || isIntruder(after)) return;
      const fact = `${text(after, 'orderId')} ${type} ${number(saidOf(after, type), 'attempt')}`;
      if (!waiting.has(fact)) waiting.set(fact, now());
    },
    onPublished: ({ subject, type, attempt }) => {
      const fact = `${subject} ${type} ${attempt}`;
      const since = waiting.get(fact);
      waiting.delete(fact);
      if (since !== undefined && isLate(since)) tell(fact, since);
    },
    settle: (recordsReported) => {
      const late = [...waiting].filter(([, since]) => isLate(since));
      if (late.length > recordsReported) for (const [fact, since] of late) tell(fact, since);
    },
  };
};
