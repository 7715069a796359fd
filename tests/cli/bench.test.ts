import { spawnSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { PeerMissing, run } from '../../scripts/bench/benchmark.ts';
import { median, ratePerSecond } from '../../scripts/bench/measure.ts';
import { renderText } from '../../scripts/bench/render.ts';

/** As a user runs it. */
const bench = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/bench.ts', ...args], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
};

const speed = {
  name: 'speed',
  title: 'Engine: calls',
  unit: '/s',
  budget: 100,
  better: 'more',
  how: 'by hand',
  measure: async () => ({ value: 250 }),
} as const;

const size = {
  ...speed,
  name: 'size',
  title: 'Largest bundle',
  unit: 'KB',
  budget: 420,
  better: 'less',
  measure: async () => ({ value: 500, of: 'payment' }),
} as const;

const peer = (value: number) => ({ name: 'other', how: 'by foot', measure: async () => ({ value }) });

describe('npm run bench', () => {
  it('--json prints one document with the rows asked for, and nothing else', () => {
    const { status, stdout, stderr } = bench('--only', 'patterns', '--json');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const { machine, rows } = JSON.parse(stdout);
    expect(machine).toContain(process.version);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ name: 'patterns', unit: '/s', budget: 500_000, better: 'more' });
    expect(rows[0].isWithinBudget).toBe(rows[0].value >= 500_000);
  });

  it('--help names the rows and how to install the peers', () => {
    const { status, stdout } = bench('--help');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^Rows: dynamodb, .*throughput-orchestration$/m);
    expect(stdout).toContain('npm ci --prefix scripts/bench/peers');
  });

  it.each([
    ['an unknown row', ['--only', 'redis'], 'there is no row "redis"; there is dynamodb, '],
    ['an unknown option', ['--fast'], "Unknown option '--fast'"],
  ])('exits with 2 for %s', (_what, args, message) => {
    const { status, stdout, stderr } = bench(...args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).toContain('npm run bench -- --help says more.');
  });
});

describe('a row', () => {
  it('is within budget at the budget itself: at least a rate, at most anything else', async () => {
    const at = async (better: 'more' | 'less', value: number) =>
      (await run({ ...speed, better, measure: async () => ({ value }) })).isWithinBudget;
    expect([await at('more', 99), await at('more', 100), await at('more', 101)]).toEqual([false, true, true]);
    expect([await at('less', 99), await at('less', 100), await at('less', 101)]).toEqual([true, true, false]);
  });

  it('has a ratio that says how many times better than its peer', async () => {
    expect(await run({ ...speed, peer: peer(50) })).toMatchObject({ peer: { value: 50, ratio: 5 } });
    expect(await run({ ...size, peer: peer(1000) })).toMatchObject({ peer: { value: 1000, ratio: 2 } });
  });

  it('says so when its peer is not installed, and fails when the peer does', async () => {
    const failing = (error: Error) => ({ ...peer(1), measure: () => Promise.reject(error) });
    const row = await run({ ...speed, peer: failing(new PeerMissing('not installed: npm ci')) });
    expect(row.peer).toEqual({ name: 'other', missing: 'not installed: npm ci' });
    await expect(run({ ...speed, peer: failing(new Error('down')) })).rejects.toThrow('down');
  });
});

describe('the table', () => {
  it('aligns figures with their budgets and peers', async () => {
    const rows = [await run({ ...speed, peer: peer(50) }), await run(size)];
    expect(renderText(rows, 100).split('\n').slice(0, 3)).toEqual([
      '                         measured    budget               peer',
      'Engine: calls               250/s   ≥ 100/s  ok           other 50/s, 5.0 times better',
      'Largest bundle, payment    500 KB  ≤ 420 KB  OVER BUDGET',
    ]);
  });

  it('has no line longer than the terminal is wide, where words allow it', async () => {
    const row = await run({ ...size, how: 'some words '.repeat(20), peer: peer(1000) });
    const lines = renderText([row], 40).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(40);
  });
});

describe('measuring', () => {
  it.each([
    [[3, 1, 2], 2],
    [[4, 1, 3, 2], 2.5],
  ])('takes the median of %j', (values, expected) => {
    expect(median(values)).toBe(expected);
  });

  it('does not count the runs that warm up', async () => {
    let runs = 0;
    const rate = await ratePerSecond(
      1,
      () => {
        runs++;
        // Long enough for the clock of CPU time to tick.
        for (const end = process.cpuUsage().user + 2000; process.cpuUsage().user < end; );
      },
      { warmUps: 2, measured: 3 },
    );
    expect(runs).toBe(5);
    expect(rate).toBeGreaterThan(0);
  });
});
