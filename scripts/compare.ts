#!/usr/bin/env node
import { join } from 'node:path';
import { readFlags, runCommand, UsageError } from './cli/command.ts';
import { progress } from './cli/progress.ts';
import { compare } from './comparison/compare.ts';
import { PATTERNS } from './comparison/minimum.ts';
import { packageStages } from './comparison/package-stages.ts';
import { faults, reading, storyText, table, toJson } from './comparison/report.ts';
import { readScenarios, type Scenario } from './comparison/scenario.ts';

const HELP = `Runs the same pizza orders by choreography and by orchestration, side by side, in the lab.

  npm start
  npm run compare -- [--scenario NAME]... [--orders N] [--seed N] [--json | --story]

  --scenario NAME  only this scenario; may be given more than once (default: all)
  --orders N       place N orders at once, instead of the scenario's own number
  --seed N         draw latencies and chances from another seed (default: 1)
  --json           one JSON document on stdout, and nothing else there
  --story          each order's way, hop by hop, with what caused what
  --help           this text

Exit code 0: everything adds up. 1: outcomes differ, or money, stock or chefs do not add up. 2: wrong usage.`;

const wholeNumber = (name: string, text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= 1_000_000) return Number(text);
  throw new UsageError(`--${name} is "${text}"; it is a whole number from 1 to 1000000`);
};

const readArguments = () =>
  readFlags({
    scenario: { type: 'string', multiple: true },
    orders: { type: 'string' },
    seed: { type: 'string' },
    json: { type: 'boolean', default: false },
    story: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  });

const choose = (all: readonly Scenario[], names: readonly string[] | undefined): readonly Scenario[] =>
  (names ?? all.map(({ name }) => name)).map((name) => {
    const found = all.find((scenario) => scenario.name === name);
    if (found !== undefined) return found;
    throw new UsageError(
      `there is no scenario "${name}"; there is ${all.map((scenario) => scenario.name).join(', ')}`,
    );
  });

const main = async (): Promise<number> => {
  const { scenario, orders, seed, json, story, help } = readArguments();
  if (help) {
    console.log(HELP);
    return 0;
  }
  if (json && story) throw new UsageError('--json and --story exclude each other');
  const root = join(import.meta.dirname, '..');
  const scenarios = choose(readScenarios(join(root, 'events', 'scenarios')), scenario);
  const options = { orders: wholeNumber('orders', orders), seed: wholeNumber('seed', seed) ?? 1 };
  progress('packaging both stages …');
  await packageStages(root, PATTERNS);
  const comparisons = await compare({
    ...{ root, scenarios, story },
    ...options,
    onRun: (name, pattern) => progress(`${name}, ${pattern}`),
  });
  progress('');
  if (json) console.log(toJson(comparisons));
  else if (story) console.log(comparisons.map(storyText).join('\n\n'));
  else console.log(`${table(comparisons)}\n\n${reading(comparisons)}`);
  const wrong = faults(comparisons);
  for (const fault of wrong) console.error(fault);
  return wrong.length === 0 ? 0 : 1;
};

await runCommand('compare', main);
