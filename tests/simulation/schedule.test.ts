import '../unit/fakes/runtime.ts';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { PATTERNS } from '../../scripts/comparison/minimum.ts';
import { runBatch } from '../../scripts/simulation/batch.ts';
import { runSchedule } from '../../scripts/simulation/schedule.ts';
import { drawScript, type Script } from '../../scripts/simulation/script.ts';
import type { Stages } from '../../scripts/simulation/stages.ts';
import { packagedStages } from './stages.ts';

let stages: Stages;
beforeAll(async () => {
  stages = await packagedStages();
});

/** Where nothing is left to a race. */
const calm = (script: Script): Script => ({
  ...{ ...script, rates: {}, incidents: [], skews: {}, stock: {}, capacity: 4, holdMinutes: undefined },
  orders: script.orders.map((order) => ({ ...order, customerId: 'cust-789', pizzaType: 'margherita' })),
});

describe('a schedule', () => {
  it('is the same to the byte for the same seed, whatever ran before it', async () => {
    const alone = await runBatch(stages, 7, 1, {});
    await runBatch(stages, 3, 2, {});
    expect(await runBatch(stages, 7, 1, {})).toEqual(alone);
  });

  it('is another one for another seed', async () => {
    const [one, another] = [await runBatch(stages, 2, 1, {}), await runBatch(stages, 4, 1, {})];
    expect(one.traceHash).not.toBe(another.traceHash);
  });

  it.each(PATTERNS)('violates nothing, and takes every order to its end: %s', async (pattern) => {
    const { schedules, violations, orders, faults } = await runBatch(stages, 0, 40, { pattern });
    expect({ schedules, violations }).toEqual({ schedules: 40, violations: [] });
    expect(orders).toBeGreaterThanOrEqual(schedules);
    expect(faults).toBeGreaterThan(schedules);
  });

  it.each(PATTERNS)('goes as the deployed bundles go: %s', async (pattern) => {
    const script = calm(drawScript(0, { pattern, orders: 3 }));
    const fast = await runSchedule(stages[pattern], script);
    const slow = await runSchedule(stages[pattern], script, { bundles: true });
    expect({ violations: slow.violations, orders: slow.orders }).toEqual({
      violations: fast.violations,
      orders: fast.orders,
    });
    expect([...slow.marks].sort()).toEqual([...fast.marks].sort());
  });

  it('can be run with some of its faults only, which strike where they struck', async () => {
    // Without incidents, which could be what brings the first fault's point about.
    const script = { ...drawScript(2), incidents: [], aftermath: undefined };
    const whole = await runSchedule(stages[script.pattern], script);
    const [first] = whole.faults;
    expect(whole.faults.length).toBeGreaterThan(1);
    const selection = { faults: new Set([first?.id ?? '']) };
    const part = await runSchedule(stages[script.pattern], script, { selection });
    expect(part.faults).toEqual([first]);
  });
});

describe('a stale read', () => {
  it('strikes only where something older stood there a moment ago, and never the menu', async () => {
    const script = calm(drawScript(0, { pattern: 'choreography', orders: 1 }));
    const rates = { 'stale read': 1 };
    const { violations, faults } = await runSchedule(stages.choreography, { ...script, rates });
    expect(violations).toEqual([]);
    const struck = faults.map(({ id }) => id.split('choreography-')[1]);
    expect(struck).toContain('aggregator dynamodb:GetItem #2');
    expect(struck).not.toContain('placeOrder dynamodb:GetItem #1');
  });
});

describe('a seed', () => {
  it('is one script for both patterns with the one beside it', () => {
    const [even, odd] = [drawScript(10), drawScript(11)];
    expect([even.pattern, odd.pattern]).toEqual(PATTERNS);
    expect({ ...odd, seed: 10, pattern: even.pattern, incidents: [], quietFromMs: 0 }).toEqual({
      ...even,
      incidents: [],
      quietFromMs: 0,
    });
  });
});
