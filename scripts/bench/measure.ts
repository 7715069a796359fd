const RUNS = 5;

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

/**
 * How often a second something can be done on one core: `action` does it `count` times. Seconds are CPU time of this
 * process, all its threads, so that a busy machine and waits do not count. The first run warms up.
 */
export const ratePerSecond = async (
  count: number,
  action: () => void | Promise<void>,
  runs = RUNS,
): Promise<number> => {
  const measure = async (): Promise<number> => {
    const before = process.cpuUsage();
    await action();
    const { user, system } = process.cpuUsage(before);
    return (count / (user + system)) * MICROSECONDS;
  };
  await measure();
  return medianOf(runs, measure);
};

/** In a second. */
const MICROSECONDS = 1_000_000;
