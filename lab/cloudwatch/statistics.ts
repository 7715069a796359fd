/** The values of a metric in some span of time: value → how often it was put, which need not be whole. */
export type Values = ReadonlyMap<number, number>;

/** Makes one number of the values; there is at least one of them. */
export type Statistic = (values: Values) => number;

const sum: Statistic = (values) => {
  let total = 0;
  for (const [value, count] of values) total += value * count;
  return total;
};

const sampleCount: Statistic = (values) => {
  let total = 0;
  for (const count of values.values()) total += count;
  return total;
};

const extreme =
  (of: (a: number, b: number) => number): Statistic =>
  (values) => {
    let found = Number.NaN;
    for (const value of values.keys()) found = Number.isNaN(found) ? value : of(found, value);
    return found;
  };

/** The smallest value that at least `percent` of the values do not exceed. */
const percentile =
  (percent: number): Statistic =>
  (values) => {
    let left = (percent / 100) * sampleCount(values);
    let reached = Number.NaN;
    for (const [value, count] of [...values].sort(([a], [b]) => a - b)) {
      reached = value;
      left -= count;
      if (left <= 0) break;
    }
    return reached;
  };

const STATISTICS = new Map<string, Statistic>([
  ['Sum', sum],
  ['SampleCount', sampleCount],
  ['Average', (values) => sum(values) / sampleCount(values)],
  ['Minimum', extreme(Math.min)],
  ['Maximum', extreme(Math.max)],
]);

const PERCENTILE = /^p(100|\d{1,2}(?:\.\d{1,10})?)$/;

/**
 * A statistic by its name: `Sum`, `p90`. Source: CloudWatch User Guide, "CloudWatch statistics definitions".
 * @throws Error for one that the lab does not know
 */
export const statisticOf = (name: string): Statistic => {
  const known = STATISTICS.get(name);
  if (known !== undefined) return known;
  const percent = PERCENTILE.exec(name)?.[1];
  if (percent === undefined) throw new Error(`the statistic ${name} is not supported by the lab`);
  return percentile(Number(percent));
};
