import type { Answer, ChargeRequest, RefundRequest } from './api.ts';
import { IdempotencyMismatch, InvalidRequest, RefundExceedsCharge, UnknownCharge } from './errors.ts';
import type { ChargeEntry, Entry, RefundEntry } from './ledger.ts';

/** The entry that a charge makes. @throws InvalidRequest */
export const chargeEntry = (request: ChargeRequest, now: number, delay: number): ChargeEntry => ({
  key: request.idempotencyKey,
  kind: 'charge',
  amount: amountOf(request),
  currency: request.currency,
  token: request.token,
  transactionId: transactionIdOf(request.idempotencyKey),
  createdAt: now,
  ...(delay > 0 && { landsAt: now + delay }),
});

/** The entry that a refund of `charge` makes. @throws InvalidRequest, UnknownCharge, RefundExceedsCharge */
export const refundEntry = (request: RefundRequest, charge: Entry | undefined, now: number): RefundEntry => {
  const { idempotencyKey, chargeKey } = request;
  const amount = amountOf(request);
  if (!isLandedCharge(charge, now)) throw new UnknownCharge(chargeKey);
  if (amount > charge.amount) throw new RefundExceedsCharge(chargeKey);
  return {
    key: idempotencyKey,
    kind: 'refund',
    chargeKey,
    amount,
    currency: charge.currency,
    transactionId: transactionIdOf(idempotencyKey),
    createdAt: now,
  };
};

/** The entry under a key must be of what is asked now. @throws IdempotencyMismatch */
export const assertSame = (standing: Entry, asked: Entry): void => {
  if (substance(standing) !== substance(asked)) throw new IdempotencyMismatch(asked.key);
};

/** Charged, as far as anybody can see by now. Until it lands, a late charge is nowhere to be found. */
export const isLandedCharge = (entry: Entry | undefined, now: number): entry is ChargeEntry =>
  entry?.kind === 'charge' && (entry.landsAt === undefined || now >= entry.landsAt);

/** The answer to whoever asks for the charge, for the first time or again. */
export const chargeAnswer = (entry: Entry, now: number): Answer =>
  isLandedCharge(entry, now)
    ? { status: 'approved', transactionId: entry.transactionId }
    : { status: 'pending' };

const substance = (entry: Entry): string =>
  JSON.stringify([
    entry.kind,
    entry.amount,
    entry.currency,
    entry.kind === 'charge' ? entry.token : entry.chargeKey,
  ]);

const transactionIdOf = (key: string): string => `txn-${key}`;

const amountOf = ({ amount }: { readonly amount: number }): number => {
  if (Number.isSafeInteger(amount) && amount > 0) return amount;
  throw new InvalidRequest(`${amount} is not a positive number of minor units`);
};
