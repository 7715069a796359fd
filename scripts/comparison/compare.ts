import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { faultsOf } from './faults.ts';
import { PATTERNS, type Pattern } from './minimum.ts';
import type { Run } from './run.ts';
import type { Scenario } from './scenario.ts';
import type { Story } from './story.ts';
import type { Done, Settings, Task } from './worker.ts';

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

/** Runs the scenarios over both patterns, on all cores. */
export const compare = async (options: CompareOptions): Promise<readonly Comparison[]> => {
  const { scenarios, orders, onRun, ...others } = options;
  const tasks = scenarios.flatMap((scenario) => PATTERNS.map((pattern) => ({ scenario, pattern })));
  const results = await runAll(tasks, { ...others, orders }, ({ scenario, pattern }) =>
    onRun(scenario.name, pattern),
  );
  const done = (scenario: Scenario, pattern: Pattern): Done => {
    const found = results.get(
      tasks.find((task) => task.scenario === scenario && task.pattern === pattern) as Task,
    );
    if (found === undefined) throw new Error(`${scenario.name} by ${pattern} gave no result`);
    return found;
  };
  return scenarios.map((scenario) => {
    const choreography = done(scenario, 'choreography');
    const orchestration = done(scenario, 'orchestration');
    const runs = { choreography: choreography.run, orchestration: orchestration.run };
    const stories = { choreography: choreography.story, orchestration: orchestration.story };
    return { scenario, runs, stories, faults: faultsOf(scenario, runs, orders) };
  });
};

/**
 * Hands the tasks to workers, the largest first, as each gets free: of the pattern that it has loaded, while there are
 * any. A task that fails fails all.
 */
const runAll = async (
  tasks: readonly Task[],
  settings: Settings,
  onDone: (task: Task) => void,
): Promise<ReadonlyMap<Task, Done>> => {
  const waiting = [...tasks].sort((a, b) => a.scenario.orders.count - b.scenario.orders.count);
  const results = new Map<Task, Done>();
  const next = (pattern: Pattern | undefined): Task | undefined => {
    // If there is none, -1: the last of all.
    const preferred = waiting.findLastIndex((task) => task.pattern === pattern);
    return waiting.splice(preferred, 1)[0];
  };
  const work = async (): Promise<void> => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: settings });
    try {
      for (let task = next(undefined); task !== undefined; task = next(task.pattern)) {
        worker.postMessage(task);
        const [answer] = (await once(worker, 'message')) as [Done];
        results.set(task, answer);
        onDone(task);
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.min(tasks.length, availableParallelism()) }, work));
  return results;
};
