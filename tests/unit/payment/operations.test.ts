import { describe, expect, it } from '@jest/globals';
import { saidEvent } from '../../../src/platform/said.ts';
import type { PaymentRow } from '../../../src/services/payment/decisions.ts';
import {
  chargePayment as charge,
  type PaymentDeps,
  undoPayment as undo,
} from '../../../src/services/payment/operations.ts';
import type { ChargeAnswer, Provider } from '../../../src/services/payment/provider.ts';
import { chargeCommand, NOON, notingRows, order, undoCommand } from './given.ts';

const MINUTE = 60_000;
const APPROVED = { status: 'approved', transactionId: 'txn-001122' } as const;
const PENDING = { status: 'pending' } as const;
const outage = async () => {
  throw new Error('ProviderUnavailable');
};

/** The service over memory, a provider that notes what it is asked, and a clock to be set. */
const given = (over: Partial<Provider> = {}) => {
  const rows = notingRows();
  const asked: (readonly [string, unknown])[] = [];
  const provider: Provider = {
    charge: async () => APPROVED,
    refund: async () => undefined,
    lookUp: async () => 'none',
    ...over,
  };
  const noting = <Answer>(name: keyof Provider, request: unknown, answer: () => Answer): Answer => {
    asked.push([name, request]);
    return answer();
  };
  const world = { now: NOON, provider, wallets: new Map([[order.customerId, 'tok_approved']]) };
  const deps: PaymentDeps = {
    rows,
    clock: () => world.now,
    pause: async () => undefined,
    trace: () => undefined,
    tokenOf: async (customerId) => world.wallets.get(customerId),
    provider: {
      charge: (request) => noting('charge', request, () => world.provider.charge(request)),
      refund: (request) => noting('refund', request, () => world.provider.refund(request)),
      lookUp: (key) => noting('lookUp', key, () => world.provider.lookUp(key)),
    },
  };
  const names = () => asked.map(([name]) => name);
  return { rows, asked, names, world, charge: charge(deps), undo: undo(deps) };
};

const statuses = (rows: { written: readonly PaymentRow[] }) => rows.written.map(({ status }) => status);
const outboxes = (rows: { written: readonly PaymentRow[] }) => rows.written.map(({ outbox }) => outbox);

const theCharge = [
  'charge',
  { idempotencyKey: 'pay-12345-001', amount: 1599, currency: 'GBP', token: 'tok_approved' },
] as const;
const theRefund = [
  'refund',
  { idempotencyKey: 'refund-12345', chargeKey: 'pay-12345-001', amount: 1599 },
] as const;

describe('charge', () => {
  it('writes the intent, asks the provider, writes the answer: two writes and no read', async () => {
    const { charge, rows, asked } = given();
    const row = await charge(chargeCommand());
    expect(statuses(rows)).toEqual(['INTENT', 'COMPLETED']);
    expect(outboxes(rows)).toEqual([undefined, 'com.pizzaco.payment.completed']);
    expect(rows.reads).toEqual([]);
    expect(asked).toEqual([theCharge]);
    expect(row).toEqual(rows.written.at(-1));
  });

  it('says what its contract promises', async () => {
    const { charge } = given();
    const row = await charge(chargeCommand());
    expect(row && saidEvent(row, 'com.pizzaco.payment.completed').data).toEqual({
      orderId: '12345',
      paymentId: 'pay-12345-001',
      status: 'approved',
      amountCharged: 15.99,
      currency: 'GBP',
      transactionId: 'txn-001122',
    });
  });

  it('fails without asking the provider when the customer is not known', async () => {
    const { charge, world, rows, asked } = given();
    world.wallets.clear();
    await charge(chargeCommand());
    expect(statuses(rows)).toEqual(['FAILED']);
    expect(asked).toEqual([]);
  });

  it('asks again with the same key and token after an answer that got lost (H21)', async () => {
    const { charge, world, rows, asked } = given({ charge: outage });
    await expect(charge(chargeCommand())).rejects.toThrow('ProviderUnavailable');
    world.provider = { ...world.provider, charge: async () => APPROVED };
    world.wallets.set(order.customerId, 'tok_of_a_new_card');
    await charge(chargeCommand());
    expect(asked).toEqual([theCharge, theCharge]);
    expect(statuses(rows)).toEqual(['INTENT', 'COMPLETED']);
  });

  it('throws ChargePending, and keeps the intent, while the provider has not decided', async () => {
    const { charge, world, rows } = given({ charge: async (): Promise<ChargeAnswer> => PENDING });
    await expect(charge(chargeCommand())).rejects.toMatchObject({ name: 'ChargePending' });
    await expect(charge(chargeCommand(2))).rejects.toMatchObject({ name: 'ChargePending' });
    expect(statuses(rows)).toEqual(['INTENT']);
    world.provider = { ...world.provider, charge: async () => APPROVED };
    await charge(chargeCommand(2));
    expect(rows.written.at(-1)).toMatchObject({ status: 'COMPLETED', heard: { charge: { attempt: 2 } } });
  });

  it('does nothing about a duplicate; a nudge has the fact said again, without another charge', async () => {
    const { charge, rows, asked } = given();
    await charge(chargeCommand());
    await charge(chargeCommand());
    expect(rows.written).toHaveLength(2);
    await charge(chargeCommand(2));
    expect(outboxes(rows).at(-1)).toBe('com.pizzaco.payment.completed');
    expect(asked).toHaveLength(1);
  });

  it('is refused by a tombstone: nothing is written, nobody is charged (H6)', async () => {
    const { charge, undo, rows, asked } = given();
    await undo(undoCommand());
    const row = await charge(chargeCommand());
    expect(row?.status).toBe('VOIDED');
    expect(statuses(rows)).toEqual(['VOIDED']);
    expect(asked).toEqual([]);
  });

  it('says nothing when the order was called off while the provider was charging (H4)', async () => {
    const service = given({
      charge: async () => {
        await expect(service.undo(undoCommand())).rejects.toMatchObject({ name: 'ChargePending' });
        return APPROVED;
      },
    });
    const row = await service.charge(chargeCommand());
    expect(row?.status).toBe('VOIDING');
    expect(outboxes(service.rows)).toEqual([undefined, undefined]);
  });
});

