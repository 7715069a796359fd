import { describe, expect, it } from '@jest/globals';
import { loadPackage } from '../../lab/template/load.ts';
import { faultsOfRun } from '../../scripts/comparison/faults.ts';
import { PATTERNS } from '../../scripts/comparison/minimum.ts';
import { packageDirectory } from '../../scripts/comparison/package-stages.ts';
import { runScenario } from '../../scripts/comparison/run.ts';
import { readScenarios } from '../../scripts/comparison/scenario.ts';

const packages = Object.fromEntries(
  PATTERNS.map((pattern) => [pattern, loadPackage(packageDirectory(process.cwd(), pattern))]),
);

/** The two seeds draw other latencies, and so other interleavings. */
describe.each([1, 2])('with seed %i', (seed) => {
  describe.each(readScenarios('events/scenarios'))('$name: $title', (scenario) => {
    it.each(PATTERNS)('ends as it should by %s, and everything adds up', async (pattern) => {
      const pkg = packages[pattern];
      if (pkg === undefined) throw new Error(`no package of ${pattern}`);
      const run = await runScenario(pkg, scenario, { pattern, seed });
      expect(faultsOfRun(scenario, pattern, run, undefined)).toEqual([]);
    });
  });
});
