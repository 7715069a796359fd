import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deployed } from '../template/deployed.ts';
import { type Stage, stages } from '../template/packages.ts';
import { run } from './command.ts';
import { deployedStage } from './endpoint.ts';

const runbook = readFileSync('docs/runbook.md', 'utf8');

const commands = [
  ...new Set(
    [...runbook.matchAll(/^```sh\n(.*?)^```/gms)].flatMap(([, block = '']) => block.trim().split('\n')),
  ),
];

/** The words of a command, quoted ones in one piece. */
const wordsOf = (line: string): string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? '');

const optionOf = (words: readonly string[], ...names: string[]): string | undefined =>
  words[words.findIndex((word) => names.includes(word)) + 1];

const stageOf = (line: string): Stage => {
  const stage = stages.find((each) => each === optionOf(wordsOf(line), '--stage'));
  if (stage === undefined) throw new Error(`no stage: ${line}`);
  return stage;
};

/** What each command of the framework may be asked here. */
const FRAMEWORK: Readonly<Record<string, readonly string[]>> = {
  deploy: ['--stage'],
  invoke: ['-f', '--stage', '--path'],
  logs: ['-f', '--stage', '--startTime', '--filter'],
};

describe('every command of the runbook', () => {
  const endpoints = new Map<Stage, Awaited<ReturnType<typeof deployedStage>>>();

  beforeAll(async () => {
    for (const stage of stages) endpoints.set(stage, await deployedStage(stage));
  });
  afterAll(() => {
    for (const { endpoint } of endpoints.values()) endpoint.close();
  });

  it('is one that is tried here', () => {
    const others = commands.filter(
      (line) => !/^(npm run redrive -- |npx sls (deploy|invoke|logs) )/.test(line),
    );
    expect(others).toEqual([]);
  });

  it.each(commands.filter((line) => line.startsWith('npm run ')))('%s: runs', async (line) => {
    const [, , name = '', , ...args] = wordsOf(line);
    const { status, stderr } = await run(name, args, endpoints.get(stageOf(line))?.endpoint.environment);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it.each(commands.filter((line) => line.startsWith('npx sls ')))(
    '%s: names a function, and a file, that are there',
    (line) => {
      const words = wordsOf(line);
      const [, , command = ''] = words;
      const options = words.filter((word) => /^--?\w/.test(word));
      expect(options.filter((option) => !FRAMEWORK[command]?.includes(option))).toEqual([]);
      const stage = stageOf(line);
      const functions = [...deployed(stage).all('AWS::Lambda::Function').values()];
      const name = words.includes('-f')
        ? optionOf(words, '-f')
        : functions[0]?.FunctionName.split('-').at(-1);
      expect(functions.map(({ FunctionName }) => FunctionName)).toContain(`pizza-two-ways-${stage}-${name}`);
      if (words.includes('--path')) expect(existsSync(optionOf(words, '--path') ?? '')).toBe(true);
    },
  );
});
