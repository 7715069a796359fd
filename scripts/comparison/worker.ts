import { parentPort, workerData } from 'node:worker_threads';
import { loadPackage, type Package } from '../../lab/template/load.ts';
import type { Pattern } from './minimum.ts';
import { packageDirectory } from './package-stages.ts';
import { type Run, runScenario } from './run.ts';
import type { Scenario } from './scenario.ts';
import { createStory, type Story } from './story.ts';

/** What all tasks of a worker share. */
export interface Settings {
  readonly root: string;
  readonly orders: number | undefined;
  readonly seed: number;
  readonly story: boolean;
}

/** One scenario under one pattern. */
export interface Task {
  readonly scenario: Scenario;
  readonly pattern: Pattern;
}

/** What a worker answers a task with. */
export interface Done {
  readonly run: Run;
  readonly story: Story;
}

const { root, story: wantsStory, ...options } = workerData as Settings;
const packages = new Map<Pattern, Package>();

const packageOf = (pattern: Pattern): Package => {
  const known = packages.get(pattern) ?? loadPackage(packageDirectory(root, pattern));
  packages.set(pattern, known);
  return known;
};

parentPort?.on('message', async ({ scenario, pattern }: Task) => {
  const pkg = packageOf(pattern);
  const story = createStory(`${pkg.stackName}-`);
  const run = await runScenario(pkg, scenario, {
    ...options,
    pattern,
    ...(wantsStory && { observer: story.observer }),
  });
  parentPort?.postMessage({ run, story: story.lines } satisfies Done);
});
