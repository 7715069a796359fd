import { describe, expect, it } from '@jest/globals';
import type { ChargeRequest, RefundRequest, Request } from '../../../src/sandbox/api.ts';
import type { Entry, Ledger } from '../../../src/sandbox/ledger.ts';
import { handle } from '../../../src/sandbox/sandbox-pay.ts';
import { wallets } from '../../../src/services/payment/seed.ts';

const MINUTE = 60_000;
const NOON = Date.parse('2026-01-13T12:00:00Z');
const APPROVED = { status: 'approved', transactionId: 'txn-pay-1' };
const NONE = { status: 'none' };

const charge = (token: string, over: Partial<ChargeRequest> = {}): ChargeRequest => ({
  operation: 'charge',
  idempotencyKey: 'pay-1',
  amount: 1599,
  currency: 'GBP',
  token,
  ...over,
});
const refund = (over: Partial<RefundRequest> = {}): RefundRequest => ({
  operation: 'refund',
  idempotencyKey: 'refund-1',
  chargeKey: 'pay-1',
  amount: 1599,
  ...over,
});
const lookUp = { operation: 'lookUp', idempotencyKey: 'pay-1' } as const;

/** Sandbox Pay over a ledger in memory, and a clock to be set. */
const given = () => {
  const entries = new Map<string, Entry>();
  const calls: string[] = [];
  const ledger: Ledger = {
    read: async (key) => {
      calls.push('read');
      return entries.get(key);
    },
    enter: async (entry) => {
      calls.push('enter');
      const standing = entries.get(entry.key) ?? entry;
      entries.set(entry.key, standing);
      return standing;
    },
  };
  const world = { now: NOON };
  const ask = (request: Request) => handle(request, { ledger, clock: () => world.now });
  return { ask, entries, calls, world };
};

describe('a charge', () => {
  it('is one entry, made in one write', async () => {
    const { ask, entries, calls } = given();
    expect(await ask(charge('tok_approved'))).toEqual(APPROVED);
    expect(calls).toEqual(['enter']);
    expect([...entries.values()]).toEqual([
      {
        key: 'pay-1',
        kind: 'charge',
        amount: 1599,
        currency: 'GBP',
        token: 'tok_approved',
        transactionId: 'txn-pay-1',
        createdAt: NOON,
      },
    ]);
  });

  it('is the same charge when asked for again', async () => {
    const { ask, entries, world } = given();
    await ask(charge('tok_approved'));
    world.now += MINUTE;
    expect(await ask(charge('tok_approved'))).toEqual(APPROVED);
    expect([...entries.values()]).toMatchObject([{ createdAt: NOON }]);
  });

  it.each([{ amount: 1 }, { currency: 'EUR' }, { token: 'tok_answer_lost' }])(
    'is not another charge under the same key: %j',
    async (other) => {
      const { ask, entries } = given();
      await ask(charge('tok_approved'));
      await expect(ask(charge('tok_approved', other))).rejects.toMatchObject({ name: 'IdempotencyMismatch' });
      expect(entries.get('pay-1')).toMatchObject({ amount: 1599, currency: 'GBP', token: 'tok_approved' });
    },
  );

  it('is not a refund under the same key', async () => {
    const { ask } = given();
    await ask(charge('tok_approved'));
    await expect(ask(refund({ idempotencyKey: 'pay-1' }))).rejects.toMatchObject({
      name: 'IdempotencyMismatch',
    });
  });

  it.each([
    ['tok_declined', 'card_declined'],
    ['tok_insufficient_funds', 'insufficient_funds'],
  ])('with %s is declined, and touches no ledger', async (token, declineCode) => {
    const { ask, calls } = given();
    expect(await ask(charge(token))).toEqual({ status: 'declined', declineCode });
    expect(calls).toEqual([]);
    expect(await ask(lookUp)).toEqual(NONE);
  });

  it('with tok_late_45 is pending and unseen for 45 minutes, then approved', async () => {
    const { ask, world } = given();
    expect(await ask(charge('tok_late_45'))).toEqual({ status: 'pending' });
    world.now += 45 * MINUTE - 1;
    expect(await ask(charge('tok_late_45'))).toEqual({ status: 'pending' });
    expect(await ask(lookUp)).toEqual(NONE);
    await expect(ask(refund())).rejects.toMatchObject({ name: 'UnknownCharge' });
    world.now += 1;
    expect(await ask(lookUp)).toEqual(APPROVED);
    expect(await ask(charge('tok_late_45'))).toEqual(APPROVED);
  });

  it('with tok_answer_lost is made, though its first answer never comes', async () => {
    const { ask } = given();
    await expect(ask(charge('tok_answer_lost'))).rejects.toMatchObject({ name: 'ProviderTimeout' });
    expect(await ask(lookUp)).toEqual(APPROVED);
    expect(await ask(charge('tok_answer_lost'))).toEqual(APPROVED);
  });

  it.each([
    'tok_',
    'tok_late_',
    'tok_late_0',
    'tok_late_61',
    'tok_late_1e1',
    'tok_late_5x',
    '4242424242424242',
  ])('with %s is refused', async (token) => {
    await expect(given().ask(charge(token))).rejects.toMatchObject({ name: 'InvalidRequest' });
  });

  it.each([0, -1, 15.99, Number.NaN])('of %d is refused', async (amount) => {
    await expect(given().ask(charge('tok_approved', { amount }))).rejects.toMatchObject({
      name: 'InvalidRequest',
    });
  });
});

