import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { kitchenReady, kitchenRejected } from '../../../src/contracts/index.ts';
import { noticeOverdue, recordArrival } from '../../../src/services/kitchen/operations.ts';
import { arrival, command, EXPIRY, type FactName, kitchen, NOW } from './given.ts';

/** What the arbiter may hear, the deadline among it. */
type Word = FactName | 'overdue';

/** What each of the three services comes to; nothing at all if it is down. */
const outcomes = fc.record({
  payment: fc.constantFrom('paid', 'declined', undefined),
  inventory: fc.constantFrom('reserved', 'soldOut', undefined),
  chef: fc.constantFrom('assigned', 'noChef', undefined),
});

/** What is heard, in any order, with duplicates under rising attempts, and the deadline anywhere or not at all. */
const hearings = outcomes.chain(({ payment, inventory, chef }) => {
  const said = [payment, inventory, chef].filter((name) => name !== undefined);
  const word = fc.constantFrom<Word>(...said, 'overdue');
  const extra = fc.array(fc.record({ word, attempt: fc.nat({ max: 3 }).map((n) => n + 1) }), {
    maxLength: 6,
  });
  return extra.chain((more) => {
    const all = [...said.map((each) => ({ word: each as Word, attempt: 1 })), ...more];
    return fc.shuffledSubarray(all, { minLength: all.length });
  });
});

const hear = async (heard: readonly { word: Word; attempt: number }[], now = NOW) => {
  const { deps, written } = kitchen(now);
  for (const { word, attempt } of heard) {
    if (word === 'overdue') await noticeOverdue(deps)(command('overdue', undefined, attempt));
    else await recordArrival(deps)(arrival(word, attempt));
  }
  return written;
};

const isVerdict = (type: string | undefined): boolean =>
  type === kitchenReady.type || type === kitchenRejected.type;

describe('the arbiter', () => {
  it('comes to one verdict, once and for ever, in any order and with any duplicates (S3, S5, H9)', async () => {
    await fc.assert(
      fc.asyncProperty(hearings, fc.constantFrom(NOW, EXPIRY), async (heard, now) => {
        const rows = await hear(heard, now);
        const verdicts = rows.flatMap(({ outbox }) => (isVerdict(outbox) ? [outbox] : []));
        expect(new Set(verdicts).size).toBeLessThanOrEqual(1);
        const first = rows.findIndex(({ outbox }) => isVerdict(outbox));
        expect(rows.slice(0, Math.max(first, 0)).every(({ status }) => status === 'waiting')).toBe(true);
        if (first < 0) return;
        const verdict = rows[first];
        // What follows only says it again, exactly.
        for (const row of rows.slice(first)) {
          const { status, payment, inventory, chef, said } = row;
          expect({ status, payment, inventory, chef }).toEqual({
            status: verdict?.status,
            payment: verdict?.payment,
            inventory: verdict?.inventory,
            chef: verdict?.chef,
          });
          expect(Object.keys(said)).toEqual(Object.keys(verdict?.said ?? {}));
          const type = row.outbox ?? '';
          expect(said[type]?.data).toEqual(verdict?.said[type]?.data);
          expect(said[type]?.time).toBe(verdict?.said[type]?.time);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('decides as soon as a failure, the third fact or the deadline is in, and not before', async () => {
    await fc.assert(
      fc.asyncProperty(hearings, async (heard) => {
        const rows = await hear(heard);
        const words = new Set(heard.map(({ word }) => word));
        const failed = words.has('declined') || words.has('soldOut') || words.has('noChef');
        const complete = words.has('paid') && words.has('reserved') && words.has('assigned');
        const last = rows.at(-1)?.status;
        const due = failed || complete || words.has('overdue');
        const expected = due ? expect.stringMatching(/^(ready|rejected)$/) : 'waiting';
        if (words.size > 0) expect(last).toEqual(expected);
        if (last === 'ready') expect(complete).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('is ready for every order of the three facts, at the last of them', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(['paid', 'reserved', 'assigned'] as const, { minLength: 3 }),
        async (names) => {
          const rows = await hear(names.map((word) => ({ word, attempt: 1 })));
          expect(rows.map(({ status }) => status)).toEqual(['waiting', 'waiting', 'ready']);
        },
      ),
    );
  });

  it('writes nothing for plain duplicates', async () => {
    await fc.assert(
      fc.asyncProperty(hearings, async (heard) => {
        const once = await hear(heard);
        const twice = await hear(heard.flatMap((each) => [each, each]));
        expect(twice).toEqual(once);
      }),
      { numRuns: 200 },
    );
  });

  it('leaves no gap between the versions of its row (S7)', async () => {
    await fc.assert(
      fc.asyncProperty(hearings, async (heard) => {
        const rows = await hear(heard);
        expect(rows.map(({ version }) => version)).toEqual(rows.map((_, index) => index + 1));
      }),
    );
  });

  it('has one winner when the third fact and the deadline meet in the same moment (H9)', async () => {
    const { deps, written } = kitchen();
    await recordArrival(deps)(arrival('paid'));
    await recordArrival(deps)(arrival('reserved'));
    await Promise.all([
      recordArrival(deps)(arrival('assigned')),
      noticeOverdue(deps)(command('overdue', undefined)),
    ]);
    const verdicts = new Set(written.flatMap(({ outbox }) => (isVerdict(outbox) ? [outbox] : [])));
    expect(verdicts.size).toBe(1);
  });
});
