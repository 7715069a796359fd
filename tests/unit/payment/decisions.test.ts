import { describe, expect, it } from '@jest/globals';
import { keep } from '../../../src/platform/row.ts';
import {
  decideCharged,
  decideIntent,
  decideUndo,
  decideUndone,
  mayStillLand,
} from '../../../src/services/payment/decisions.ts';
import { chargeCommand, NOON, rows, undoCommand } from './given.ts';

const MINUTE = 60_000;
const approved = { status: 'approved', transactionId: 'txn-001122' } as const;
const declined = { status: 'declined', reason: 'card-declined' } as const;
const charge = { amount: 1599, currency: 'GBP', token: 'tok_approved' };

const completed = {
  type: 'com.pizzaco.payment.completed',
  data: {
    paymentId: 'pay-12345-001',
    status: 'approved',
    amountCharged: 15.99,
    currency: 'GBP',
    transactionId: 'txn-001122',
  },
};
const failed = (reason: string, errorCode: string) => ({
  type: 'com.pizzaco.payment.failed',
  data: { reason, errorCode },
});
const voided = { type: 'com.pizzaco.payment.voided', data: { paymentId: 'pay-12345-001' } };
const refunded = {
  type: 'com.pizzaco.payment.refunded',
  data: { paymentId: 'pay-12345-001', amountRefunded: 15.99, currency: 'GBP' },
};

describe('an order that is new', () => {
  it('becomes an intent, in minor units, that says nothing yet', () => {
    const decision = decideIntent('tok_approved')(undefined, chargeCommand());
    expect(decision).toMatchObject({ kind: 'write', state: { status: 'INTENT', charge }, fact: undefined });
  });

  it('fails at once when its customer has no means of payment', () => {
    expect(decideIntent(undefined)(undefined, chargeCommand())).toMatchObject({
      state: { status: 'FAILED' },
      fact: failed('no-payment-method', 'E002'),
    });
  });

  it.each(Object.values(rows))('is not new when its row is $status: nothing is written (H6, H7)', (row) => {
    expect(decideIntent('tok_approved')(row, chargeCommand())).toBe(keep);
    expect(decideIntent(undefined)(row, chargeCommand())).toBe(keep);
  });
});

describe("the provider's answer", () => {
  it('completes an intent, which keeps what a refund needs', () => {
    expect(decideCharged(approved)(rows.INTENT, chargeCommand())).toMatchObject({
      state: { status: 'COMPLETED', charge },
      fact: completed,
    });
  });

  it.each([
    ['card-declined', 'E003'],
    ['insufficient-funds', 'E001'],
  ] as const)('fails an intent when the card is refused: %s is %s', (reason, errorCode) => {
    expect(decideCharged({ status: 'declined', reason })(rows.INTENT, chargeCommand())).toMatchObject({
      state: { status: 'FAILED' },
      fact: failed(reason, errorCode),
    });
  });

  const { INTENT, ...others } = rows;
  it.each(Object.values(others))('says nothing at a row that is $status (H4)', (row) => {
    expect(decideCharged(approved)(row, chargeCommand())).toBe(keep);
    expect(decideCharged(declined)(row, chargeCommand())).toBe(keep);
  });
});

describe('an undo', () => {
  it('of nothing leaves a tombstone and says so (H6, H36)', () => {
    const decision = decideUndo(NOON)(undefined, undoCommand());
    expect(decision).toMatchObject({ state: { status: 'VOIDED' }, fact: voided });
  });

  it('of a failed charge voids', () => {
    const decision = decideUndo(NOON)(rows.FAILED, undoCommand());
    expect(decision).toMatchObject({ state: { status: 'VOIDED' }, fact: voided });
  });

  it('of an intent remembers what may have been asked of the provider, and says nothing yet (H5)', () => {
    expect(decideUndo(NOON)(rows.INTENT, undoCommand())).toMatchObject({
      state: { status: 'VOIDING', charge, voidingAt: NOON },
      fact: undefined,
    });
  });

  it.each([rows.COMPLETED, rows.VOIDING, rows.REFUNDED, rows.VOIDED])('leaves $status as it is', (row) => {
    expect(decideUndo(NOON)(row, undoCommand())).toBe(keep);
  });

  it.each([rows.COMPLETED, rows.VOIDING])('ends $status in a refund', (row) => {
    const decision = decideUndone('refunded')(row, undoCommand());
    expect(decision).toMatchObject({ state: { status: 'REFUNDED' }, fact: refunded });
  });

  it('ends VOIDING in a void when there was no charge', () => {
    const decision = decideUndone('voided')(rows.VOIDING, undoCommand());
    expect(decision).toMatchObject({ state: { status: 'VOIDED' }, fact: voided });
  });

  it('never voids a charge that is there', () => {
    expect(decideUndone('voided')(rows.COMPLETED, undoCommand())).toBe(keep);
  });

  it.each([rows.INTENT, rows.FAILED, rows.REFUNDED, rows.VOIDED])('ends nothing at $status', (row) => {
    expect(decideUndone('refunded')(row, undoCommand())).toBe(keep);
    expect(decideUndone('voided')(row, undoCommand())).toBe(keep);
  });
});

describe('a charge that the provider does not know of', () => {
  it('may still land for an hour after the last moment at which it was asked for', () => {
    expect(mayStillLand(rows.VOIDING, NOON)).toBe(true);
    expect(mayStillLand(rows.VOIDING, NOON + 61 * MINUTE - 1)).toBe(true);
    expect(mayStillLand(rows.VOIDING, NOON + 61 * MINUTE)).toBe(false);
  });
});
