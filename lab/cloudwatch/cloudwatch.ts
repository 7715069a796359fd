import type { Kernel } from '../kernel/kernel.ts';
import type { MetricId, Metrics, Topics } from '../kernel/ports.ts';
import type { Properties } from '../template/properties.ts';
import { readAlarm } from './alarm.ts';
import { readDashboard } from './dashboard.ts';
import type { AlarmState } from './evaluate.ts';
import { createMetricStore, MINUTE_MS } from './metrics.ts';
import { statisticOf } from './statistics.ts';
import { type Transition, type Watched, watch } from './watch.ts';

export interface AlarmStatus {
  readonly name: string;
  readonly arn: string;
  readonly state: AlarmState;
}

export interface MetricQuery {
  /** `Sum`, `p90`. */
  readonly statistic: string;
  /** From this minute on, epoch ms. Default: from the beginning. */
  readonly from?: number;
}

/** CloudWatch: metrics, and the alarms on them. */
export interface CloudWatch {
  readonly metrics: Metrics;
  /** Takes an AWS::CloudWatch::Alarm. From the first one on time is looked at once a minute. */
  createAlarm(properties: Properties): { readonly name: string; readonly arn: string };
  /** Takes an AWS::CloudWatch::Dashboard, which is checked and shown to nobody. */
  createDashboard(properties: Properties): { readonly name: string };
  alarms(): readonly AlarmStatus[];
  /** An alarm's changes of state, oldest first. @throws Error for an unknown alarm */
  history(alarmName: string): readonly Transition[];
  /** One number of all that was put to a metric; undefined when nothing was. */
  metric(metric: MetricId, query: MetricQuery): number | undefined;
  /** The metrics that anything was ever put to. */
  list(): readonly MetricId[];
}

export const createCloudWatch = ({ kernel, topics }: { kernel: Kernel; topics: Topics }): CloudWatch => {
  const { clock } = kernel;
  const store = createMetricStore(clock);
  const watched = new Map<string, Watched>();
  const startedAt = clock.now() - (clock.now() % MINUTE_MS);

  /** Once a minute, at its end. Standing: watching does not keep the world from rest. */
  const watchTime = (): void => {
    const untilNextMinute = MINUTE_MS - (clock.now() % MINUTE_MS);
    clock.after(
      untilNextMinute,
      () => {
        store.takeSamples();
        for (const { look } of watched.values()) look();
        watchTime();
      },
      { standing: true },
    );
  };

  return {
    metrics: store,
    createAlarm: (properties) => {
      const alarm = readAlarm(properties);
      if (watched.has(alarm.name)) throw new Error(`there is an alarm named ${alarm.name} already`);
      watched.set(alarm.name, watch(alarm, { kernel, store, topics }));
      if (watched.size === 1) watchTime();
      return { name: alarm.name, arn: alarm.arn };
    },
    createDashboard: (properties) => ({ name: readDashboard(properties) }),
    alarms: () =>
      [...watched.values()].map(({ alarm, state }) => ({ name: alarm.name, arn: alarm.arn, state })),
    history: (alarmName) => {
      const found = watched.get(alarmName);
      if (found === undefined) throw new Error(`there is no alarm named ${alarmName}`);
      return found.history;
    },
    metric: (metric, { statistic, from = startedAt }) => {
      const values = store.values(metric, from - (from % MINUTE_MS), clock.now() + 1);
      return values.size === 0 ? undefined : statisticOf(statistic)(values);
    },
    list: store.list,
  };
};
