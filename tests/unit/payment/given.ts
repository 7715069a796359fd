import type { Command } from '../../../src/platform/command.ts';
import type { Rows } from '../../../src/platform/rows.ts';
import type { OrderCreated, PaymentRow } from '../../../src/services/payment/decisions.ts';
import { memoryRows } from '../fakes/rows.ts';

export const NOON = Date.parse('2026-01-13T12:00:00Z');

/** The workshop's order. */
export const order: OrderCreated = {
  orderId: '12345',
  customerId: 'cust-789',
  pizzaType: 'margherita',
  toppings: ['extra-cheese', 'olives'],
  size: 'large',
  totalAmount: 15.99,
  currency: 'GBP',
};

export const chargeCommand = (attempt = 1, data = order): Command<OrderCreated> => ({
  name: 'charge',
  orderId: data.orderId,
  data,
  cause: { id: `order-${data.orderId}-created`, hash: '0123456789abcdef', attempt },
});

export const undoCommand = (attempt = 1, orderId = order.orderId): Command => ({
  name: 'undo',
  orderId,
  data: { orderId, reason: 'overdue' },
  cause: { id: `order-${orderId}-cancelled`, hash: 'fedcba9876543210', attempt },
});

const platform = { orderId: '12345', version: 1, heard: {}, said: {}, expiresOn: 0 };
const charge = { amount: 1599, currency: 'GBP', token: 'tok_approved' } as const;

/** A row in each of its statuses. */
export const rows = {
  INTENT: { ...platform, status: 'INTENT', charge },
  COMPLETED: { ...platform, status: 'COMPLETED', charge },
  FAILED: { ...platform, status: 'FAILED' },
  VOIDING: { ...platform, status: 'VOIDING', charge, voidingAt: NOON },
  REFUNDED: { ...platform, status: 'REFUNDED' },
  VOIDED: { ...platform, status: 'VOIDED' },
} as const satisfies Record<PaymentRow['status'], PaymentRow>;

/** Rows in memory that note what is read and written. */
export const notingRows = (): Rows<PaymentRow> & {
  readonly written: PaymentRow[];
  readonly reads: string[];
} => {
  const rows = memoryRows<PaymentRow>();
  const written: PaymentRow[] = [];
  const reads: string[] = [];
  return {
    written,
    reads,
    read: (orderId) => {
      reads.push(orderId);
      return rows.read(orderId);
    },
    write: async (row, seen, also) => {
      const result = await rows.write(row, seen, also);
      if (result.kind === 'written') written.push(row);
      return result;
    },
  };
};
