export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
};

/** The median of several measurements, one after the other. */
export const medianOf = async (runs: number, measure: () => Promise<number>): Promise<number> => {
  const values: number[] = [];
  for (let run = 0; run < runs; run++) values.push(await measure());
  return median(values);
};

interface Runs {
  /** Not measured: until then the code is being compiled. */
  readonly warmUps: number;
  readonly measured: number;
}

/**
 * How often a second something can be done on one core: `action` does it `count` times. Seconds are CPU time of this
 * process, all its threads, so that a busy machine and waits do not count.
 */
export const ratePerSecond = async (
  count: number,
  action: () => void | Promise<void>,
  { warmUps, measured }: Runs = { warmUps: 3, measured: 5 },
): Promise<number> => {
  for (let run = 0; run < warmUps; run++) await action();
  return medianOf(measured, async () => {
    const before = process.cpuUsage();
    await action();
    const { user, system } = process.cpuUsage(before);
    return (count / (user + system)) * MICROSECONDS;
  });
};

/** In a second. */
const MICROSECONDS = 1_000_000;
