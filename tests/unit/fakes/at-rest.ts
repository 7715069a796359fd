import { expect } from '@jest/globals';
import fc from 'fast-check';
import { type CloudEvent, kitchenReady, kitchenRejected } from '../../../src/contracts/index.ts';
import type { Given, Pizzeria } from './pizzeria.ts';

/** Worlds in which an order may end in any way. */
export const givens: fc.Arbitrary<Given> = fc.record({
  customerId: fc.constantFrom(
    'cust-789',
    'cust-declined',
    'cust-answer-lost',
    'cust-late-5',
    'cust-late-45',
    'cust-of-no-wallet',
  ),
  pizzaType: fc.constantFrom('margherita', 'margherita', 'tartufo'),
  stock: fc.constantFrom({}, {}, { mozzarella: 0 }),
  capacity: fc.constantFrom(4, 4, 0),
  holdMinutes: fc.constantFrom(45, 45, 10),
});

export const byId = (events: readonly CloudEvent[]) => Map.groupBy(events, ({ id }) => id);

/** What holds of every order that is at rest, whatever happened on the way. */
export const expectAtRest = ({ outcome, said, written }: Pizzeria): void => {
  const { order, open, charges, refunds, takenFromStock, busyChefs, ...statuses } = outcome();
  expect(open).toBe(false);
  expect(busyChefs).toBe(0);
  const verdicts = new Set(said.map(({ type }) => type).filter((type) => /kitchen\.re/.test(type)));
  expect(verdicts.size).toBe(1);
  if (order === 'completed') {
    expect(verdicts).toEqual(new Set([kitchenReady.type]));
    expect({ charges, refunds }).toEqual({ charges: [expect.any(Number)], refunds: [] });
    expect(takenFromStock).toBeGreaterThan(0);
    expect(statuses).toMatchObject({ payment: 'COMPLETED', assignment: 'RELEASED', kitchen: 'completed' });
  } else {
    expect(order).toMatch(/^(cancelled|timeout)$/);
    expect(verdicts).toEqual(new Set([kitchenRejected.type]));
    expect(refunds).toEqual(charges);
    expect(charges.length).toBeLessThanOrEqual(1);
    expect(takenFromStock).toBe(0);
    expect(statuses).toMatchObject({
      payment: expect.stringMatching(/^(REFUNDED|VOIDED)$/),
      reservation: 'RELEASED',
      assignment: 'RELEASED',
      kitchen: 'rejected',
    });
  }
  for (const events of byId(said).values()) {
    const [first] = events;
    for (const { time, data, causationid } of events)
      expect({ time, data, causationid }).toEqual({
        time: first?.time,
        data: first?.data,
        causationid: first?.causationid,
      });
  }
  for (const writes of Map.groupBy(written, ({ table }) => table).values())
    expect(writes.map(({ row }) => row.version)).toEqual(writes.map((_, index) => index + 1));
};
