import type { Clock } from '../kernel/clock.ts';
import type { MetricId, Metrics } from '../kernel/ports.ts';
import type { Values } from './statistics.ts';

export const MINUTE_MS = 60_000;

/** Data points of a minute are kept for 15 days. Source: CloudWatch User Guide, "Metrics retention". */
const RETENTION_MS = 15 * 24 * 60 * MINUTE_MS;

/** All metrics of the account. */
export interface MetricStore extends Metrics {
  /** Adds a value that came `count` times at a moment in epoch ms. */
  add(metric: MetricId, value: number, count: number, at: number): void;
  /** What was put from `from` on and before `to`: whole minutes, epoch ms. Empty when nothing was. */
  values(metric: MetricId, from: number, to: number): Values;
  /** The metrics that anything was ever put to. */
  list(): readonly MetricId[];
  /** Asks for what is sampled; it belongs to the minute that ends now. */
  takeSamples(): void;
}

interface Series {
  readonly metric: MetricId;
  /** Start of the minute, epoch ms → its values. */
  readonly minutes: Map<number, Map<number, number>>;
}

const keyOf = ({ namespace, name, dimensions }: MetricId): string => {
  const names = Object.keys(dimensions);
  if (names.length > 1) names.sort();
  return names.reduce(
    (key, dimension) => `${key}\n${dimension}=${dimensions[dimension]}`,
    `${namespace}\n${name}`,
  );
};

const minuteOf = (at: number): number => at - (at % MINUTE_MS);

export const createMetricStore = (clock: Clock): MetricStore => {
  const series = new Map<string, Series>();
  const samplers: (() => void)[] = [];
  /** While samples are taken: the moment they are of. */
  let sampledAt: number | undefined;

  const seriesOf = (metric: MetricId): Series => {
    const key = keyOf(metric);
    const known = series.get(key);
    if (known !== undefined) return known;
    const made: Series = { metric, minutes: new Map() };
    series.set(key, made);
    return made;
  };

  const valuesOf = ({ minutes }: Series, minute: number): Map<number, number> => {
    const known = minutes.get(minute);
    if (known !== undefined) return known;
    for (const old of minutes.keys()) {
      if (old >= minute - RETENTION_MS) break;
      minutes.delete(old);
    }
    const made = new Map<number, number>();
    minutes.set(minute, made);
    return made;
  };

  const add: MetricStore['add'] = (metric, value, count, at) => {
    const values = valuesOf(seriesOf(metric), minuteOf(at));
    values.set(value, (values.get(value) ?? 0) + count);
  };

  return {
    add,
    put: (metric, value, at = sampledAt ?? clock.now()) => add(metric, value, 1, at),
    sample: (read) => void samplers.push(read),
    takeSamples: () => {
      sampledAt = clock.now() - 1;
      for (const read of samplers) read();
      sampledAt = undefined;
    },
    values: (metric, from, to) => {
      const { minutes } = series.get(keyOf(metric)) ?? { minutes: new Map<number, Values>() };
      const all = new Map<number, number>();
      for (let minute = from; minute < to; minute += MINUTE_MS) {
        for (const [value, count] of minutes.get(minute) ?? []) all.set(value, (all.get(value) ?? 0) + count);
      }
      return all;
    },
    list: () => [...series.values()].map(({ metric }) => metric),
  };
};
