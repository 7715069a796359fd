import type { Clock } from '../../kernel/clock.ts';
import type { MetricStore } from '../metrics.ts';
import { statisticOf } from '../statistics.ts';
import { type ApiMetric, apiMetricOf, type Dimension, metricIdOf } from './dimensions.ts';
import { getMetricData } from './get-metric-data.ts';
import { assertKnown, invalidValue, pageOf } from './page.ts';
import { periodsOf, type Span } from './periods.ts';

const METRICS_PER_PAGE = 500;
const MAX_DATA_POINTS = 1440;

interface Datum {
  readonly MetricName: string;
  readonly Dimensions?: readonly Dimension[];
  /** Epoch seconds. */
  readonly Timestamp?: number;
  readonly Value?: number;
  readonly Values?: readonly number[];
  readonly Counts?: readonly number[];
}

const DATUM = [
  'MetricName',
  'Dimensions',
  'Timestamp',
  'Value',
  'Values',
  'Counts',
  'Unit',
  'StorageResolution',
];

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
}) => {
  /** Checks a datum; what is answered stores it. */
  const putting = (Namespace: string, datum: Datum): (() => void) => {
    assertKnown('PutMetricData.MetricData', datum, DATUM);
    const { MetricName, Dimensions, Timestamp, Value, Values = [], Counts } = datum;
    const metric = metricIdOf({ Namespace, MetricName, ...(Dimensions && { Dimensions }) });
    const values = Value === undefined ? Values : [Value];
    if (values.length === 0 || (Counts !== undefined && Counts.length !== values.length))
      throw invalidValue(`The metric ${MetricName} needs a Value, or as many Counts as Values.`);
    const at = Timestamp === undefined ? clock.now() : Timestamp * 1000;
    return () => {
      for (const [index, value] of values.entries()) {
        for (let count = Counts?.[index] ?? 1; count > 0; count--) store.put(metric, value, at);
      }
    };
  };
  return {
    PutMetricData: (input: { readonly Namespace: string; readonly MetricData: readonly Datum[] }) => {
      assertKnown('PutMetricData', input, ['Namespace', 'MetricData', 'StrictEntityValidation']);
      if (input.Namespace.startsWith('AWS/'))
        throw invalidValue(
          "The value AWS/ for parameter Namespace is invalid: it must not start with 'AWS/'.",
        );
      for (const put of input.MetricData.map((datum) => putting(input.Namespace, datum))) put();
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
      const periods = periodsOf(input, Period);
      if (periods.length > MAX_DATA_POINTS) {
        throw invalidValue(
          `You have requested up to ${periods.length} datapoints, which exceeds the limit of ${MAX_DATA_POINTS}.`,
        );
      }
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
  };
};