describe('a refund', () => {
  it('is one entry beside its charge', async () => {
    const { ask, entries, calls } = given();
    await ask(charge('tok_approved'));
    expect(await ask(refund())).toEqual({ status: 'refunded', transactionId: 'txn-refund-1' });
    expect(calls).toEqual(['enter', 'read', 'enter']);
    expect(entries.get('refund-1')).toEqual({
      key: 'refund-1',
      kind: 'refund',
      chargeKey: 'pay-1',
      amount: 1599,
      currency: 'GBP',
      transactionId: 'txn-refund-1',
      createdAt: NOON,
    });
  });

  it('is the same refund when asked for again, and no other', async () => {
    const { ask, entries } = given();
    await ask(charge('tok_approved'));
    const first = await ask(refund());
    expect(await ask(refund())).toEqual(first);
    expect(entries.size).toBe(2);
    await expect(ask(refund({ amount: 1 }))).rejects.toMatchObject({ name: 'IdempotencyMismatch' });
  });

  it('needs a charge, and is no more than it', async () => {
    const { ask, entries } = given();
    await expect(ask(refund())).rejects.toMatchObject({ name: 'UnknownCharge' });
    await ask(charge('tok_approved'));
    await expect(ask(refund({ amount: 1600 }))).rejects.toMatchObject({ name: 'RefundExceedsCharge' });
    expect(entries.size).toBe(1);
  });

  it('is no charge: there is nothing to refund or to look up under its key', async () => {
    const { ask } = given();
    await ask(charge('tok_approved'));
    await ask(refund());
    expect(await ask({ operation: 'lookUp', idempotencyKey: 'refund-1' })).toEqual(NONE);
    const again = refund({ idempotencyKey: 'refund-2', chargeKey: 'refund-1' });
    await expect(ask(again)).rejects.toMatchObject({ name: 'UnknownCharge' });
  });
});

it('refuses what it does not offer', async () => {
  const request = { operation: 'payOut' } as unknown as Request;
  await expect(given().ask(request)).rejects.toMatchObject({ name: 'InvalidRequest' });
});

it.each(wallets)('knows the token of test customer $customerId', async ({ token }) => {
  await given()
    .ask(charge(token))
    .catch((error: unknown) => expect(error).toMatchObject({ name: 'ProviderTimeout' }));
});
