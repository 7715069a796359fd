/**
 * Sandbox Pay: a payment provider that moves no money. It charges, refunds and looks up by idempotency key, and is
 * steered by test tokens (tokens.ts). Amounts are whole minor units.
 */
export type Request = ChargeRequest | RefundRequest | LookUpRequest;

export interface ChargeRequest {
  readonly operation: 'charge';
  readonly idempotencyKey: string;
  readonly amount: number;
  readonly currency: string;
  readonly token: string;
}

export interface RefundRequest {
  readonly operation: 'refund';
  readonly idempotencyKey: string;
  /** The idempotency key of the charge. */
  readonly chargeKey: string;
  readonly amount: number;
}

export interface LookUpRequest {
  readonly operation: 'lookUp';
  /** Of the charge. */
  readonly idempotencyKey: string;
}

export type DeclineCode = 'card_declined' | 'insufficient_funds';

export type Answer =
  | { readonly status: 'approved' | 'refunded'; readonly transactionId: string }
  | { readonly status: 'declined'; readonly declineCode: DeclineCode }
  /** Not decided yet: to be asked again with the same key. */
  | { readonly status: 'pending' }
  /** To a look-up: nothing has been charged, or not yet. A declined card leaves no trace. */
  | { readonly status: 'none' };
