import type { MetricId, Metrics } from '../kernel/ports.ts';

type Members = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const MAX_METRICS = 100;
const MAX_VALUES = 100;
const MAX_DIMENSIONS = 30;

/** A line that says it has metrics and has them wrong. */
class Invalid extends Error {}

const must = (holds: boolean, what: string): void => {
  if (!holds) throw new Invalid(what);
};

const dimensionsOf = (names: unknown, root: Members): Record<string, string> => {
  must(
    Array.isArray(names) && names.length <= MAX_DIMENSIONS,
    'a dimension set is an array of up to 30 names',
  );
  return Object.fromEntries(
    (names as unknown[]).map((name) => {
      const value = root[String(name)];
      must(typeof value === 'string' && value !== '', `the dimension ${name} has no text at the root`);
      return [String(name), value as string];
    }),
  );
};

const valuesOf = (name: unknown, root: Members): readonly number[] => {
  const values = [root[String(name)]].flat();
  must(
    values.length <= MAX_VALUES &&
      values.every((value) => typeof value === 'number' && Number.isFinite(value)),
    `the metric ${name} is no number, nor an array of up to 100`,
  );
  return values as number[];
};

const readDirective = (
  directive: unknown,
  root: Members,
  put: (metric: MetricId, value: number) => void,
): void => {
  must(isObject(directive), 'a MetricDirective is an object');
  const { Namespace: namespace, Dimensions: sets, Metrics: metrics } = directive as Members;
  must(typeof namespace === 'string' && namespace !== '', 'a MetricDirective has a Namespace');
  must(Array.isArray(sets), 'a MetricDirective has Dimensions, an array of dimension sets');
  must(Array.isArray(metrics) && metrics.length <= MAX_METRICS, 'a MetricDirective has up to 100 Metrics');
  for (const { Name: name } of metrics as Members[]) {
    const values = valuesOf(name, root);
    for (const set of sets as unknown[]) {
      const metric = {
        namespace: namespace as string,
        name: String(name),
        dimensions: dimensionsOf(set, root),
      };
      for (const value of values) put(metric, value);
    }
  }
};

const parse = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    // Anything before or after the object makes it no embedded metrics.
    return undefined;
  }
};

/**
 * Takes the metrics out of a log line that is a document of the Embedded Metric Format; any other line has none.
 * A line that has them wrong gives none either, and counts in AWS/Logs as EMFValidationErrors.
 * Source: CloudWatch User Guide, "Specification: Embedded metric format".
 */
export const extractMetrics = (line: string, logGroup: string, metrics: Metrics): void => {
  // Most lines have none: parsing waits for the one word that they must have.
  if (!line.includes('"_aws"')) return;
  const root = parse(line);
  if (!isObject(root) || !isObject(root._aws)) return;
  const { CloudWatchMetrics: directives, Timestamp: timestamp } = root._aws;
  const found: (readonly [MetricId, number])[] = [];
  try {
    must(typeof timestamp === 'number', '_aws has a Timestamp');
    must(Array.isArray(directives), '_aws has CloudWatchMetrics');
    for (const directive of directives as unknown[]) {
      readDirective(directive, root, (metric, value) => found.push([metric, value]));
    }
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    const dimensions = { LogGroupName: logGroup };
    metrics.put({ namespace: 'AWS/Logs', name: 'EMFValidationErrors', dimensions }, 1);
    return;
  }
  for (const [metric, value] of found) metrics.put(metric, value, timestamp as number);
};
