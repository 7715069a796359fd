import { describe, expect, it } from '@jest/globals';
import { kitchenCompleted, kitchenReady, kitchenRejected } from '../../../src/contracts/index.ts';
import { NotYetVisible } from '../../../src/platform/errors.ts';
import type { Decision } from '../../../src/platform/row.ts';
import {
  decideAll,
  decideArrival,
  decideOverdue,
  decidePrepare,
  type KitchenRow,
} from '../../../src/services/kitchen/decisions.ts';
import { arrival, command, EXPIRY, type FactName, facts, NOW, rows } from './given.ts';

type RowName = keyof typeof rows;

/** A decision in a word: `keep`, `waiting`, `ready`, `completed`, or the reason of a rejection. */
const wordOf = (decision: Decision<KitchenRow>): string => {
  if (decision.kind === 'keep') return 'keep';
  const { state, fact } = decision;
  if (fact?.type === kitchenRejected.type) return (fact.data as { reason: string }).reason;
  return state.status;
};

const VERDICT = {
  declined: 'payment-failed: insufficient-funds',
  soldOut: 'inventory-unavailable',
  noChef: 'chef-unavailable: busy',
};

const decided: RowName[] = ['ready', 'rejected', 'completed'];
const undecided: RowName[] = [
  'nothing',
  'waitingForAll',
  'waitingForChef',
  'waitingForPayment',
  'waitingForInventory',
];

describe('a fact arrives', () => {
  it.each<[RowName, FactName, string]>([
    ['nothing', 'paid', 'waiting'],
    ['nothing', 'reserved', 'waiting'],
    ['nothing', 'assigned', 'waiting'],
    ['waitingForAll', 'paid', 'waiting'],
    ['waitingForAll', 'reserved', 'waiting'],
    ['waitingForAll', 'assigned', 'waiting'],
    ['waitingForChef', 'assigned', 'ready'],
    ['waitingForPayment', 'paid', 'ready'],
    ['waitingForInventory', 'reserved', 'ready'],
  ])('at %s: %s makes it %s', (row, name, expected) => {
    expect(wordOf(decideArrival(NOW)(rows[row], arrival(name)))).toBe(expected);
  });

  it.each(undecided)('at %s: any failure rejects', (row) => {
    for (const name of ['declined', 'soldOut', 'noChef'] as const)
      expect(wordOf(decideArrival(NOW)(rows[row], arrival(name)))).toBe(VERDICT[name]);
  });

  it.each(decided)('at %s: nothing is written; the verdict stands (S3)', (row) => {
    for (const name of Object.keys(facts) as FactName[])
      expect(decideArrival(NOW)(rows[row], arrival(name))).toEqual({ kind: 'keep' });
  });

  it('that is in already costs nothing: a duplicate, or what a nudge brought again', () => {
    const heard = { [facts.paid.type]: { hash: 'paid', attempt: 1 } };
    for (const attempt of [1, 2]) {
      const decision = decideArrival(NOW)({ ...rows.waitingForChef, heard }, arrival('paid', attempt));
      expect(decision).toEqual({ kind: 'keep' });
    }
  });

  it('correlates by ids only', () => {
    expect(decideArrival(NOW)(rows.waitingForChef, arrival('assigned'))).toMatchObject({
      fact: {
        type: kitchenReady.type,
        data: {
          status: 'ready-for-preparation',
          correlationData: {
            paymentId: 'pay-12345-001',
            reservationId: 'res-12345-001',
            chefId: 'chef-mario',
          },
        },
      },
    });
  });

  it('names who had answered, with good news or bad, and who had not', () => {
    expect(decideArrival(NOW)(rows.waitingForAll, arrival('noChef'))).toMatchObject({
      fact: { data: { received: ['chef'], missing: ['payment', 'inventory'] } },
    });
    expect(decideArrival(NOW)(rows.waitingForChef, arrival('noChef'))).toMatchObject({
      fact: { data: { received: ['payment', 'inventory', 'chef'], missing: [] } },
    });
  });
});

