import { AwsError } from '../../kernel/aws-error.ts';
import { ID, parseExpression } from '../expression.ts';
import type { MetricStore } from '../metrics.ts';
import { statisticOf } from '../statistics.ts';
import { type ApiMetric, metricIdOf } from './dimensions.ts';
import { assertKnown, invalidValue } from './page.ts';
import { periodsOf, type Span } from './periods.ts';

interface MetricDataQuery {
  readonly Id: string;
  readonly MetricStat?: { readonly Metric: ApiMetric; readonly Period: number; readonly Stat: string };
  readonly Expression?: string;
  readonly Label?: string;
  readonly ReturnData?: boolean;
}

interface GetMetricDataInput extends Span {
  readonly MetricDataQueries: readonly MetricDataQuery[];
  readonly ScanBy?: 'TimestampAscending' | 'TimestampDescending';
}

/** Start of the period, epoch ms → its data point. */
type Points = ReadonlyMap<number, number>;

const INPUT = ['MetricDataQueries', 'StartTime', 'EndTime', 'ScanBy', 'LabelOptions', 'MaxDatapoints'];

const MAX_PERIODS = 100_800;

const invalid = (message: string): AwsError => new AwsError('ValidationException', message);

/**
 * Throws ValidationException, in AWS's words: https://github.com/influxdata/telegraf/issues/5420,
 * https://github.com/aws-solutions/quota-monitor-for-aws/issues/171.
 */
const checkIds = (ids: readonly string[]): void => {
  const wrong = ids.flatMap((id, index) =>
    ID.test(id)
      ? []
      : `The value ${id} for parameter MetricDataQueries.member.${index + 1}.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.`,
  );
  if (wrong.length > 0) throw invalid(wrong.join('\n'));
  if (new Set(ids).size < ids.length)
    throw invalid('The values for parameter id in MetricDataQueries are not unique.');
};

/**
 * Metrics, and sums over them, as series of data points; the newest first by default. Everything comes on one page.
 * Source: CloudWatch API Reference, "GetMetricData".
 */
export const getMetricData = (store: MetricStore) => (input: GetMetricDataInput) => {
  assertKnown('GetMetricData', input, INPUT);
  const { MetricDataQueries: queries, ScanBy } = input;
  const ids = queries.map(({ Id }) => Id);
  checkIds(ids);

  const measured = ({ Metric, Period, Stat }: NonNullable<MetricDataQuery['MetricStat']>): Points => {
    const metric = metricIdOf(Metric);
    const statistic = statisticOf(Stat);
    return new Map(
      periodsOf(input, Period, MAX_PERIODS).flatMap(({ from, to }) => {
        const values = store.values(metric, from, to);
        return values.size === 0 ? [] : [[from, statistic(values)] as const];
      }),
    );
  };

  const metrics = new Map(
    queries.flatMap(({ Id, MetricStat }) => (MetricStat ? [[Id, measured(MetricStat)] as const] : [])),
  );

  const computed = (of: string, text: string): Points => {
    const expression = parseExpression(text, new Set(metrics.keys()), (id) =>
      ids.includes(id)
        ? new Error('expressions over expressions are not supported by the lab')
        : invalid(`Error in expression '${of}': Undefined variable '${id}'`),
    );
    const [seconds = 60, ...others] = new Set(queries.flatMap(({ MetricStat }) => MetricStat?.Period ?? []));
    if (others.length > 0) throw new Error('expressions over several periods are not supported by the lab');
    return new Map(
      periodsOf(input, seconds, MAX_PERIODS).flatMap(({ from }) => {
        const value = expression((id) => metrics.get(id)?.get(from));
        return value === undefined ? [] : [[from, value] as const];
      }),
    );
  };

  const resultOf = ({ Id, MetricStat, Expression, Label }: MetricDataQuery) => {
    const points = MetricStat ? metrics.get(Id) : Expression && computed(Id, Expression);
    if (!points) throw invalidValue(`The query ${Id} must have either MetricStat or Expression.`);
    const series = [...points];
    if (ScanBy !== 'TimestampAscending') series.reverse();
    return {
      Id,
      Label: Label ?? MetricStat?.Metric.MetricName ?? Id,
      Timestamps: series.map(([at]) => at / 1000),
      Values: series.map(([, value]) => value),
      StatusCode: 'Complete',
    };
  };

  return {
    MetricDataResults: queries.filter(({ ReturnData = true }) => ReturnData).map(resultOf),
    Messages: [],
  };
};
