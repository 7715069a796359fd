import { describe, expect, it } from '@jest/globals';
import {
  chargePayment as charge,
  type PaymentDeps,
  undoPayment as undo,
} from '../../../src/services/payment/operations.ts';
import { chargeCommand, NOON, notingRows, order, undoCommand } from './given.ts';

const bytes = (text: string): number => Buffer.byteLength(text);

/**
 * Size of a value in an item. Numbers at their worst, two digits a byte.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
const sizeOf = (value: unknown): number => {
  if (typeof value === 'string') return bytes(value);
  if (typeof value === 'number') return Math.ceil(String(value).length / 2) + 1;
  const entries = Object.entries(value ?? {});
  return 3 + entries.reduce((sum, [name, part]) => sum + 1 + bytes(name) + sizeOf(part), 0);
};

const itemSize = (item: object): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + bytes(name) + sizeOf(value), 0);

const orderId = 'a'.repeat(32);
const TRACE =
  'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1;Lineage=1:a87bd80c:0';

describe('the row of a payment', () => {
  it('is one write unit (1 KB) at every write, trace and refund included', async () => {
    const rows = notingRows();
    const deps: PaymentDeps = {
      rows,
      clock: () => NOON,
      pause: async () => undefined,
      trace: () => TRACE,
      tokenOf: async () => 'tok_approved',
      provider: {
        charge: async ({ idempotencyKey }) => ({
          status: 'approved',
          transactionId: `txn-${idempotencyKey}`,
        }),
        refund: async () => undefined,
        lookUp: async () => 'none',
      },
    };
    await charge(deps)(chargeCommand(1, { ...order, orderId }));
    await undo(deps)(undoCommand(1, orderId));
    const sizes = rows.written.map(itemSize);
    expect(Math.max(...sizes)).toBeLessThan(1024);
  });
});
