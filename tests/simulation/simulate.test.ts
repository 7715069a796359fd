import { describe, expect, it } from '@jest/globals';
import { run } from '../cli/command.ts';

describe('npm run simulate', () => {
  it('--seeds runs exactly that many, and --json says so in one document', async () => {
    const { status, stdout } = await run('simulate', ['--seeds', '24', '--seed', '100', '--json']);
    const figures = JSON.parse(stdout);
    expect(Object.keys(figures)).toEqual([
      ...['schedules', 'schedulesPerMinute', 'meanOrders', 'meanFaults', 'virtualHours'],
      ...['violations', 'unreached', 'traceHash', 'mutants'],
    ]);
    expect(figures).toMatchObject({ schedules: 24, violations: [] });
    expect(status).toBe(0);
  });

  it('gives the same trace again, and another for other seeds', async () => {
    const traceOf = async (seed: string): Promise<string> => {
      const { stdout } = await run('simulate', ['--seeds', '4', '--seed', seed, '--json']);
      return JSON.parse(stdout).traceHash;
    };
    const first = await traceOf('40');
    expect(await traceOf('40')).toBe(first);
    expect(await traceOf('50')).not.toBe(first);
  });

  it('--marks fails when a fault has not struck, or a branch of recovery was not taken, and names it', async () => {
    const { status, stdout } = await run('simulate', ['--seeds', '4', '--seed', '0', '--json', '--marks']);
    expect(status).toBe(1);
    const { violations, unreached } = JSON.parse(stdout);
    expect(violations).toEqual([]);
    expect(unreached).toContain('choreography: dead letter');
    expect(unreached).toContain('orchestration: fault: abort');
  });

  it('--seed alone replays one schedule', async () => {
    const { stdout } = await run('simulate', ['--seed', '9', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ schedules: 1 });
  });
});
