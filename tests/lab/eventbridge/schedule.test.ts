// "Setting a schedule pattern for scheduled rules" in the EventBridge user guide.
import { describe, expect, it } from '@jest/globals';
import { parseSchedule } from '../../../lab/eventbridge/schedule.ts';
import { START, world } from './world.ts';

const times = (expression: string, from: string, count: number): string[] => {
  const schedule = parseSchedule(expression);
  const found: string[] = [];
  for (
    let at = schedule.next(Date.parse(from));
    at !== undefined && found.length < count;
    at = schedule.next(at)
  ) {
    found.push(new Date(at).toISOString().slice(0, 16));
  }
  return found;
};

describe('schedule expressions', () => {
  it.each<[expression: string, from: string, next: string[]]>([
    ['rate(1 minute)', '2025-01-01T00:00Z', ['2025-01-01T00:01', '2025-01-01T00:02']],
    ['rate(12 hours)', '2025-01-01T00:00Z', ['2025-01-01T12:00', '2025-01-02T00:00']],
    ['rate(7 days)', '2025-01-01T00:30Z', ['2025-01-08T00:30']],
    ['cron(0 10 * * ? *)', '2025-01-01T10:00Z', ['2025-01-02T10:00', '2025-01-03T10:00']],
    ['cron(15 12 * * ? *)', '2025-01-01T00:00Z', ['2025-01-01T12:15']],
    ['cron(0 18 ? * MON-FRI *)', '2025-01-03T18:00Z', ['2025-01-06T18:00', '2025-01-07T18:00']],
    ['cron(0 8 1 * ? *)', '2025-01-01T08:00Z', ['2025-02-01T08:00']],
    ['cron(0/15 * * * ? *)', '2025-01-01T00:50Z', ['2025-01-01T01:00', '2025-01-01T01:15']],
    ['cron(0/10 * ? * MON-FRI *)', '2025-01-03T23:55Z', ['2025-01-06T00:00', '2025-01-06T00:10']],
    ['cron(0/5 8-17 ? * MON-FRI *)', '2025-01-01T17:54Z', ['2025-01-01T17:55', '2025-01-02T08:00']],
    ['cron(0 9 ? * 2#1 *)', '2025-01-01T00:00Z', ['2025-01-06T09:00', '2025-02-03T09:00']],
    ['cron(0 9 ? * FRIL *)', '2025-01-01T00:00Z', ['2025-01-31T09:00', '2025-02-28T09:00']],
    ['cron(0 0 ? * L *)', '2025-01-01T00:00Z', ['2025-01-04T00:00', '2025-01-11T00:00']],
    ['cron(0 0 L * ? *)', '2024-02-01T00:00Z', ['2024-02-29T00:00', '2024-03-31T00:00']],
    ['cron(0 0 1W * ? *)', '2025-01-31T00:00Z', ['2025-02-03T00:00', '2025-03-03T00:00', '2025-04-01T00:00']],
    ['cron(0 0 15W * ? *)', '2025-02-01T00:00Z', ['2025-02-14T00:00']],
    ['cron(0 0 31W 8 ? *)', '2025-01-01T00:00Z', ['2025-08-29T00:00']],
    ['cron(30,0 4 1,15 JAN,mar ? *)', '2025-01-15T04:10Z', ['2025-01-15T04:30', '2025-03-01T04:00']],
    ['cron(0 0 29 2 ? *)', '2025-01-01T00:00Z', ['2028-02-29T00:00', '2032-02-29T00:00']],
    ['cron(0 0 1 1 ? 2025-2026)', '2025-01-01T00:00Z', ['2026-01-01T00:00']],
    ['cron(0 0 30 2 ? *)', '2025-01-01T00:00Z', []],
  ])('%s after %s', (expression, from, next) => {
    expect(times(expression, from, next.length + (next.length === 0 ? 1 : 0))).toEqual(next);
  });

  it.each([
    'rate(1 minutes)',
    'rate(5 minute)',
    'rate(0 minutes)',
    'rate(5 seconds)',
    'every minute',
    'cron(0 10 * * ?)',
    'cron(0 10 * * * *)',
    'cron(0 10 ? * ? *)',
    'cron(60 10 * * ? *)',
    'cron(0 24 * * ? *)',
    'cron(0 10 32 * ? *)',
    'cron(0 10 * 13 ? *)',
    'cron(0 10 ? * 8 *)',
    'cron(0 10 ? * MON#6 *)',
    'cron(0/0 10 * * ? *)',
    'cron(5-1 10 * * ? *)',
    'cron(a 10 * * ? *)',
  ])('%s is refused', (expression) => {
    expect(() => parseSchedule(expression)).toThrow('Parameter ScheduleExpression is not valid.');
  });
});

describe('a scheduled rule', () => {
  const every = (ScheduleExpression: string) => ({ EventPattern: undefined, ScheduleExpression });
  const pass = (w: ReturnType<typeof world>, ms: number) => w.kernel.clock.run(() => false, START + ms);

  it('delivers Scheduled Events, told apart by their source', async () => {
    const w = world();
    const { arn } = w.rule(every('rate(1 minute)'));
    await pass(w, 125_000);
    expect(w.invoked).toHaveLength(2);
    expect(w.invoked[0]).toMatchObject({ source: 'schedule:r', traceHeader: undefined });
    expect(w.invoked[0]?.payload).toEqual({
      version: '0',
      id: expect.any(String),
      'detail-type': 'Scheduled Event',
      source: 'aws.events',
      account: '123456789012',
      time: '2025-01-01T00:01:00Z',
      region: 'us-east-1',
      resources: [arn],
      detail: {},
    });
    expect(w.points[0]?.point.source).toBe('schedule:r');
    expect(w.meter.read()).toEqual([]);
  });

  it('does not keep the world from rest', async () => {
    const w = world();
    w.rule(every('rate(1 minute)'));
    expect(await w.kernel.clock.run()).toBe(true);
    expect(w.kernel.clock.now()).toBe(START);
  });

  it('stops when deleted', async () => {
    const w = world();
    w.rule(every('rate(1 minute)'));
    await pass(w, 65_000);
    w.events.deleteRule('r');
    await pass(w, 600_000);
    expect(w.invoked).toHaveLength(1);
  });

  it('may hear events too', async () => {
    const w = world();
    w.rule({ ScheduleExpression: 'cron(0 12 * * ? *)' });
    w.put(w.entry());
    await pass(w, 86_399_999);
    expect(w.invoked.map(({ source }) => source)).toEqual(['rule:r', 'schedule:r']);
  });

  it('is for the default bus only', () => {
    const w = world();
    w.events.createBus({ Name: 'b' });
    expect(() => w.rule({ EventBusName: 'b', ScheduleExpression: 'rate(1 minute)' })).toThrow(
      'ScheduleExpression is supported only on the default event bus.',
    );
  });
});
