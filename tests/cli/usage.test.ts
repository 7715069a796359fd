import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { run } from './command.ts';

const STAGE = ['--stage', 'choreography'];
const STAGES = ['--stages', 'choreography', 'orchestration'];

/** Script → what is wrong, with which arguments, and what the first line says of it. */
const misuses: Readonly<Record<string, readonly (readonly [string, readonly string[], RegExp])[]>> = {
  compare: [
    [
      'a scenario that is not there',
      ['--scenario', 'anchovies'],
      /^there is no scenario "anchovies"; there is /,
    ],
    ['no number', ['--orders', 'many'], /^--orders is "many"; it is a whole number from 1 to 1000000$/],
    ['a number too small', ['--orders', '0'], /^--orders is "0"; /],
    ['a value missing', ['--seed'], /^--seed needs a value$/],
    ['another flag for a value', ['--scenario', '--json'], /^--scenario needs a value$/],
    ['a negative number', ['--orders', '-1'], /^--orders needs a value$/],
    ['two that exclude each other', ['--json', '--story'], /^--json and --story exclude each other$/],
    ['one stage', ['--stages', 'choreography'], /^--stages takes two, as in: --stages choreography /],
    ['a stage twice', ['--stages', 'choreography', 'choreography'], /^--stages names choreography twice; /],
    ['three stages', [...STAGES, 'dev-choreography'], /^Unexpected argument 'dev-choreography'$/],
    ['a stage that names no pattern', ['--stages', 'dev', 'prod'], /^stage "dev" names no pattern; use /],
    [
      'a scenario on stages',
      [...STAGES, '--scenario', 'happy'],
      /^--stages and --scenario exclude each other$/,
    ],
    ['sampling in the lab', ['--sample-all'], /^--sample-all is for --stages$/],
    ['no region', [...STAGES, '--region', 'London'], /^--region is "London"; a region is written as /],
    ['too few orders on stages', [...STAGES, '--orders', '0'], /^--orders is "0"; /],
  ],
  package: [],
  simulate: [
    ['no number', ['--seeds', 'many'], /^--seeds is "many"; it is a whole number from 1 to 2147483648$/],
    ['no schedule', ['--seeds', '0'], /^--seeds is "0"; /],
    ['a seed that is none', ['--seed', 'x'], /^--seed is "x"; it is a whole number from 0 to 2147483648$/],
    ['no order', ['--orders', '0'], /^--orders is "0"; /],
    ['a search for nothing', ['--afresh'], /^--afresh is for --mutants$/],
    ['a pattern that is not there', ['--pattern', 'chaos'], /^--pattern is "chaos"; it is choreography or /],
    ['a value missing', ['--seed'], /^--seed needs a value$/],
  ],
  seed: [
    ['no stage', [], /^--stage is missing; it is choreography, orchestration, <env>-choreography or /],
    [
      'a stage that names no pattern',
      ['--stage', 'dev'],
      /^stage "dev" names no pattern; use choreography, /,
    ],
    ['a value missing', ['--stage', '--force'], /^--stage needs a value$/],
    [
      'no region',
      [...STAGE, '--region', 'London'],
      /^--region is "London"; a region is written as eu-west-2$/,
    ],
  ],
  soak: [
    ['no number', ['--orders', 'many'], /^--orders is "many"; it is a whole number from 20 to 1000000$/],
    ['too few orders', ['--orders', '19'], /^--orders is "19"; /],
    ['nobody at once', ['--at-once', '0'], /^--at-once is "0"; it is a whole number from 1 to 1000000$/],
    ['a stage that names no pattern', ['--stage', 'dev'], /^stage "dev" names no pattern; use /],
  ],
  redrive: [
    ['no stage', ['--list'], /^--stage is missing; it is choreography, /],
    [
      'a stage that names no pattern',
      ['--stage', 'prod'],
      /^stage "prod" names no pattern; use choreography, /,
    ],
    ['a value missing', [...STAGE, '--queue'], /^--queue needs a value$/],
    ['no region', [...STAGE, '--region', ''], /^--region is ""; a region is written as eu-west-2$/],
    [
      'two that exclude each other',
      [...STAGE, '--list', '--poison'],
      /^--list and --poison exclude each other$/,
    ],
  ],
  'lint-events': [['no file', [], /^no file given$/]],
  chaos: [
    ['no stage', ['chef', 'down'], /^--stage is missing; it is choreography, /],
    ['no function', STAGE, /^which function\? As in: chef down$/],
    ['neither down nor up', [...STAGE, 'chef'], /^chef is to be down or up, not nothing$/],
    ['another action', [...STAGE, 'chef', 'sideways'], /^chef is to be down or up, not "sideways"$/],
    ['two functions', [...STAGE, 'chef', 'down', 'payment'], /^what is "payment"\? One function at a time/],
    ['no region', [...STAGE, '--region', 'x', 'chef', 'up'], /^--region is "x"; a region is written as /],
  ],
  lab: [
    [
      'a stage that names no pattern',
      ['--stage', 'dev'],
      /^stage "dev" names no pattern; use choreography, /,
    ],
    ['no port', ['--port', 'http'], /^--port is "http"; it is a whole number from 0 to 65535$/],
    ['a port too large', ['--port', '65536'], /^--port is "65536"; /],
    ['a value missing', ['--host'], /^--host needs a value$/],
  ],
  bench: [['a row that is not there', ['--only', 'redis'], /^there is no row "redis"; there is /]],
};

/** Commands with arguments that are no flags. */
const takesWords = new Set(['chaos', 'lint-events']);

/** Not built in every state of the project. */
const commands = Object.keys(misuses).filter((name) => existsSync(`scripts/${name}.ts`));

/** The flags that a script reads, by its source. */
const flagsOf = (name: string): readonly string[] =>
  [...readFileSync(`scripts/${name}.ts`, 'utf8').matchAll(/(\w+): \{ type: '(?:string|boolean)'/g)].map(
    ([, flag]) => `--${flag}`,
  );

describe.each(commands)('%s', (name) => {
  it.each([
    ['an unknown flag', ['--pineapple'], /Unknown option '--pineapple'/],
    ...(misuses[name] ?? []),
    ...(takesWords.has(name)
      ? []
      : [['an argument that is no flag', ['pineapple'], /Unexpected argument 'pineapple'/] as const]),
  ])('refuses %s with exit code 2 and one sentence', async (_what, args, sentence) => {
    const { status, stdout, stderr } = await run(name, args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    const [first = '', second, ...more] = stderr.trimEnd().split('\n');
    expect(first).toMatch(sentence);
    // At most a second line, which says where to read on.
    expect([second ?? '--help', more]).toEqual([expect.stringMatching(/--help/), []]);
  });

  it('--help names every flag, and exits with 0', async () => {
    const { status, stdout, stderr } = await run(name, ['--help']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const flags = flagsOf(name);
    expect(flags).toContain('--help');
    expect(flags.filter((flag) => !stdout.includes(`${flag} `))).toEqual([]);
    expect(stdout).toMatch(/Exit code 0: /);
  });
});
