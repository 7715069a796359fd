import { parentPort, workerData } from 'node:worker_threads';
import { loadPackage } from '../../lab/template/load.ts';
import type { Pattern } from './minimum.ts';
import { type Run, runScenario } from './run.ts';
import type { Scenario } from './scenario.ts';
import { createStory, type Story } from './story.ts';

/** What a worker is asked to do: one pattern, scenario after scenario. */
export interface Work {
  readonly directory: string;
  readonly pattern: Pattern;
  readonly scenarios: readonly Scenario[];
  readonly orders: number | undefined;
  readonly seed: number;
  readonly story: boolean;
}

/** What it says after each. */
export interface Done {
  readonly scenario: string;
  readonly run: Run;
  readonly story: Story;
}

const { directory, scenarios, story: wantsStory, ...options } = workerData as Work;
const pkg = loadPackage(directory);
for (const scenario of scenarios) {
  const story = createStory(`${pkg.stackName}-`);
  const run = await runScenario(pkg, scenario, {
    ...options,
    ...(wantsStory && { observer: story.observer }),
  });
  parentPort?.postMessage({ scenario: scenario.name, run, story: story.lines } satisfies Done);
}
