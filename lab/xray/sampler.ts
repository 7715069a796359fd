import type { Clock } from '../kernel/clock.ts';
import type { Random } from '../kernel/random.ts';

/** Decides whether a request that nobody has decided about is traced. */
export type Sampler = (reservoir: string) => boolean;

/** Beyond the first request of each second. */
const RATE = 0.05;

/**
 * The default rule: the first request of each second, and five per cent of the others. Lambda counts for each
 * function and takes no other rule. Source: Lambda developer guide, "Visualize Lambda function invocations using AWS X-Ray".
 */
export const createSampler = ({ clock, random }: { clock: Clock; random: Random }): Sampler => {
  const lastSecond = new Map<string, number>();
  return (reservoir) => {
    const second = Math.floor(clock.now() / 1000);
    if (lastSecond.get(reservoir) === second) return random.next() < RATE;
    lastSecond.set(reservoir, second);
    return true;
  };
};
