import type { MetricId } from '../../kernel/ports.ts';

export interface Dimension {
  readonly Name: string;
  readonly Value: string;
}

/** A metric as the API names it. */
export interface ApiMetric {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions?: readonly Dimension[];
}

export const metricIdOf = ({ Namespace, MetricName, Dimensions = [] }: ApiMetric): MetricId => ({
  namespace: Namespace,
  name: MetricName,
  dimensions: Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, Value])),
});

export const apiMetricOf = ({ namespace, name, dimensions }: MetricId): ApiMetric => ({
  Namespace: namespace,
  MetricName: name,
  Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
});
