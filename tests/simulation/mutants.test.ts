import '../unit/fakes/runtime.ts';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type Guard, guards } from '../../scripts/simulation/guards.ts';
import { huntAll } from '../../scripts/simulation/mutants.ts';

const root = join(__dirname, '..', '..');
const hunt = (guard: Guard, limit: number) => huntAll([guard], { root, limit });

/** A guard whose absence the first schedules see. */
const key = guards.find(({ name }) => name.startsWith('the charge’s key')) as Guard;

describe('code without a guard', () => {
  it('is caught, with the invariant and how many schedules it took', async () => {
    const [hunted] = await hunt(key, 100);
    expect(hunted).toMatchObject({ guard: key.name, hazard: 'H21', invariant: 'S1' });
    expect(hunted?.schedules).toBeLessThanOrEqual(100);
  });

  it('is not caught when nothing is missed: then every schedule asked for was run', async () => {
    const harmless = { ...key, replace: `/* still there */ ${key.find}` };
    const none = { guard: key.name, hazard: 'H21', invariant: undefined };
    expect(await hunt(harmless, 3)).toEqual([{ ...none, schedules: 3, seed: 2 }]);
    const ofOnePattern = { ...harmless, pattern: 'orchestration' } as const;
    expect(await hunt(ofOnePattern, 3)).toEqual([{ ...none, schedules: 3, seed: 5 }]);
  });

  it('is not caught for another form of what is as good', async () => {
    const ids = { ...key, file: 'src/platform/ids.ts', find: 'pay-', replace: 'charge-of-' };
    expect(await hunt(ids, 40)).toMatchObject([{ invariant: undefined, schedules: 40 }]);
  });

  it('is looked for first where it was seen, unless it is to be found afresh', async () => {
    const fact = guards.find(({ name }) => name.startsWith('a fact that is in already')) as Guard;
    const [found] = await hunt(fact, 100);
    expect(found?.schedules).toBeGreaterThan(1);
    const known = { ...fact, seen: found?.seed ?? 0 };
    expect(await hunt(known, 100)).toEqual([{ ...found, schedules: 1 }]);
    expect(await huntAll([known], { root, limit: 100, afresh: true })).toEqual([found]);
  });

  it('is refused where no handler would load it', async () => {
    const elsewhere = { ...key, file: 'scripts/simulate.ts', find: 'const LIMIT_MS = 60_000;', replace: '' };
    await expect(hunt(elsewhere, 1)).rejects.toThrow(
      `stands in scripts/simulate.ts, which nothing here loads`,
    );
  });
});
