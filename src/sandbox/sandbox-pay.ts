import type { Clock } from '../platform/clock.ts';
import type { Answer, ChargeRequest, LookUpRequest, RefundRequest, Request } from './api.ts';
import { assertSame, chargeAnswer, chargeEntry, isLandedCharge, refundEntry } from './decisions.ts';
import { InvalidRequest, ProviderTimeout } from './errors.ts';
import type { Ledger } from './ledger.ts';
import { behaviourOf } from './tokens.ts';

export interface SandboxPayDeps {
  readonly ledger: Ledger;
  readonly clock: Clock;
}

/**
 * Does what is asked, once per idempotency key; asked again, it answers again. A refund is held against its charge;
 * several refunds of one charge, under several keys, are not added up.
 *
 * @throws InvalidRequest, IdempotencyMismatch, UnknownCharge, RefundExceedsCharge, ProviderTimeout
 */
export const handle = async (request: Request, deps: SandboxPayDeps): Promise<Answer> => {
  switch (request.operation) {
    case 'charge':
      return charge(request, deps);
    case 'refund':
      return refund(request, deps);
    case 'lookUp':
      return lookUp(request, deps);
    default:
      throw new InvalidRequest(`no such operation: ${JSON.stringify(request satisfies never)}`);
  }
};

/** One write; none for a declined card, whose token says it all. */
const charge = async (request: ChargeRequest, { ledger, clock }: SandboxPayDeps): Promise<Answer> => {
  const behaviour = behaviourOf(request.token);
  if (behaviour.kind === 'decline') return { status: 'declined', declineCode: behaviour.code };
  const now = clock();
  const asked = chargeEntry(request, now, behaviour.delay);
  const standing = await ledger.enter(asked);
  assertSame(standing, asked);
  if (behaviour.answerLost && standing === asked) throw new ProviderTimeout(`no answer about ${asked.key}`);
  return chargeAnswer(standing, now);
};

const refund = async (request: RefundRequest, { ledger, clock }: SandboxPayDeps): Promise<Answer> => {
  const asked = refundEntry(request, await ledger.read(request.chargeKey), clock());
  const standing = await ledger.enter(asked);
  assertSame(standing, asked);
  return { status: 'refunded', transactionId: standing.transactionId };
};

const lookUp = async (request: LookUpRequest, { ledger, clock }: SandboxPayDeps): Promise<Answer> => {
  const entry = await ledger.read(request.idempotencyKey);
  return isLandedCharge(entry, clock())
    ? { status: 'approved', transactionId: entry.transactionId }
    : { status: 'none' };
};
