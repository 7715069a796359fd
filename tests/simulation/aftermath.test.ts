import '../unit/fakes/runtime.ts';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Observer } from '../../lab/kernel/point.ts';
import { PATTERNS } from '../../scripts/comparison/minimum.ts';
import { START } from '../../scripts/simulation/lab.ts';
import { runSchedule, type Schedule } from '../../scripts/simulation/schedule.ts';
import { drawScript } from '../../scripts/simulation/script.ts';
import type { Stages } from '../../scripts/simulation/stages.ts';
import { packagedStages } from './stages.ts';

let stages: Stages;
beforeAll(async () => {
  stages = await packagedStages();
});

const DAY = 24 * 60 * 60 * 1000;
/** KEEP_DAYS of src/platform/change.ts. */
const KEPT = 60 * DAY;

const cases = PATTERNS.flatMap((pattern) => [[pattern, 0] as const, [pattern, 3 * DAY] as const]);

describe('months after the last order', () => {
  const replayAfter = (
    replayMs: number,
    [pattern, ttlDelayMs]: (typeof cases)[number],
    observer?: Observer,
  ): Promise<Schedule> => {
    const script = { ...drawScript(0, { pattern, orders: 2 }), aftermath: { replayMs, ttlDelayMs } };
    return runSchedule(stages[pattern], script, { observer });
  };

  it.each([
    ['choreography', ['delivery http', 'call events:PutEvents']],
    ['orchestration', ['delivery http', 'call events:PutEvents', 'call states:StartExecution']],
  ] as const)('requests, events and executions come once more: %s', async (pattern, expected) => {
    const seen = new Set<string>();
    await replayAfter(50 * DAY, [pattern, 0], ({ kind, source, target }, at) => {
      if (at < START + 50 * DAY) return;
      if (kind === 'call' && source === 'user') seen.add(`call ${target}`);
      if (kind === 'delivery' && source.startsWith('http:')) seen.add('delivery http');
    });
    expect([...seen]).toEqual(expect.arrayContaining([...expected]));
  });

  it.each(cases)('what comes once more finds the rows there: %s, TTL %i ms late', async (...given) => {
    const { violations, faults } = await replayAfter(KEPT - 5 * DAY, given);
    expect(violations).toEqual([]);
    expect(faults.slice(-2).map(({ what }) => what)).toEqual([
      'replay',
      given[1] === 0 ? 'TTL early' : 'TTL late',
    ]);
  });

  it.each(cases)('and would begin anew once TTL has removed them: %s, TTL %i ms late', async (...given) => {
    const { violations } = await replayAfter(KEPT + 5 * DAY, given);
    expect(violations.map(({ message }) => message)).toContainEqual('Order begins anew');
  });

  it('a day after expiry, TTL that is days late has not removed everything yet', async () => {
    const early = await replayAfter(KEPT + DAY, ['choreography', 0]);
    const late = await replayAfter(KEPT + DAY, ['choreography', 300 * DAY]);
    expect(early.violations).not.toEqual([]);
    expect(late.violations).toEqual([]);
  });
});
