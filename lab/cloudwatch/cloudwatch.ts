import type { Kernel } from '../kernel/kernel.ts';
import type { MetricId, Metrics, Topics } from '../kernel/ports.ts';
import type { Service } from '../kernel/service.ts';
import type { Properties } from '../template/properties.ts';
import { createAlarms } from './alarms.ts';
import { createDashboards } from './dashboards.ts';
import type { AlarmState } from './evaluate.ts';
import { createMetricStore, MINUTE_MS } from './metrics.ts';
import { alarmOperations } from './operations/alarms.ts';
import { dashboardOperations } from './operations/dashboards.ts';
import { metricOperations } from './operations/metrics.ts';
import { statisticOf } from './statistics.ts';
import type { Transition } from './watch.ts';

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
  readonly service: Service;
  readonly metrics: Metrics;
  /** Takes an AWS::CloudWatch::Alarm. From the first one on time is looked at once a minute. */
  createAlarm(properties: Properties): { readonly name: string; readonly arn: string };
  /** Its state and its history stay. Throws `AwsError` (ResourceNotFound), as `deleteAlarm` does. */
  updateAlarm(name: string, properties: Properties): void;
  deleteAlarm(name: string): void;
  /** Takes an AWS::CloudWatch::Dashboard, which is checked and shown to nobody. */
  createDashboard(properties: Properties): { readonly name: string };
  /** Throws `AwsError` (DashboardNotFoundError), as `deleteDashboard` does. */
  updateDashboard(name: string, properties: Properties): void;
  deleteDashboard(name: string): void;
  alarms(): readonly AlarmStatus[];
  /** An alarm's changes of state, oldest first. Throws `AwsError` (ResourceNotFound). */
  history(alarmName: string): readonly Transition[];
  /** One number of all that was put to a metric; undefined when nothing was. */
  metric(metric: MetricId, query: MetricQuery): number | undefined;
  /** The metrics that anything was ever put to. */
  list(): readonly MetricId[];
}

export const createCloudWatch = ({ kernel, topics }: { kernel: Kernel; topics: Topics }): CloudWatch => {
  const { clock } = kernel;
  const store = createMetricStore(clock);
  const alarms = createAlarms({ kernel, store, topics });
  const dashboards = createDashboards(clock);
  const startedAt = clock.now() - (clock.now() % MINUTE_MS);
  return {
    service: {
      id: 'monitoring',
      operations: {
        ...metricOperations({ clock, store }),
        ...alarmOperations(alarms),
        ...dashboardOperations(dashboards),
      },
    },
    metrics: store,
    createAlarm: alarms.create,
    updateAlarm: (name, properties) => void alarms.update(name, properties),
    deleteAlarm: alarms.delete,
    createDashboard: dashboards.put,
    updateDashboard: (name, properties) => {
      dashboards.get(name);
      dashboards.put(properties);
    },
    deleteDashboard: dashboards.delete,
    alarms: () => alarms.all().map(({ alarm, state }) => ({ name: alarm.name, arn: alarm.arn, state })),
    history: (alarmName) => alarms.get(alarmName).history,
    metric: (metric, { statistic, from = startedAt }) => {
      const values = store.values(metric, from - (from % MINUTE_MS), clock.now() + 1);
      return values.size === 0 ? undefined : statisticOf(statistic)(values);
    },
    list: store.list,
  };
};
