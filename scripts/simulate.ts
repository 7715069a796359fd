#!/usr/bin/env node
import { join } from 'node:path';
import { readFlags, readWholeNumber, runCommand, UsageError } from './cli/command.ts';
import { count } from './cli/count.ts';
import { progress } from './cli/progress.ts';
import { PATTERNS, type Pattern } from './comparison/minimum.ts';
import { packageStages } from './comparison/package-stages.ts';
import type { Found } from './simulation/batch.ts';
import { guards } from './simulation/guards.ts';
import { huntAll } from './simulation/mutants.ts';
import { runPool } from './simulation/pool.ts';
import {
  figuresOf,
  figuresText,
  isPassed,
  mutantsReport,
  mutantsText,
  NO_MUTANTS,
  patternsOf,
  scriptText,
  storyText,
} from './simulation/report.ts';
import { runSchedule } from './simulation/schedule.ts';
import { type DrawOptions, drawScript } from './simulation/script.ts';
import { shrink } from './simulation/shrink.ts';
import { readStages } from './simulation/stages.ts';

const HELP = `Runs orders through both patterns under faults, in virtual time, and checks what must never happen.
Every schedule comes from its seed, to the byte.

  npm run simulate -- [--seeds N] [--seed S] [--pattern P] [--orders N] [--bundles] [--marks]
                      [--mutants [--afresh]] [--json]

  --seeds N    exactly N seeds, however long it takes (default: as many as a minute has room for)
  --seed S     the first seed; without --seeds this one alone, with its story if it fails
  --pattern P  choreography or orchestration (default: by turns; 2n and 2n + 1 are one script)
  --orders N   N orders a schedule, instead of a number drawn
  --bundles    the deployed bundles, instead of the same handlers in this process
  --marks      fails too when a fault has never struck or a branch of recovery was never taken
  --mutants    then takes each guard of the code away, one at a time, and looks whether it is seen
  --afresh     with --mutants: from seed 0 on, even where a seed is known that sees it
  --json       one JSON document on stdout, and nothing else there
  --help       this text

Exit code 0: no invariant violated, no guard gone unseen. 1: one was, with its seed and what led to it, or
a guard's absence was not seen, or, with --marks, a mark is at zero. 2: wrong usage.`;

const LIMIT_MS = 60_000;

/** As many violations as are looked into; the others are often the same. */
const MOST_STORIES = 2;

const MOST = 2 ** 31;

const readPattern = (text: string | undefined): Pattern | undefined => {
  if (text === undefined) return undefined;
  const found = PATTERNS.find((pattern) => pattern === text);
  if (found !== undefined) return found;
  throw new UsageError(`--pattern is "${text}"; it is ${PATTERNS.join(' or ')}`);
};

const readArguments = () =>
  readFlags({
    seeds: { type: 'string' },
    seed: { type: 'string' },
    pattern: { type: 'string' },
    orders: { type: 'string' },
    bundles: { type: 'boolean', default: false },
    marks: { type: 'boolean', default: false },
    mutants: { type: 'boolean', default: false },
    afresh: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  });

/** What led to a violation, as short as can be, on standard error. */
const explain = async (root: string, found: Found, options: DrawOptions): Promise<void> => {
  const { seed, invariant } = found;
  const stages = await readStages(root);
  const script = drawScript(seed, options);
  const stage = stages[script.pattern];
  progress(`seed ${seed}: leaving out what it can do without …`);
  const shrunk = await shrink((selection) => runSchedule(stage, script, { selection }), found);
  progress('');
  if (shrunk === undefined) console.error(`seed ${seed}: ${invariant} is violated only by the bundles`);
  else console.error(`\n${scriptText(shrunk)}\n\n${await storyText(stage, shrunk)}`);
};

/** Schedules after which a guard's absence counts as not seen. */
const PATIENCE = 2_000;

const hunt = (root: string, afresh: boolean) => {
  let done = 0;
  const onHunted = (): void => progress(`${++done} of ${guards.length} guards taken away`);
  return huntAll(guards, { root, limit: PATIENCE, afresh, onHunted });
};

const main = async (): Promise<number> => {
  const flags = readArguments();
  const { seeds, seed, pattern: chosen, orders: asked, bundles, marks, mutants, json, help } = flags;
  if (help) {
    console.log(HELP);
    return 0;
  }
  const pattern = readPattern(chosen);
  const orders = readWholeNumber('orders', asked, 1, MOST);
  const first = readWholeNumber('seed', seed, 0, MOST);
  if (flags.afresh && !mutants) throw new UsageError('--afresh is for --mutants');
  const root = join(import.meta.dirname, '..');
  const draw = { pattern, orders };
  progress('packaging both stages …');
  await packageStages(root, PATTERNS);
  const startedAt = performance.now();
  const tally = await runPool({
    root,
    options: { ...draw, bundles },
    first: first ?? 0,
    count: readWholeNumber('seeds', seeds, 1, MOST) ?? (first === undefined ? undefined : 1),
    limitMs: LIMIT_MS,
    onTally: ({ schedules, violations }) =>
      progress(`${count(schedules, 'schedule')}, ${count(violations.length, 'violation')}`),
  });
  const figures = figuresOf(tally, performance.now() - startedAt, patternsOf(pattern));
  const report = mutants ? mutantsReport(await hunt(root, flags.afresh)) : NO_MUTANTS;
  progress('');
  console.log(json ? JSON.stringify({ ...figures, mutants: report }) : figuresText(figures));
  if (mutants && !json) console.log(mutantsText(report));
  // What follows from the first of a seed is told with it.
  const bySeed = [...Map.groupBy(tally.violations, ({ seed }) => seed).values()].flatMap(
    ([first]) => first ?? [],
  );
  for (const found of bySeed.slice(0, MOST_STORIES)) await explain(root, found, draw);
  for (const found of bySeed.slice(MOST_STORIES))
    console.error(`seed ${found.seed}: ${found.invariant} violated`);
  return isPassed(figures, report, marks) ? 0 : 1;
};

await runCommand('simulate', main);
