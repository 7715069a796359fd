import { describe, expect, it } from '@jest/globals';
import {
  orderCancelled,
  orderCompleted,
  orderCreated,
  orderOverdue,
  orderTimeout,
} from '../../../src/contracts/index.ts';
import { decideLook, type Look, type OrderRow } from '../../../src/services/order/decisions.ts';
import { completeOrder, createOrder, lookAgain } from '../../../src/services/order/operations.ts';
import { command, DEADLINE, MINUTE, order, orders, placement, rows, TEN } from './given.ts';

const look = (row: OrderRow, now: number, how: Look = 'nudge') =>
  decideLook(row, now, how)(row, command('look', undefined, row.attempt + 1));

/** How long until the order is looked at next, in minutes. */
const pauseAt = (row: OrderRow, now: number): number => {
  const decision = look(row, now);
  const next = decision.kind === 'write' ? decision.state.lookAgainAt : undefined;
  return ((next ?? Number.NaN) - now) / MINUTE;
};

describe('a nudge', () => {
  it.each<[OrderRow['status'], number, string]>([
    ['created', TEN + 5 * MINUTE, orderCreated.type],
    ['created', DEADLINE - 1, orderCreated.type],
    ['created', DEADLINE, orderOverdue.type],
    ['created', DEADLINE + 50 * MINUTE, orderOverdue.type],
    ['completed', TEN + 6 * MINUTE, orderCompleted.type],
    ['completed', DEADLINE + 6 * MINUTE, orderCompleted.type],
    ['cancelled', TEN + 6 * MINUTE, orderCancelled.type],
    ['timeout', DEADLINE + 5 * MINUTE, orderTimeout.type],
  ])('%s, at %i, says again what is waited for: %s', (status, now, type) => {
    expect(look(rows[status], now)).toMatchObject({ state: { status, attempt: 2 }, fact: { type } });
  });

  it('names the deadline that was stored once (H27)', () => {
    expect(look(rows.created, DEADLINE + MINUTE)).toMatchObject({
      fact: { data: { deadline: '2026-01-13T10:30:00.000Z' } },
    });
  });
});

describe('another look', () => {
  it('restart only raises the attempt, leave does not even that', () => {
    expect(look(rows.created, TEN + 5 * MINUTE, 'restart')).toMatchObject({
      state: { attempt: 2 },
      fact: undefined,
    });
    expect(look(rows.created, TEN + 5 * MINUTE, 'leave')).toMatchObject({
      state: { attempt: 1 },
      fact: undefined,
    });
  });

  it('writes nothing when anybody has moved the order on since it was read', () => {
    const { openShard: _s, lookAgainAt: _l, ...closed } = rows.cancelled;
    const decide = decideLook(rows.created, TEN + 5 * MINUTE, 'nudge');
    const nudge = command('look', undefined, 2);
    expect(decide({ ...rows.created, version: 2 }, nudge)).toEqual({ kind: 'keep' });
    expect(decide(undefined, nudge)).toEqual({ kind: 'keep' });
    expect(decide(closed, nudge)).toEqual({ kind: 'keep' });
  });
});

describe('how long until the next look', () => {
  it.each([
    [5, 5],
    [10, 10],
    [20, 20],
    [40, 40],
    [80, 60],
    [60 * 24, 60],
    [1, 5],
  ])(
    '%i minutes after the last step: %i, so that the time since it doubles, up to an hour',
    (since, pause) => {
      expect(pauseAt(rows.cancelled, TEN + (1 + since) * MINUTE)).toBe(pause);
    },
  );

  it('never goes beyond the deadline while the order is waiting', () => {
    expect(pauseAt(rows.created, TEN + 20 * MINUTE)).toBe(10);
    expect(pauseAt(rows.created, DEADLINE - 1)).toBe(1 / MINUTE);
  });

  it('starts again at five minutes with the deadline', () => {
    expect([0, 5, 10, 20, 40, 80].map((after) => pauseAt(rows.created, DEADLINE + after * MINUTE))).toEqual([
      5, 5, 10, 20, 40, 60,
    ]);
  });

  it('starts again with every step: what counts is when the order last got on', () => {
    const cancelledLate = {
      ...rows.cancelled,
      said: {
        ...rows.cancelled.said,
        [orderCancelled.type]: {
          time: new Date(DEADLINE + 80 * MINUTE).toISOString(),
          data: {},
          attempt: 6,
          causationid: 'c',
        },
      },
    };
    expect(pauseAt(cancelledLate, DEADLINE + 85 * MINUTE)).toBe(5);
  });
});

describe('lookAgain', () => {
  it('says order.created again, exactly, under the raised attempt, and is not remembered as heard', async () => {
    const { deps, world } = orders();
    const created = (await createOrder(deps, 30)(placement)) as OrderRow;
    world.now = TEN + 5 * MINUTE;
    const row = await lookAgain(deps)(created, 'nudge');
    expect(row).toMatchObject({
      version: 2,
      attempt: 2,
      lookAgainAt: TEN + 10 * MINUTE,
      outbox: orderCreated.type,
      heard: created.heard,
      said: {
        [orderCreated.type]: {
          ...created.said[orderCreated.type],
          data: order,
          attempt: 2,
        },
      },
    });
  });

  it('raises the attempt with every nudge, whatever it says', async () => {
    const { deps, world } = orders();
    let row = (await createOrder(deps, 30)(placement)) as OrderRow;
    const attempts: (number | undefined)[] = [];
    const times: number[] = [];
    for (let looks = 0; looks < 8; looks++) {
      world.now = row.lookAgainAt ?? 0;
      times.push((world.now - TEN) / MINUTE);
      row = (await lookAgain(deps)(row, 'nudge')) as OrderRow;
      attempts.push(row.said[row.outbox ?? '']?.attempt);
    }
    expect(attempts).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
    expect(times).toEqual([5, 10, 20, 30, 35, 40, 50, 70]);
    expect(row.said[orderOverdue.type]?.time).toBe('2026-01-13T10:30:00.000Z');
  });

  it('says nothing about an order that has moved on, and answers it as it is', async () => {
    const { deps, rows: memory } = orders();
    const seen = (await createOrder(deps, 30)(placement)) as OrderRow;
    await completeOrder(deps)(command('complete', { freed: true }));
    const row = await lookAgain(deps)(seen, 'nudge');
    expect(row).toMatchObject({ status: 'completed', version: 2, attempt: 1 });
    expect(memory.all()).toEqual([row]);
  });

  it('of two reconcilers at once, one nudges', async () => {
    const { deps } = orders();
    const seen = (await createOrder(deps, 30)(placement)) as OrderRow;
    const written = await Promise.all([lookAgain(deps)(seen, 'nudge'), lookAgain(deps)(seen, 'nudge')]);
    expect(written.map((row) => row?.version)).toEqual([2, 2]);
  });
});
