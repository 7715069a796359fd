// CloudWatch User Guide, "Using Amazon CloudWatch alarms"; CloudFormation, AWS::CloudWatch::Alarm.
import { describe, expect, it } from '@jest/globals';
import { createWorld, depth, MINUTE, onDepth, START } from './world.ts';

const { Namespace: _, MetricName, Dimensions, Statistic, Period, ...rest } = onDepth;
const stat = (Id: string, name: string) => ({
  Id,
  MetricStat: {
    Metric: { Namespace: 'AWS/SQS', MetricName: name, Dimensions },
    Period,
    Stat: Statistic,
  },
  ReturnData: false,
});
const onSum = (Expression: string) => ({
  ...rest,
  Metrics: [stat('a', MetricName), stat('b', 'Other'), { Id: 'sum', Expression }],
});

describe('an alarm', () => {
  it('begins without data, rings, and is over, each told to its topic', async () => {
    const { cloudwatch, metrics, published, pass, states } = createWorld();
    cloudwatch.createAlarm(onDepth);
    expect(cloudwatch.alarms()).toMatchObject([{ name: 'deep', state: 'INSUFFICIENT_DATA' }]);
    metrics.put(depth, 0);
    await pass(1);
    metrics.put(depth, 2);
    await pass(1);
    metrics.put(depth, 0);
    await pass(1);
    expect(states('deep')).toEqual(['OK', 'ALARM', 'OK']);
    expect(cloudwatch.history('deep').map(({ at }) => at - START)).toEqual([MINUTE, 2 * MINUTE, 3 * MINUTE]);
    expect(published.map(({ topicArn, subject }) => [topicArn, subject])).toEqual([
      ['topic', 'OK: "deep" in US East (N. Virginia)'],
      ['topic', 'ALARM: "deep" in US East (N. Virginia)'],
      ['topic', 'OK: "deep" in US East (N. Virginia)'],
    ]);
    expect(JSON.parse(published[1]?.message ?? '')).toMatchObject({
      AlarmName: 'deep',
      AlarmDescription: 'The queue is deep.',
      OldStateValue: 'OK',
      NewStateValue: 'ALARM',
      StateChangeTime: '2026-01-13T10:02:00.000+0000',
    });
  });

  it('tells nobody when its actions are not enabled', async () => {
    const { cloudwatch, metrics, published, pass, states } = createWorld();
    cloudwatch.createAlarm({ ...onDepth, ActionsEnabled: false });
    metrics.put(depth, 1);
    await pass(1);
    expect({ states: states('deep'), published }).toEqual({ states: ['ALARM'], published: [] });
  });

  it('wants so many of the last periods to breach', async () => {
    const { cloudwatch, metrics, pass, states } = createWorld();
    cloudwatch.createAlarm({ ...onDepth, EvaluationPeriods: 3, DatapointsToAlarm: 2 });
    for (const value of [0, 0, 1, 0]) {
      metrics.put(depth, value);
      await pass(1);
    }
    expect(states('deep')).toEqual(['OK']);
    metrics.put(depth, 1);
    await pass(1);
    expect(states('deep')).toEqual(['OK', 'ALARM']);
  });

  it('looks every minute at a period that is longer, and ends now', async () => {
    const { cloudwatch, metrics, pass, states } = createWorld();
    cloudwatch.createAlarm({ ...onDepth, Period: 300, Statistic: 'Sum', Threshold: 3 });
    for (let minute = 0; minute < 4; minute++) {
      metrics.put(depth, 1);
      await pass(1);
    }
    expect(cloudwatch.history('deep').map(({ at, to }) => [at - START, to])).toEqual([
      [MINUTE, 'OK'],
      [4 * MINUTE, 'ALARM'],
    ]);
    await pass(1);
    expect(states('deep')).toEqual(['OK', 'ALARM']);
    metrics.put(depth, 0);
    await pass(1);
    expect(states('deep')).toEqual(['OK', 'ALARM', 'OK']);
  });

  it.each([
    ['GreaterThanOrEqualToThreshold', [1, 2], [0]],
    ['GreaterThanThreshold', [2], [0, 1]],
    ['LessThanThreshold', [0], [1, 2]],
    ['LessThanOrEqualToThreshold', [0, 1], [2]],
  ])('compares by %s', async (ComparisonOperator, breaching, others) => {
    for (const value of [...breaching, ...others]) {
      const { cloudwatch, metrics, pass, states } = createWorld();
      cloudwatch.createAlarm({ ...onDepth, ComparisonOperator, Threshold: 1 });
      metrics.put(depth, value);
      await pass(1);
      expect([value, ...states('deep')]).toEqual([value, breaching.includes(value) ? 'ALARM' : 'OK']);
    }
  });

  it('does not keep the world from rest', async () => {
    const { cloudwatch, kernel } = createWorld();
    cloudwatch.createAlarm(onDepth);
    await kernel.clock.run();
    expect(kernel.clock.now()).toBe(START);
  });

  it('asks for what is measured at the end of the minute that it belongs to', async () => {
    const { cloudwatch, metrics, pass, states } = createWorld();
    let level = 0;
    metrics.sample(() => metrics.put(depth, level));
    cloudwatch.createAlarm(onDepth);
    await pass(1);
    level = 1;
    await pass(1);
    expect(states('deep')).toEqual(['OK', 'ALARM']);
  });
});

describe('metric math', () => {
  const other = { ...depth, name: 'Other' };

  it('adds up, filling in what is missing', async () => {
    const { cloudwatch, metrics, pass, states } = createWorld();
    cloudwatch.createAlarm({
      ...onSum('FILL(a, 0) + FILL(b, 0)'),
      Threshold: 2,
      TreatMissingData: 'missing',
    });
    await pass(1);
    metrics.put(other, 3);
    await pass(1);
    expect(states('deep')).toEqual(['OK', 'ALARM']);
  });

  it('misses a data point where a term does', async () => {
    const { cloudwatch, metrics, pass, states } = createWorld();
    cloudwatch.createAlarm({ ...onSum('a + b'), TreatMissingData: 'missing' });
    metrics.put(other, 3);
    await pass(1);
    expect(states('deep')).toEqual([]);
    metrics.put(depth, 0);
    metrics.put(other, 3);
    await pass(1);
    expect(states('deep')).toEqual(['ALARM']);
  });
});

describe('what the lab does not do is refused by name', () => {
  it.each([
    [{ ...onDepth, EvaluateLowSampleCountPercentile: 'ignore' }, 'EvaluateLowSampleCountPercentile'],
    [{ ...onDepth, Unit: 'Count' }, 'Unit'],
    [{ ...onDepth, ComparisonOperator: 'GreaterThanUpperThreshold' }, 'GreaterThanUpperThreshold'],
    [{ ...onDepth, TreatMissingData: 'perhaps' }, 'TreatMissingData perhaps'],
    [{ ...onDepth, Statistic: 'IQM' }, 'the statistic IQM'],
    [{ ...onDepth, Period: 10 }, 'Period: 10'],
    [{ ...onDepth, EvaluationPeriods: 1, DatapointsToAlarm: 2 }, 'DatapointsToAlarm must be'],
    [onSum('a / b'), 'the metric math expression "a / b"'],
    [onSum('a + c'), 'names c, which is no metric of the alarm'],
    [{ ...rest, Metrics: [stat('a', 'Depth')] }, 'one Expression'],
  ])('%#: %s', (properties, name) => {
    expect(() => createWorld().cloudwatch.createAlarm(properties)).toThrow(name);
  });
});
