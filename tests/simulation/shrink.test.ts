import { describe, expect, it } from '@jest/globals';
import type { Schedule, Selection } from '../../scripts/simulation/schedule.ts';
import { drawScript } from '../../scripts/simulation/script.ts';
import { shrink } from '../../scripts/simulation/shrink.ts';

const script = drawScript(0, { orders: 8 });
const all = {
  faults: Array.from({ length: 60 }, (_, position) => `call #${position}`),
  incidents: [0, 1, 2, 3],
};

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
      violations: fails ? [{ invariant: 'S1', message: 'charged twice' }] : [],
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
    const shrunk = await shrink(failingWith(needed), 'S1');
    expect(shrunk?.selection).toEqual({
      faults: new Set(needed.faults),
      incidents: new Set(needed.incidents),
      orders: new Set(needed.orders),
    });
    expect(shrunk?.schedule.faults.map(({ id }) => id)).toEqual(needed.faults);
  });

  it('answers nothing when the invariant holds', async () => {
    const run = failingWith({ faults: [], incidents: [], orders: [] });
    expect(await shrink(run, 'S2')).toBeUndefined();
  });
});
