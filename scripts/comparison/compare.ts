import { Worker } from 'node:worker_threads';
import { faultsOf } from './faults.ts';
import { PATTERNS, type Pattern } from './minimum.ts';
import { packageDirectory } from './package-stages.ts';
import type { Run } from './run.ts';
import type { Scenario } from './scenario.ts';
import type { Story } from './story.ts';
import type { Done, Work } from './worker.ts';

/** One scenario, both ways. */
export interface Comparison {
  readonly scenario: Scenario;
  readonly runs: Readonly<Record<Pattern, Run>>;
  readonly stories: Readonly<Record<Pattern, Story>>;
  /** What differs or does not add up, each in a sentence. */
  readonly faults: readonly string[];
}

export interface CompareOptions {
  readonly root: string;
  readonly scenarios: readonly Scenario[];
  readonly orders?: number | undefined;
  readonly seed: number;
  readonly story: boolean;
  /** Told of every run that is done. */
  readonly onRun: (scenario: string, pattern: Pattern) => void;
}

/** Runs the scenarios over both patterns, each pattern on a core of its own. */
export const compare = async (options: CompareOptions): Promise<readonly Comparison[]> => {
  const [choreography, orchestration] = await Promise.all(
    PATTERNS.map((pattern) => runPattern(pattern, options)),
  );
  return options.scenarios.map((scenario) => {
    const pair = { choreography: done(choreography, scenario), orchestration: done(orchestration, scenario) };
    const runs = { choreography: pair.choreography.run, orchestration: pair.orchestration.run };
    return {
      scenario,
      runs,
      stories: { choreography: pair.choreography.story, orchestration: pair.orchestration.story },
      faults: faultsOf(scenario, runs, options.orders),
    };
  });
};

const done = (results: ReadonlyMap<string, Done> | undefined, { name }: Scenario): Done => {
  const found = results?.get(name);
  if (found === undefined) throw new Error(`scenario ${name} gave no result`);
  return found;
};

const runPattern = (
  pattern: Pattern,
  { root, scenarios, orders, seed, story, onRun }: CompareOptions,
): Promise<ReadonlyMap<string, Done>> =>
  new Promise((resolve, reject) => {
    const workerData: Work = {
      directory: packageDirectory(root, pattern),
      pattern,
      scenarios,
      orders,
      seed,
      story,
    };
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData });
    const results = new Map<string, Done>();
    worker.on('message', (result: Done) => {
      results.set(result.scenario, result);
      onRun(result.scenario, pattern);
    });
    worker.on('error', reject);
    worker.on('exit', () => resolve(results));
  });
