import { describe, expect, it } from '@jest/globals';
import type { Schedule, Selection } from '../../scripts/simulation/schedule.ts';
import { drawScript } from '../../scripts/simulation/script.ts';
import { shrink } from '../../scripts/simulation/shrink.ts';

const script = drawScript(0, { orders: 8 });
const all = {
  faults: Array.from({ length: 60 }, (_, position) => `call #${position}`),
  incidents: [0, 1, 2, 3],
};

const CHARGED_TWICE = { invariant: 'S1', message: 'charged twice' } as const;

/** A schedule that fails when, and only when, all of these are in it. */
const failingWith =
  (needed: { faults: readonly string[]; incidents: readonly number[]; orders: readonly number[] }) =>
  async ({ faults, incidents, orders }: Selection): Promise<Schedule> => {
    const has = <T>(selected: ReadonlySet<T> | undefined, wanted: readonly T[]): boolean =>
      wanted.every((each) => selected === undefined || selected.has(each));
    const fails =
      has(faults, needed.faults) && has(incidents, needed.incidents) && has(orders, needed.orders);
    return {
      script,
      violations: fails ? [CHARGED_TWICE] : [],
      faults: all.faults
        .filter((id) => faults?.has(id) ?? true)
        .map((id, atMs) => ({ id, what: 'drop', atMs })),
      incidents: all.incidents.filter((position) => incidents?.has(position) ?? true),
      ...{ marks: new Set<string>(), traceHash: 0, virtualMs: 0, orders: 1 },
    };
  };

describe('shrinking', () => {
  it('leaves what a violation needs, and nothing else', async () => {
    const needed = { faults: ['call #7', 'call #41'], incidents: [2], orders: [5] };
    const shrunk = await shrink(failingWith(needed), CHARGED_TWICE);
    expect(shrunk?.selection).toEqual({
      faults: new Set(needed.faults),
      incidents: new Set(needed.incidents),
      orders: new Set(needed.orders),
    });
    expect(shrunk?.schedule.faults.map(({ id }) => id)).toEqual(needed.faults);
  });

  it('answers nothing when the schedule has no such violation', async () => {
    const run = failingWith({ faults: [], incidents: [], orders: [] });
    expect(await shrink(run, { ...CHARGED_TWICE, invariant: 'S2' })).toBeUndefined();
    expect(await shrink(run, { ...CHARGED_TWICE, message: 'refunded twice' })).toBeUndefined();
  });

  it('goes by what is said of it, whichever order it is about and whatever it has counted', async () => {
    const run =
      (message: string) =>
      async (selection: Selection): Promise<Schedule> => ({
        ...(await failingWith({ faults: [], incidents: [], orders: [] })(selection)),
        violations: [{ invariant: 'checker', message }],
      });
    const of = (orderId: string, balance: number) => `${orderId} has a balance of ${balance}`;
    const found = { invariant: 'checker', message: of('0123456789abcdef0123', -10.99) } as const;
    expect(await shrink(run(of('fedcba9876543210fedc', 5)), found)).toBeDefined();
    expect(await shrink(run('the balance is 5'), found)).toBeUndefined();
  });
});
