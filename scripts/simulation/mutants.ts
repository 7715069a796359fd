import { once } from 'node:events';
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { PATTERNS } from '../comparison/minimum.ts';
import { packageDirectory, packageStages } from '../comparison/package-stages.ts';
import type { Tally } from './batch.ts';
import type { Guard } from './guards.ts';

/** What became of the code without one of its guards. */
export interface Hunted {
  readonly guard: string;
  readonly hazard: string;
  /** The invariant that caught it; undefined when it was not caught. */
  readonly invariant: string | undefined;
  /** Schedules run until then. */
  readonly schedules: number;
}

export interface HuntOptions {
  readonly root: string;
  /** Schedules after which a guard's absence counts as not seen. */
  readonly limit: number;
  readonly onHunted?: (hunted: Hunted) => void;
}

/** Schedules between two looks at what they found. */
const BATCH = 20;

const COPIED = [
  'lab',
  'scripts',
  'src',
  'statemachines',
  'serverless.yml',
  'package.json',
  'package-lock.json',
];

/** The text without the guard. @throws Error unless the guard stands there exactly once */
export const mutate = (text: string, { name, file, find, replace }: Guard): string => {
  const parts = text.split(find);
  if (parts.length === 2) return parts.join(replace);
  throw new Error(
    `guard "${name}" stands ${parts.length - 1} times in ${file}; mend scripts/simulation/guards.ts`,
  );
};

/** Handlers are read from the sources; rules, mappings and the state machine from the package. */
const isPackaged = ({ file }: Guard): boolean => !file.endsWith('.ts');

/** A copy of the repository without the guard, its modules and, where they are the same, its packages linked. */
const copyWithout = async (root: string, copy: string, guard: Guard): Promise<void> => {
  rmSync(copy, { recursive: true, force: true });
  mkdirSync(join(copy, '.build'), { recursive: true });
  const filter = (path: string): boolean => !path.includes('node_modules');
  for (const name of COPIED) cpSync(join(root, name), join(copy, name), { recursive: true, filter });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  writeFileSync(join(copy, guard.file), mutate(readFileSync(join(root, guard.file), 'utf8'), guard));
  if (isPackaged(guard)) await packageStages(copy, PATTERNS);
  else for (const each of PATTERNS) symlinkSync(packageDirectory(root, each), packageDirectory(copy, each));
};

/** Runs schedules of the copy, from seed 0 on, until one is violated. */
const hunt = async (copy: string, guard: Guard, limit: number): Promise<Hunted> => {
  const options = { pattern: guard.pattern, orders: undefined, bundles: false };
  const worker = new Worker(pathToFileURL(join(copy, 'scripts', 'simulation', 'worker.ts')), {
    workerData: { root: copy, options },
  });
  const of = { guard: guard.name, hazard: guard.hazard };
  try {
    for (let first = 0; first < limit; first += BATCH) {
      worker.postMessage({ first, count: BATCH });
      const [{ violations }] = (await once(worker, 'message')) as [Tally];
      const [found] = violations.toSorted((a, b) => a.seed - b.seed);
      if (found !== undefined) return { ...of, invariant: found.invariant, schedules: found.seed + 1 };
    }
    return { ...of, invariant: undefined, schedules: limit };
  } finally {
    await worker.terminate();
  }
};

/** Takes each guard away, one at a time, and looks which invariant sees it. On all cores. */
export const huntAll = async (
  guards: readonly Guard[],
  { root, limit, onHunted }: HuntOptions,
): Promise<readonly Hunted[]> => {
  const directory = join(root, '.build', 'mutants');
  const left = guards.entries();
  const results: Hunted[] = [];
  const work = async (): Promise<void> => {
    for (const [position, guard] of left) {
      const copy = join(directory, String(position));
      await copyWithout(root, copy, guard);
      const hunted = await hunt(copy, guard, limit);
      results[position] = hunted;
      onHunted?.(hunted);
      rmSync(copy, { recursive: true });
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return results;
};
