import type { MetricId } from '../kernel/ports.ts';
import { isRecord, type Properties, readerOf } from '../template/properties.ts';
import { type Expression, parseExpression } from './expression.ts';
import { type Statistic, statisticOf } from './statistics.ts';

export const TYPE = 'AWS::CloudWatch::Alarm';

/** A metric of an alarm, and how to make one number of a period of it. */
interface Query {
  readonly id: string;
  readonly metric: MetricId;
  readonly statistic: Statistic;
}

/** What an alarm measures. */
export interface Measured {
  readonly queries: readonly Query[];
  /** Makes the number that the threshold is held against. */
  readonly expression: Expression;
  readonly periodMs: number;
}

/** A property that is a list; empty when absent. */
export const listOf = (where: string, properties: Properties, name: string): readonly unknown[] => {
  const value = properties[name] ?? [];
  if (Array.isArray(value)) return value;
  throw new Error(`${where}.${name} must be a list`);
};

const recordOf = (where: string, value: unknown): Properties => {
  if (isRecord(value)) return value;
  throw new Error(`${where} must be an object`);
};

const METRIC = ['Namespace', 'MetricName', 'Dimensions'];

const metricOf = (where: string, properties: Properties): MetricId => {
  const reader = readerOf(where, properties, METRIC);
  return {
    namespace: reader.text('Namespace'),
    name: reader.text('MetricName'),
    dimensions: Object.fromEntries(
      listOf(where, properties, 'Dimensions').map((each) => {
        const path = `${where}.Dimensions`;
        const dimension = readerOf(path, recordOf(path, each), ['Name', 'Value']);
        return [dimension.text('Name'), dimension.text('Value')];
      }),
    ),
  };
};

/** Whole minutes up to a day; on AWS an alarm's period may be of 10, 20 or 30 seconds too. */
const periodOf = (where: string, properties: Properties): number => {
  const seconds = Number(properties.Period);
  if (seconds > 0 && seconds % 60 === 0 && seconds <= 86_400) return seconds * 1000;
  throw new Error(`${where}.Period: ${properties.Period} is not supported by the lab: minutes, up to a day`);
};

/** The properties of an alarm on one metric. */
export const ONE_METRIC = [...METRIC, 'Statistic', 'ExtendedStatistic', 'Period'];

/** Reads an alarm on one metric, from the alarm's own properties. */
export const readOneMetric = (properties: Properties): Measured => {
  const { Namespace, MetricName, Dimensions, Statistic: statistic, ExtendedStatistic } = properties;
  return {
    queries: [
      {
        id: 'metric',
        metric: metricOf(TYPE, { Namespace, MetricName, Dimensions }),
        statistic: statisticOf(String(ExtendedStatistic ?? statistic)),
      },
    ],
    expression: (points) => points('metric'),
    periodMs: periodOf(TYPE, properties),
  };
};

const WHERE = `${TYPE}.Metrics`;
const STAT = `${WHERE}.MetricStat`;

const queryOf = (entry: Properties): Query & { readonly periodMs: number } => {
  const stat = recordOf(STAT, entry.MetricStat);
  const reader = readerOf(STAT, stat, ['Metric', 'Period', 'Stat']);
  if (String(entry.ReturnData) !== 'false') throw new Error(`${WHERE}: only the expression may return data`);
  return {
    id: String(entry.Id),
    metric: metricOf(`${STAT}.Metric`, recordOf(`${STAT}.Metric`, stat.Metric)),
    statistic: statisticOf(reader.text('Stat')),
    periodMs: periodOf(STAT, stat),
  };
};

/** Reads an alarm's `Metrics`: metrics of one period, and one expression over them, which alone returns data. */
export const readMetrics = (entries: readonly unknown[]): Measured => {
  const all = entries.map((entry) => recordOf(WHERE, entry));
  const readers = all.map((entry) =>
    readerOf(WHERE, entry, ['Id', 'MetricStat', 'Expression', 'ReturnData']),
  );
  const queries = all.filter(({ MetricStat }) => MetricStat !== undefined).map(queryOf);
  const [expression, ...others] = readers.flatMap((reader) => reader.optionalText('Expression') ?? []);
  const [periodMs, ...periods] = new Set(queries.map((query) => query.periodMs));
  if (expression === undefined || others.length > 0 || periodMs === undefined || periods.length > 0) {
    throw new Error(`${WHERE} must be metrics of one period and one Expression over them`);
  }
  const ids = new Set(queries.map(({ id }) => id));
  const unknown = (id: string): Error =>
    new Error(`the metric math expression names ${id}, which is no metric of the alarm`);
  return { queries, expression: parseExpression(expression, ids, unknown), periodMs };
};
