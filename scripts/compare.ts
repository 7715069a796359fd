#!/usr/bin/env node
import { join } from 'node:path';
import { readStage, type Stage } from './aws/stage.ts';
import { readArguments, readWholeNumber, runCommand, UsageError } from './cli/command.ts';
import { progress } from './cli/progress.ts';
import { compare } from './comparison/compare.ts';
import { PATTERNS } from './comparison/minimum.ts';
import { packageStages } from './comparison/package-stages.ts';
import { faults, reading, storyText, table, toJson } from './comparison/report.ts';
import { readScenarios, type Scenario } from './comparison/scenario.ts';

const HELP = `Runs the same pizza orders by choreography and by orchestration, side by side: in the lab, or on two stages that run.

  npm start
  npm run compare -- [--scenario NAME]... [--orders N] [--seed N] [--json | --story]
  npm run compare -- --stages NAME NAME [--orders N] [--sample-all] [--region NAME] [--json]

  --scenario NAME  only this scenario; may be given more than once (default: all)
  --orders N       place N orders at once, instead of the scenario's own number; on stages, N on each (default: 10)
  --seed N         draw latencies and chances from another seed (default: 1)
  --json           one JSON document on stdout, and nothing else there
  --story          each order's way, hop by hop, with what caused what
  --stages NAME NAME  place orders on these stages instead, two a second, and show what X-Ray traced of them
  --sample-all     on stages: have every order traced, not one a second and 5 % of the rest as Lambda samples
  --region NAME    on stages: where they are (default: AWS_REGION, or the profile's)
  --help           this text

Stages are reached as by any AWS tool: credentials, AWS_PROFILE, AWS_ENDPOINT_URL. The caller needs
cloudformation:ListStackResources, lambda:InvokeFunction on placeOrder and getOrder, and xray:BatchGetTraces.

Exit code 0: everything adds up. 1: outcomes differ, or money, stock or chefs do not add up; on stages, an order was
not completed or none was traced, or AWS did not do it. 2: wrong usage.`;

const MOST = 1_000_000;

const readCommandLine = () => {
  const { values, positionals } = readArguments({
    scenario: { type: 'string', multiple: true },
    orders: { type: 'string' },
    seed: { type: 'string' },
    json: { type: 'boolean', default: false },
    story: { type: 'boolean', default: false },
    stages: { type: 'string' },
    'sample-all': { type: 'boolean', default: false },
    region: { type: 'string' },
    help: { type: 'boolean', default: false },
  });
  const { stages: first, ...flags } = values;
  const [second, ...more] = first === undefined ? [undefined, ...positionals] : positionals;
  if (more.length > 0) throw new UsageError(`Unexpected argument '${more[0]}'`);
  return { ...flags, stages: first === undefined ? undefined : readStages(first, second) };
};

const readStages = (first: string, second: string | undefined): readonly Stage[] => {
  if (second === undefined)
    throw new UsageError('--stages takes two, as in: --stages choreography orchestration');
  if (first === second) throw new UsageError(`--stages names ${first} twice; it compares two`);
  return [readStage(first), readStage(second)];
};

type CommandLine = ReturnType<typeof readCommandLine>;

/** What makes no sense where the orders are placed. */
const IN_THE_LAB = ['scenario', 'seed', 'story'] as const;
const ON_STAGES = ['sample-all', 'region'] as const;

const isGiven = (value: unknown): boolean => value !== undefined && value !== false;

const checkFlags = (flags: CommandLine): void => {
  if (flags.json && flags.story) throw new UsageError('--json and --story exclude each other');
  if (flags.stages === undefined) {
    const alone = ON_STAGES.find((flag) => isGiven(flags[flag]));
    if (alone !== undefined) throw new UsageError(`--${alone} is for --stages`);
  } else {
    const other = IN_THE_LAB.find((flag) => isGiven(flags[flag]));
    if (other !== undefined) throw new UsageError(`--stages and --${other} exclude each other`);
  }
};

const choose = (all: readonly Scenario[], names: readonly string[] | undefined): readonly Scenario[] =>
  [...new Set(names ?? all.map(({ name }) => name))].map((name) => {
    const found = all.find((scenario) => scenario.name === name);
    if (found !== undefined) return found;
    throw new UsageError(
      `there is no scenario "${name}"; there is ${all.map((scenario) => scenario.name).join(', ')}`,
    );
  });

const ROOT = join(import.meta.dirname, '..');

/** @returns what does not add up, each in a sentence */
const inTheLab = async (flags: CommandLine): Promise<readonly string[]> => {
  const { scenario, orders, seed, json, story } = flags;
  const scenarios = choose(readScenarios(join(ROOT, 'events', 'scenarios')), scenario);
  const options = {
    orders: readWholeNumber('orders', orders, 1, MOST),
    seed: readWholeNumber('seed', seed, 1, MOST) ?? 1,
  };
  progress('packaging both stages …');
  await packageStages(ROOT, PATTERNS);
  const comparisons = await compare({
    ...{ root: ROOT, scenarios, story },
    ...options,
    onRun: (name, pattern) => progress(`${name}, ${pattern}`),
  });
  progress('');
  if (json) console.log(toJson(comparisons));
  else if (story) console.log(comparisons.map(storyText).join('\n\n'));
  else console.log(`${table(comparisons)}\n\n${reading(comparisons)}`);
  return faults(comparisons);
};

const ORDERS_ON_STAGES = 10;

/** @returns what keeps the comparison from being one, each in a sentence */
const onStages = async (flags: CommandLine, stages: readonly Stage[]): Promise<readonly string[]> => {
  // Only here: the clients of AWS take as long to load as all else.
  const { compareStages } = await import('./tracing/compare-stages.ts');
  const { PLAIN_WIDTH, renderJson, renderText, shortcomings } = await import('./tracing/report.ts');
  const { orders, region, json, 'sample-all': sampleAll } = flags;
  const results = await compareStages({
    ...{ root: ROOT, stages, sampleAll, region, onStep: progress },
    orders: readWholeNumber('orders', orders, 1, MOST) ?? ORDERS_ON_STAGES,
  });
  progress('');
  console.log(json ? renderJson(results) : renderText(results, process.stdout.columns ?? PLAIN_WIDTH));
  return shortcomings(results);
};

const main = async (): Promise<number> => {
  const flags = readCommandLine();
  if (flags.help) {
    console.log(HELP);
    return 0;
  }
  checkFlags(flags);
  const wrong = flags.stages === undefined ? await inTheLab(flags) : await onStages(flags, flags.stages);
  for (const sentence of wrong) console.error(sentence);
  return wrong.length === 0 ? 0 : 1;
};

await runCommand('compare', main);
