/** What the payment service wants of whoever moves the money. All throw ProviderUnavailable. Amounts are minor units. */
export interface Provider {
  /** Asked again with the same key, it is the same charge. */
  readonly charge: (request: ChargeRequest) => Promise<ChargeAnswer>;
  /** Gives a charge back, once per key. */
  readonly refund: (request: RefundRequest) => Promise<void>;
  /** What has become of the charge with this key, as far as the provider knows by now. */
  readonly lookUp: (idempotencyKey: string) => Promise<'charged' | 'declined' | 'none'>;
}

export interface ChargeRequest {
  readonly idempotencyKey: string;
  readonly amount: number;
  readonly currency: string;
  readonly token: string;
}

export interface RefundRequest {
  readonly idempotencyKey: string;
  /** The idempotency key of the charge. */
  readonly chargeKey: string;
  readonly amount: number;
}

export type DeclineReason = 'card-declined' | 'insufficient-funds';

export type ChargeAnswer =
  | { readonly status: 'approved'; readonly transactionId: string }
  | { readonly status: 'declined'; readonly reason: DeclineReason }
  /** Not decided yet: ask again. */
  | { readonly status: 'pending' };
