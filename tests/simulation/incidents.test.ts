import '../unit/fakes/runtime.ts';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { PATTERNS, type Pattern } from '../../scripts/comparison/minimum.ts';
import { orderIdAt } from '../../scripts/simulation/customer.ts';
import { runSchedule, type Schedule } from '../../scripts/simulation/schedule.ts';
import { drawScript, type Incident } from '../../scripts/simulation/script.ts';
import type { Stages } from '../../scripts/simulation/stages.ts';
import { packagedStages } from './stages.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

let stages: Stages;
beforeAll(async () => {
  stages = await packagedStages();
});

/** One order at once on a good day, but for these incidents, until a moment by which they are over. */
const runWith = (
  pattern: Pattern,
  incidents: readonly Incident[],
  quietFromMs = 10 * MINUTE,
): Promise<Schedule> =>
  runSchedule(stages[pattern], {
    ...{ seed: 0, pattern, stock: {}, capacity: 4, holdMinutes: undefined, rates: {}, skews: {} },
    orders: [{ atMs: 0, customerId: 'cust-789', pizzaType: 'margherita', size: 'small', toppings: [] }],
    ...{ incidents, quietFromMs },
  });

/** The kinds whose marks were hit. */
const struckIn = ({ marks }: Schedule): string[] =>
  [...marks].flatMap((mark) => (mark.startsWith('fault: ') ? [mark.replace('fault: ', '')] : []));

describe('an incident that finds nothing to strike', () => {
  it.each<[Pattern, Incident]>([
    ['choreography', { kind: 'redrive', atMs: 0 }],
    ['orchestration', { kind: 'redrive', atMs: 0 }],
    ['orchestration', { kind: 'abort', atMs: 5 * MINUTE }],
    [
      'choreography',
      { kind: 'outage', function: 'kitchen', fromMs: 5 * MINUTE, toMs: 6 * MINUTE, throttled: false },
    ],
    ['choreography', { kind: 'stream pause', table: 'Order', fromMs: 5 * MINUTE, toMs: 6 * MINUTE }],
  ])('has not happened: %s, %j', async (pattern, incident) => {
    const run = await runWith(pattern, [incident]);
    expect({ violations: run.violations, incidents: run.incidents, struck: struckIn(run) }).toEqual({
      ...{ violations: [], incidents: [], struck: [] },
    });
  });
});

describe('an incident that comes too early', () => {
  it.each<[Pattern, Incident]>([
    ['choreography', { kind: 'forgery', atMs: 0, how: 'new id', pick: 0 }],
    ['orchestration', { kind: 'forgery', atMs: 0, how: 'new id', pick: 0 }],
    ['orchestration', { kind: 'abort', atMs: 0 }],
    ['orchestration', { kind: 'second run', atMs: 0, sameName: false }],
  ])('waits until there is something to strike: %s, %j', async (pattern, incident) => {
    const run = await runWith(pattern, [incident]);
    expect({ violations: run.violations, struck: struckIn(run) }).toEqual({
      violations: [],
      struck: [incident.kind],
    });
  });

  it('does not wait beyond the last fault', async () => {
    const run = await runWith('choreography', [{ kind: 'forgery', atMs: 0, how: 'new id', pick: 0 }], 1);
    expect(run.incidents).toEqual([]);
  });
});

describe('a forged event', () => {
  it.each(
    PATTERNS.flatMap((pattern) => [
      [pattern, 'other payload', 'kept: ConflictingPayload'] as const,
      [pattern, 'unknown version', 'kept: UnreadableEvent'] as const,
      [pattern, 'malformed', 'kept: UnreadableEvent'] as const,
      [pattern, 'too large', 'kept: EventTooLarge'] as const,
    ]),
  )('is taken, and kept whole: %s, %s', async (pattern, how, mark) => {
    const { violations, marks } = await runWith(pattern, [{ kind: 'forgery', atMs: 0, how, pick: 0 }]);
    expect(violations).toEqual([]);
    expect([...marks]).toContain(mark);
  });
});

describe('a redrive', () => {
  it('brings events back that a consumer’s queue has given up', async () => {
    const downMs = 90 * MINUTE;
    const run = await runWith(
      'choreography',
      [
        { kind: 'outage', function: 'payment', fromMs: 0, toMs: downMs, throttled: false },
        { kind: 'redrive', atMs: downMs },
      ],
      downMs + MINUTE,
    );
    expect({ violations: run.violations, incidents: run.incidents }).toEqual({
      violations: [],
      incidents: [0, 1],
    });
    // None is left for the redrive that follows the last fault.
    expect([...run.marks]).not.toContain('dead letter redriven');
  });

  it('lets executions go on that were aborted', async () => {
    const run = await runWith('orchestration', [
      { kind: 'abort', atMs: 0 },
      { kind: 'redrive', atMs: 2 * SECOND },
    ]);
    expect({ violations: run.violations, incidents: run.incidents }).toEqual({
      violations: [],
      incidents: [0, 1],
    });
    expect([...run.marks]).toContain('run redriven');
  });
});

describe('what is drawn', () => {
  const scripts = Array.from({ length: 1_000 }, (_, seed) => drawScript(seed));

  it.each(PATTERNS)('has outages of the reconciler and of the shop’s entrance too: %s', (pattern) => {
    const down = scripts.flatMap((script) =>
      script.incidents.flatMap((incident) =>
        script.pattern === pattern && incident.kind === 'outage' ? [incident.function] : [],
      ),
    );
    expect(down).toEqual(expect.arrayContaining(['payment', 'relay', 'reconciler', 'placeOrder']));
  });

  it('is over before the faults are', () => {
    for (const { incidents, quietFromMs } of scripts)
      for (const incident of incidents)
        expect('toMs' in incident ? incident.toMs : incident.atMs).toBeLessThan(quietFromMs);
  });

  it('redrives only with what makes something to redrive', () => {
    for (const { pattern, incidents } of scripts) {
      const kinds = incidents.map(({ kind }) => kind);
      if (kinds.includes('redrive')) expect(kinds).toContain(pattern === 'choreography' ? 'outage' : 'abort');
    }
  });

  it('are other orders in every script, and the same by both patterns', () => {
    const ids = new Set(scripts.map((script) => orderIdAt(script, 0)));
    expect(ids.size).toBe(scripts.length / 2);
    expect(orderIdAt({ seed: 6 }, 1)).toBe(orderIdAt({ seed: 7 }, 1));
    expect(orderIdAt({ seed: 6 }, 1)).not.toBe(orderIdAt({ seed: 6 }, 2));
  });
});