describe('the hold (H26)', () => {
  it.each([
    ['a millisecond before it runs out', EXPIRY - 1, 'ready'],
    ['the moment it runs out', EXPIRY, 'reservation-expired'],
    ['long after', EXPIRY + 60_000, 'reservation-expired'],
  ])('%s', (_, now, expected) => {
    expect(wordOf(decideArrival(now)(rows.waitingForChef, arrival('assigned')))).toBe(expected);
    expect(wordOf(decideArrival(now)(rows.waitingForInventory, arrival('reserved')))).toBe(expected);
  });

  it('rejects only when it is all that stands in the way', () => {
    expect(wordOf(decideArrival(EXPIRY)(rows.waitingForAll, arrival('reserved')))).toBe('waiting');
    expect(wordOf(decideArrival(EXPIRY)(rows.waitingForChef, arrival('noChef')))).toBe(VERDICT.noChef);
  });
});

describe('all that will ever come', () => {
  const decide = (names: readonly FactName[], now = NOW, row: RowName = 'nothing'): string =>
    wordOf(
      decideAll(now)(
        rows[row],
        command(
          'decide',
          names.map((name) => facts[name]),
        ),
      ),
    );

  it.each<[FactName[], string]>([
    [['paid', 'reserved', 'assigned'], 'ready'],
    [['paid', 'reserved'], 'overdue'],
    [[], 'overdue'],
    [['declined', 'reserved', 'assigned'], VERDICT.declined],
    [['paid', 'soldOut', 'noChef'], VERDICT.soldOut],
    [['declined', 'soldOut', 'noChef'], VERDICT.declined],
    [['noChef'], VERDICT.noChef],
  ])('%j: %s', (names, expected) => {
    expect(decide(names)).toBe(expected);
    expect(decide(names.toReversed())).toBe(expected);
  });

  it('a failure outweighs an expired hold, and that the deadline', () => {
    expect(decide(['paid', 'reserved', 'noChef'], EXPIRY)).toBe(VERDICT.noChef);
    expect(decide(['paid', 'reserved', 'assigned'], EXPIRY)).toBe('reservation-expired');
    expect(decide(['paid', 'reserved'], EXPIRY)).toBe('overdue');
  });

  it('counts what had arrived before', () => {
    expect(decide(['assigned'], NOW, 'waitingForChef')).toBe('ready');
  });

  it.each(decided)('changes nothing at %s', (row) => {
    expect(decide(['paid', 'reserved', 'assigned'], NOW, row)).toBe('keep');
    expect(decide(['declined'], NOW, row)).toBe('keep');
  });
});

describe('the deadline has passed', () => {
  it.each(undecided)('rejects at %s, and says who was missing', (row) => {
    expect(wordOf(decideOverdue(NOW)(rows[row], command('overdue', undefined)))).toBe('overdue');
  });

  it.each<[RowName, string]>([
    ['ready', kitchenReady.type],
    ['completed', kitchenReady.type],
    ['rejected', kitchenRejected.type],
  ])('at %s says the verdict again, and leaves the state as it is', (name, type) => {
    const row = rows[name] as KitchenRow;
    const data = { as: 'said' };
    const said = { [type]: { time: '2026-01-13T10:00:18Z', data, attempt: 1, causationid: 'c' } };
    const { orderId: _o, version: _v, heard: _h, said: _s, expiresOn: _e, ...state } = row;
    expect(decideOverdue(NOW)({ ...row, said }, command('overdue', undefined))).toEqual({
      kind: 'write',
      state,
      fact: { type, data },
      also: [],
    });
  });
});

describe('preparing', () => {
  it('completes a ready order', () => {
    expect(decidePrepare(rows.ready, command('prepare', undefined))).toMatchObject({
      state: { status: 'completed' },
      fact: { type: kitchenCompleted.type, data: {} },
    });
  });

  it('changes nothing at a completed one', () => {
    expect(decidePrepare(rows.completed, command('prepare', undefined))).toEqual({ kind: 'keep' });
  });

  it.each<RowName>(['nothing', ...undecided, 'rejected'])(
    'waits until it sees the order ready: %s',
    (row) => {
      expect(() => decidePrepare(rows[row], command('prepare', undefined))).toThrow(NotYetVisible);
    },
  );
});
