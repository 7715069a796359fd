import type { Clock } from '../../kernel/clock.ts';
import type { MetricStore } from '../metrics.ts';
import { statisticOf } from '../statistics.ts';
import { type ApiMetric, apiMetricOf, metricIdOf } from './dimensions.ts';
import { getMetricData } from './get-metric-data.ts';
import { assertKnown, pageOf } from './page.ts';
import { periodsOf, type Span } from './periods.ts';
import { type PutMetricDataInput, readMetricData } from './put-metric-data.ts';

const METRICS_PER_PAGE = 500;
const MAX_DATA_POINTS = 1440;

const matches =
  (wanted: readonly { readonly Name: string; readonly Value?: string }[] = []) =>
  ({ Dimensions = [] }: ApiMetric): boolean =>
    wanted.every(({ Name, Value }) =>
      Dimensions.some(
        (dimension) => dimension.Name === Name && (Value ?? dimension.Value) === dimension.Value,
      ),
    );

/** What is done with metrics. Units are taken and not kept. Source: CloudWatch API Reference. */
export const metricOperations = ({
  clock,
  store,
}: {
  readonly clock: Clock;
  readonly store: MetricStore;
}) => ({
  PutMetricData: (input: PutMetricDataInput) => {
    for (const { metric, at, counts } of readMetricData(input, clock.now())) {
      for (const [value, count] of counts) store.add(metric, value, count, at);
    }
  },
  ListMetrics: (input: {
    readonly Namespace?: string;
    readonly MetricName?: string;
    readonly Dimensions?: readonly { readonly Name: string; readonly Value?: string }[];
    readonly NextToken?: string;
  }) => {
    assertKnown('ListMetrics', input, ['Namespace', 'MetricName', 'Dimensions', 'NextToken']);
    const { Namespace, MetricName, Dimensions } = input;
    const found = store
      .list()
      .map(apiMetricOf)
      .filter((metric) => Namespace === undefined || metric.Namespace === Namespace)
      .filter((metric) => MetricName === undefined || metric.MetricName === MetricName)
      .filter(matches(Dimensions));
    const { page, ...rest } = pageOf(found, METRICS_PER_PAGE, input.NextToken);
    return { Metrics: page, ...rest };
  },
  GetMetricStatistics: (
    input: ApiMetric &
      Span & {
        readonly Period: number;
        readonly Statistics?: readonly string[];
        readonly ExtendedStatistics?: readonly string[];
      },
  ) => {
    const { Period, Statistics = [], ExtendedStatistics = [] } = input;
    const metric = metricIdOf(input);
    const periods = periodsOf(input, Period, MAX_DATA_POINTS);
    const datapoints = periods.flatMap(({ from, to }) => {
      const values = store.values(metric, from, to);
      if (values.size === 0) return [];
      const numbers = (names: readonly string[]) =>
        Object.fromEntries(names.map((name) => [name, statisticOf(name)(values)]));
      return [
        {
          ...{ Timestamp: from / 1000, ...numbers(Statistics), Unit: 'None' },
          ...(ExtendedStatistics.length > 0 && { ExtendedStatistics: numbers(ExtendedStatistics) }),
        },
      ];
    });
    return { Label: input.MetricName, Datapoints: datapoints };
  },
  GetMetricData: getMetricData(store),
});
