import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Entry } from '../../../src/sandbox/ledger.ts';
import { handle } from '../../../src/sandbox/sandbox-pay.ts';
import { ProviderUnavailable } from '../../../src/services/payment/errors.ts';
import {
  chargePayment as charge,
  type PaymentDeps,
  undoPayment as undo,
} from '../../../src/services/payment/operations.ts';
import type { Provider } from '../../../src/services/payment/provider.ts';
import { chargeCommand, NOON, notingRows, undoCommand } from './given.ts';

const MINUTE = 60_000;
/** Longer than any charge takes to land after the last undo has begun. */
const LONG_ENOUGH = 180;

interface Script {
  readonly token: string;
  /** Minutes at which order.created is delivered, each time as a nudge; one may be there twice. */
  readonly charges: readonly number[];
  /** The provider cannot be reached before this minute. */
  readonly upFrom: number;
  /** For each call of the provider, whether its answer gets lost. */
  readonly lost: readonly boolean[];
}

const script: fc.Arbitrary<Script> = fc.record({
  token: fc.constantFrom(
    'tok_approved',
    'tok_declined',
    'tok_answer_lost',
    'tok_late_5',
    'tok_late_45',
    'tok_late_60',
  ),
  charges: fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 5 }),
  upFrom: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 60 })),
  lost: fc.array(fc.boolean(), { maxLength: 6 }),
});

/**
 * Plays a script with the service, Sandbox Pay and a scheduler that chooses whose step is next. From minute `undoFrom`
 * on, if any, the undo is delivered every minute until it is done.
 */
const play = async (s: fc.Scheduler, { token, charges, upFrom, lost }: Script, undoFrom?: number) => {
  const ledger = new Map<string, Entry>();
  const rows = notingRows();
  const losses = lost.values();
  let minute = 0;
  const clock = () => NOON + minute * MINUTE;
  const sandbox = {
    clock,
    ledger: {
      read: async (key: string) => ledger.get(key),
      enter: async (entry: Entry) => {
        const standing = ledger.get(entry.key) ?? entry;
        ledger.set(entry.key, standing);
        return standing;
      },
    },
  };
  const ask = s.scheduleFunction(async (request: Parameters<typeof handle>[0]) => {
    if (minute < upFrom) throw new ProviderUnavailable('down');
    const answer = await handle(request, sandbox);
    if (losses.next().value === true) throw new ProviderUnavailable('answer lost');
    return answer;
  });
  const provider: Provider = {
    charge: async (request) => {
      const answer = await ask({ operation: 'charge', ...request });
      if (answer.status === 'declined') return { status: 'declined', reason: 'card-declined' };
      return answer.status === 'approved' ? { ...answer, status: 'approved' } : { status: 'pending' };
    },
    refund: async (request) => void (await ask({ operation: 'refund', ...request })),
    lookUp: async (idempotencyKey) => {
      const answer = await ask({ operation: 'lookUp', idempotencyKey });
      return answer.status === 'approved' ? 'charged' : 'none';
    },
  };
  const deps: PaymentDeps = {
    rows: { read: s.scheduleFunction(rows.read), write: s.scheduleFunction(rows.write) },
    clock,
    pause: async () => undefined,
    trace: () => undefined,
    tokenOf: async () => token,
    provider,
  };
  let undone = undoFrom === undefined;
  const undoNow = async () => {
    await undo(deps)(undoCommand(minute + 1));
    undone = true;
  };
  for (; minute <= LONG_ENOUGH; minute++) {
    // Without an undo, the platform delivers the order until it is paid or not.
    const times = charges.filter((each) => each === minute).length || (undoFrom === undefined ? 1 : 0);
    const under = Array.from({ length: times }, () => charge(deps)(chargeCommand(minute + 1)));
    if (!undone && undoFrom !== undefined && minute >= undoFrom) under.push(undoNow().then(() => undefined));
    await s.waitFor(Promise.allSettled(under));
  }
  const entries = [...ledger.values()];
  return {
    status: rows.written.at(-1)?.status,
    // A nudge has a fact said again; it is the same event.
    said: [...new Set(rows.written.flatMap(({ outbox }) => (outbox === undefined ? [] : [outbox])))],
    charged: entries.filter(({ kind }) => kind === 'charge').length,
    refunded: entries.filter(({ kind }) => kind === 'refund').length,
  };
};

describe('whatever is delivered, delayed or lost, in whatever order', () => {
  it('an order that stands is charged once, or has failed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), script, async (s, each) => {
        const end = await play(s, each);
        const paid = each.token !== 'tok_declined';
        expect(end).toEqual({
          status: paid ? 'COMPLETED' : 'FAILED',
          said: [`com.pizzaco.payment.${paid ? 'completed' : 'failed'}`],
          charged: paid ? 1 : 0,
          refunded: 0,
        });
      }),
    );
  });

  it('an order called off has cost nothing in the end (S1, S2), and has one end', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), script, fc.integer({ min: 0, max: 60 }), async (s, each, undoFrom) => {
        const { status, said, charged, refunded } = await play(s, each, undoFrom);
        expect(charged).toBeLessThanOrEqual(1);
        expect(refunded).toBe(charged);
        expect(status).toBe(charged === 1 ? 'REFUNDED' : 'VOIDED');
        const ends = said.filter((type) => /refunded|voided/.test(type));
        expect(ends).toEqual([`com.pizzaco.payment.${charged === 1 ? 'refunded' : 'voided'}`]);
      }),
    );
  });
});
