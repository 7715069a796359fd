import { describe, expect, it } from '@jest/globals';
import {
  orderCancelled,
  orderCompleted,
  orderCreated,
  orderTimeout,
  type Rejection,
} from '../../../src/contracts/index.ts';
import { NotYetVisible } from '../../../src/platform/errors.ts';
import type { Decision } from '../../../src/platform/row.ts';
import {
  decideCallOff,
  decideComplete,
  decideCreate,
  decideSettled,
  OPEN_SHARDS,
  type OrderRow,
  settledBy,
} from '../../../src/services/order/decisions.ts';
import { CALLER, command, DEADLINE, MINUTE, order, placement, rows, settled, TEN } from './given.ts';

type Status = OrderRow['status'];

const statuses = Object.keys(rows) as Status[];
const terminal = statuses.filter((status) => status !== 'created');
const open = { openShard: '7', lookAgainAt: TEN + 5 * MINUTE };
const own = { caller: CALLER, deadline: DEADLINE, attempt: 1 };

const stateOf = (decision: Decision<OrderRow>) => (decision.kind === 'write' ? decision.state : undefined);
const isOpen = (decision: Decision<OrderRow>) => stateOf(decision)?.openShard !== undefined;

describe('create', () => {
  it('opens the order, with its deadline for ever, and says what was ordered', () => {
    expect(decideCreate(TEN, 30)(undefined, placement)).toEqual({
      kind: 'write',
      state: { status: 'created', ...own, openShard: expect.any(String), lookAgainAt: TEN + 5 * MINUTE },
      fact: { type: orderCreated.type, data: order },
      also: [],
    });
  });

  it.each(statuses)('changes nothing at an order that is %s', (status) => {
    expect(decideCreate(TEN, 30)(rows[status], placement)).toEqual({ kind: 'keep' });
  });

  it.each([
    [1, TEN + MINUTE],
    [5, TEN + 5 * MINUTE],
    [30, TEN + 5 * MINUTE],
  ])(
    'is looked at after five minutes, or at the deadline after %i if that is sooner',
    (minutes, expected) => {
      expect(stateOf(decideCreate(TEN, minutes)(undefined, placement))?.lookAgainAt).toBe(expected);
    },
  );

  it('spreads the open orders over all the shards of their index', () => {
    const shards = Array.from({ length: 200 }, (_, index) =>
      stateOf(decideCreate(TEN, 30)(undefined, { ...placement, orderId: `order-${index}` })),
    ).map((state) => state?.openShard);
    expect(new Set(shards)).toEqual(new Set(OPEN_SHARDS));
  });
});

describe('complete', () => {
  it('waits for the chef to be free, unless that is known already', () => {
    const waiting = decideComplete(rows.created, command('complete', { freed: false }));
    expect(waiting).toMatchObject({
      state: { status: 'completed', ...own, ...open },
      fact: { type: orderCompleted.type },
    });
    expect(isOpen(decideComplete(rows.created, command('complete', { freed: true })))).toBe(false);
    const row = { ...rows.created, heard: settled('chef') };
    expect(isOpen(decideComplete(row, command('complete', { freed: false })))).toBe(false);
  });

  it.each(terminal)('changes nothing at an order that is %s (S5)', (status) => {
    expect(decideComplete(rows[status], command('complete', { freed: true }))).toEqual({ kind: 'keep' });
  });
});

describe('call off', () => {
  const callOff = (reason: Rejection, row: OrderRow | undefined = rows.created) =>
    decideCallOff(row, command('call-off', { reason, received: ['payment', 'chef'] }));

  it.each<Rejection>([
    'payment-failed: insufficient-funds',
    'inventory-unavailable',
    'chef-unavailable: busy',
    'reservation-expired',
  ])('by a failure cancels: %s', (reason) => {
    expect(callOff(reason)).toMatchObject({
      state: { status: 'cancelled', ...own, ...open },
      fact: { type: orderCancelled.type, data: { reason } },
    });
  });

  it('by the clock times out, and says who had answered', () => {
    expect(callOff('overdue')).toMatchObject({
      state: { status: 'timeout', ...own, ...open },
      fact: {
        type: orderTimeout.type,
        data: { receivedEvents: ['payment', 'chef'], reason: 'not-all-events-received' },
      },
    });
  });

  it.each(terminal)('changes nothing at an order that is %s (S5)', (status) => {
    expect(callOff('overdue', rows[status])).toEqual({ kind: 'keep' });
    expect(callOff('inventory-unavailable', rows[status])).toEqual({ kind: 'keep' });
  });
});

describe('settled', () => {
  const all = ['payment', 'inventory', 'chef'] as const;

  it.each(['cancelled', 'timeout'] as const)(
    'the last of the three undos closes an order that is %s',
    (status) => {
      for (const last of all) {
        const others = all.filter((who) => who !== last);
        const hear = (heard: OrderRow['heard']) =>
          decideSettled({ ...rows[status], heard }, command(settledBy(last), [last]));
        expect(isOpen(hear(settled(...others)))).toBe(false);
        for (const other of others) expect(isOpen(hear(settled(other)))).toBe(true);
        expect(hear({})).toMatchObject({ state: { status, ...own, ...open } });
      }
    },
  );

  it.each(['cancelled', 'timeout'] as const)('all at once close an order that is %s', (status) => {
    expect(isOpen(decideSettled(rows[status], command('close', all)))).toBe(false);
  });

  it('the chef alone closes a completed order', () => {
    const hear = (who: (typeof all)[number]) => decideSettled(rows.completed, command(settledBy(who), [who]));
    expect(isOpen(hear('chef'))).toBe(false);
    expect(isOpen(hear('payment'))).toBe(true);
  });

  it('nobody closes an order that is undecided', () => {
    const row = { ...rows.created, heard: settled('payment', 'inventory') };
    expect(isOpen(decideSettled(row, command(settledBy('chef'), ['chef'])))).toBe(true);
  });

  it.each(statuses)('says nothing, and costs nothing the second time (%s)', (status) => {
    const hear = command(settledBy('chef'), ['chef' as const]);
    expect(decideSettled(rows[status], hear)).toMatchObject({ kind: 'write', fact: undefined });
    expect(decideSettled({ ...rows[status], heard: settled('chef') }, hear)).toEqual({ kind: 'keep' });
  });

  it.each(statuses)('never opens again what is closed (%s, S5)', (status) => {
    const { openShard: _s, lookAgainAt: _l, ...closed } = rows[status];
    expect(isOpen(decideSettled(closed, command(settledBy('payment'), ['payment'])))).toBe(false);
  });
});

describe('an order that others speak of before it is visible here', () => {
  it.each([
    ['complete', () => decideComplete(undefined, command('complete', { freed: false }))],
    ['call-off', () => decideCallOff(undefined, command('call-off', { reason: 'overdue', received: [] }))],
    ['settled', () => decideSettled(undefined, command('settled-chef', ['chef']))],
  ])('is waited for: %s', (_, decide) => {
    expect(decide).toThrow(NotYetVisible);
  });
});
