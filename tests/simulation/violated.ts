import type { Case } from '../../scripts/simulation/small-scope.ts';

/** Runs cases; answers how many there were, and what was violated in which. */
export const violatedIn = async (
  cases: AsyncIterable<Case>,
): Promise<{ readonly count: number; readonly violated: readonly string[] }> => {
  const violated: string[] = [];
  let count = 0;
  for await (const { name, schedule } of cases) {
    count++;
    violated.push(...schedule.violations.map(({ invariant, message }) => `${name}: ${invariant} ${message}`));
  }
  return { count, violated };
};