describe('undo', () => {
  it('refunds a charge: one read, one write', async () => {
    const { charge, undo, rows, asked } = given();
    await charge(chargeCommand());
    await undo(undoCommand());
    expect(asked).toEqual([theCharge, theRefund]);
    expect(statuses(rows)).toEqual(['INTENT', 'COMPLETED', 'REFUNDED']);
    expect(outboxes(rows).at(-1)).toBe('com.pizzaco.payment.refunded');
    expect(rows.reads).toEqual([order.orderId]);
  });

  it('refunds under the same key after a crash between refund and write', async () => {
    const { charge, undo, world, asked } = given();
    await charge(chargeCommand());
    world.provider = { ...world.provider, refund: outage };
    await expect(undo(undoCommand())).rejects.toThrow('ProviderUnavailable');
    world.provider = { ...world.provider, refund: async () => undefined };
    expect((await undo(undoCommand()))?.status).toBe('REFUNDED');
    expect(asked).toEqual([theCharge, theRefund, theRefund]);
  });

  it('does nothing about a duplicate', async () => {
    const { charge, undo, rows, asked } = given();
    await charge(chargeCommand());
    await undo(undoCommand());
    await undo(undoCommand());
    expect(rows.written).toHaveLength(3);
    expect(asked).toEqual([theCharge, theRefund]);
  });

  it('of an intent keeps asking, with one write, until a charge is found; then refunds it (H5)', async () => {
    const { charge, undo, world, rows, names } = given({ charge: outage });
    await expect(charge(chargeCommand())).rejects.toThrow('ProviderUnavailable');
    await expect(undo(undoCommand())).rejects.toMatchObject({ name: 'ChargePending' });
    world.now += 40 * MINUTE;
    await expect(undo(undoCommand())).rejects.toMatchObject({ name: 'ChargePending' });
    expect(statuses(rows)).toEqual(['INTENT', 'VOIDING']);
    world.provider = { ...world.provider, lookUp: async () => 'charged' };
    expect((await undo(undoCommand()))?.status).toBe('REFUNDED');
    expect(names()).toEqual(['charge', 'lookUp', 'lookUp', 'lookUp', 'refund']);
    expect(outboxes(rows)).toEqual([undefined, undefined, 'com.pizzaco.payment.refunded']);
  });

  it('of an intent is over when the provider has declined, or cannot charge any more', async () => {
    for (const [found, minutes] of [
      ['declined', 0],
      ['none', 61],
    ] as const) {
      const { charge, undo, world, rows, names } = given({ charge: outage });
      await expect(charge(chargeCommand())).rejects.toThrow('ProviderUnavailable');
      await expect(undo(undoCommand())).rejects.toMatchObject({ name: 'ChargePending' });
      world.provider = { ...world.provider, lookUp: async () => found };
      world.now += minutes * MINUTE;
      await undo(undoCommand());
      expect(names()).not.toContain('refund');
      expect(outboxes(rows).at(-1)).toBe('com.pizzaco.payment.voided');
    }
  });

  it('counts the hour from the void, for an intent may be resumed until then', async () => {
    const { charge, undo, world } = given({ charge: outage });
    await expect(charge(chargeCommand())).rejects.toThrow('ProviderUnavailable');
    world.now += 59 * MINUTE;
    await expect(charge(chargeCommand())).rejects.toThrow('ProviderUnavailable');
    await expect(undo(undoCommand())).rejects.toMatchObject({ name: 'ChargePending' });
    world.now += 2 * MINUTE;
    await expect(undo(undoCommand())).rejects.toMatchObject({ name: 'ChargePending' });
  });

  it('takes the time before it looks: what lands in between is not missed', async () => {
    const { charge, undo, world } = given({ charge: outage });
    await expect(charge(chargeCommand())).rejects.toThrow('ProviderUnavailable');
    await expect(undo(undoCommand())).rejects.toMatchObject({ name: 'ChargePending' });
    world.now += 60 * MINUTE;
    const lookUp = async () => {
      world.now += MINUTE;
      return 'none' as const;
    };
    world.provider = { ...world.provider, lookUp };
    await expect(undo(undoCommand())).rejects.toMatchObject({ name: 'ChargePending' });
  });
});
