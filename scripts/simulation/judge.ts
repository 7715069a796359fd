import { countBookings, countStock, scan } from './books.ts';
import { CANARY } from './customer.ts';
import type { SimulatedLab } from './lab.ts';
import type { Marks } from './marks.ts';
import { audit, type Movement } from './oracles/checker.ts';
import { checkLiveness } from './oracles/liveness.ts';
import { checkModel } from './oracles/model.ts';
import type { Outboxes } from './oracles/outboxes.ts';
import { number } from './oracles/rows.ts';
import type { Safety } from './oracles/safety.ts';
import type { Violate } from './oracles/violation.ts';
import type { Script } from './script.ts';
import type { Stage } from './stage.ts';
import type { Witness } from './witness.ts';

/** A world that is at rest, with all that was noted on the way. */
export interface Ended {
  readonly lab: SimulatedLab;
  readonly stage: Stage;
  readonly script: Script;
  readonly safety: Safety;
  readonly outboxes: Outboxes;
  readonly witness: Witness;
  readonly marks: Marks;
  /** Orders that are there: position in the script → id. */
  readonly orders: ReadonlyMap<number, string>;
  /** As delivered. */
  readonly stockBefore: ReadonlyMap<string, number>;
  /** Chef → how often booked in all. */
  readonly bookings: ReadonlyMap<string, number>;
  /** From when on no fault struck, epoch ms. */
  readonly quietFrom: number;
}

/** Batches of records that a mapping gave up: how large, by their messages. */
const recordsReported = (bodies: readonly string[]): number =>
  bodies.reduce((sum, body) => sum + Number(/"batchSize":(\d+)/.exec(body)?.[1] ?? 0), 0);

/** What can only be said of a world at rest: liveness, the reference model, and the second opinion. */
export const judge = (ended: Ended, violate: Violate): void => {
  const { lab, stage, script, safety, outboxes, witness, marks, orders, stockBefore } = ended;
  const accepted = [...orders.values()];
  const letters = stage.deadLetterQueues.flatMap(({ arn }) => lab.queues.peek(arn).map(({ body }) => body));
  const reported = recordsReported(letters);
  if (reported > 0) marks.mark('records given up');
  if (letters.some((body) => body.includes(CANARY) || body.includes('"tok_')))
    violate('S9', undefined, 'personal data in a dead-letter queue');
  outboxes.settle(reported);
  checkLiveness(
    {
      ...{ pattern: stage.pattern, accepted, quietFrom: ended.quietFrom },
      rowsOf: safety.rowsOf,
      closedAt: safety.closedAt,
      published: new Set(witness.published.map(({ event }) => `${event.subject} ${event.type}`)),
      recordsReported: reported,
      forged: new Map(
        [...witness.taken].map((marker) => [marker, letters.some((body) => body.includes(marker))]),
      ),
      attempts: Math.max(0, ...accepted.map((id) => number(safety.rowsOf(id).Order, 'attempt') ?? 0)),
    },
    violate,
  );
  checkModel(script, orders, safety.rowsOf, violate);
  const books = {
    events: witness.published.map(({ event }) => event),
    isLogWhole: reported === 0,
    ledger: scan(lab, stage, 'Ledger') as unknown as Movement[],
    stockBefore,
    stockAfter: countStock(lab, stage),
    booked: countBookings(lab, stage),
    bookings: ended.bookings,
    accepted,
  };
  for (const { orderId, message } of audit(books)) violate('checker', orderId, message);
};
