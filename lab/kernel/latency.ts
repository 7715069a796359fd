import type { Random } from './random.ts';

/** A hop's latency: the median and the 90th percentile, in milliseconds. */
export interface Latency {
  readonly p50: number;
  readonly p90: number;
}

/** z of the 90th percentile of the normal distribution. */
const Z90 = 1.2815515655446004;

/** Draws whole milliseconds from the log-normal distribution that has these two percentiles (Box-Muller). */
export const drawLatency = ({ p50, p90 }: Latency, random: Random): number => {
  const normal = Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
  return Math.round(p50 * Math.exp((Math.log(p90 / p50) / Z90) * normal));
};
