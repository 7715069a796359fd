/** The values of a metric in some span of time: value → how often it was put. Exact, and small. */
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

/** The smallest value that at least `percent` of the values do not exceed. */
const percentile =
  (percent: number): Statistic =>
  (values) => {
    let left = Math.max(1, Math.ceil((percent / 100) * sampleCount(values)));
    const ascending = [...values].sort(([a], [b]) => a - b);
    for (const [value, count] of ascending) {
      left -= count;
      if (left <= 0) return value;
    }
    return Number.NaN;
  };

const STATISTICS = new Map<string, Statistic>([
  ['Sum', sum],
  ['SampleCount', sampleCount],
  ['Average', (values) => sum(values) / sampleCount(values)],
  ['Minimum', (values) => Math.min(...values.keys())],
  ['Maximum', (values) => Math.max(...values.keys())],
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
