import { spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { resolveStage } from '../../scripts/stage.cjs';
import { expectPart, linesOf, sectionOf } from '../documents.ts';
import { shortName, subscriptionsOf } from '../template/consumers.ts';
import { deployed } from '../template/deployed.ts';

const README = 'README.md';
const readme = readFileSync(README, 'utf8');
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };

const node = (args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  return { status, stdout, stderr };
};

describe('the README opens with what npm start prints', () => {
  it('to the letter', () => {
    const { status, stdout, stderr } = node(['scripts/compare.ts']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expectPart(README, 'npm start', `\`\`\`\n$ npm start\n\n${stdout.trimEnd()}\n\`\`\``);
  });
});

/** An npm command of the README: its script, and what is handed on to it. */
const npmCommand = (line: string): { script: string; args: readonly string[] } | undefined => {
  const [, script, rest = ''] = line.match(/^npm (?:run )?([\w:]+)(?: -- (.+))?$/) ?? [];
  return script === undefined ? undefined : { script, args: rest.split(' ').filter((word) => word !== '') };
};

const commands = linesOf(sectionOf(readme, 'Commands'), 'sh').filter((line) => line !== 'npm ci');
const deployCommands = linesOf(sectionOf(readme, 'Deploy to AWS'), 'sh');

describe('every command of the README', () => {
  it.each([...commands, ...deployCommands.filter((line) => line.startsWith('npm '))])(
    '%s: is there',
    (line) => {
      const script = scripts[npmCommand(line)?.script ?? ''] ?? 'no script';
      const [program, ...files] = script.split(' ').filter((word) => !word.startsWith('--'));
      if (program === 'node')
        expect(files.map((file) => [file, existsSync(file)])).toEqual(files.map((file) => [file, true]));
      else expect(script).not.toBe('no script');
    },
  );

  const tools = ['compare', 'lint:events', 'package'];
  // Running stages are compared in compare-stages.test.ts.
  const alone = commands.filter((line) => !line.includes('--stages'));
  it.each(alone.filter((line) => tools.includes(npmCommand(line)?.script ?? '')))('%s: runs', (line) => {
    const { script = '', args = [] } = npmCommand(line) ?? {};
    const { status, stdout, stderr } = node([...(scripts[script] ?? '').split(' ').slice(1), ...args]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).not.toBe('');
  });
});

/** `--stage a -f b` → { '--stage': 'a', '-f': 'b' } */
const optionsOf = (line: string): Record<string, string> =>
  Object.fromEntries([...line.matchAll(/(--?\w+) (\S+)/g)].map(([, name = '', value = '']) => [name, value]));

describe('what the README deploys', () => {
  const sls = deployCommands.filter((line) => line.startsWith('npx sls '));

  it.each(sls)('%s: names a stage, functions and files that are there', (line) => {
    const { '--stage': stage = '', '--param': param, '-f': name, '--path': path } = optionsOf(line);
    const { pattern } = resolveStage(stage, param);
    const functions = [...deployed(pattern).all('AWS::Lambda::Function')].map(([id]) => shortName(id));
    if (name !== undefined) expect(functions).toContain(name);
    if (path !== undefined) expect([path, existsSync(path)]).toEqual([path, true]);
  });

  it('begins with deploy and ends with remove', () => {
    expect(sls.map((line) => line.split(' ')[2])).toEqual([
      'deploy',
      'invoke',
      'invoke',
      'logs',
      'info',
      'remove',
    ]);
  });
});

/** Consumer → the facts that it hears, sorted. */
type Hearing = Record<string, string[]>;

const sorted = (pairs: Iterable<readonly [who: string, fact: string]>): Hearing => {
  const hearing: Record<string, Set<string>> = {};
  for (const [who, fact] of pairs) hearing[who] = (hearing[who] ?? new Set()).add(fact);
  return Object.fromEntries(Object.entries(hearing).map(([who, facts]) => [who, [...facts].sort()]));
};

describe("the README's diagrams are what is deployed", () => {
  it('of choreography: every fact that is drawn is heard, and every fact that is heard is drawn', () => {
    const [diagram = ''] = sectionOf(readme, 'The two ways').match(/^flowchart[^`]*/m) ?? [];
    const edges = [...diagram.matchAll(/^ {2}\w+ (?:--|-\.) (.+?) (?:-->|\.->) (.+)$/gm)];
    const drawn = edges.flatMap(([, label = '', consumers = '']) =>
      consumers
        .split(' & ')
        .flatMap((who) => (label.match(/\b[a-z]+\.[a-z]+\b/g) ?? []).map((fact) => [who, fact] as const)),
    );
    const heard = subscriptionsOf(deployed('choreography')).flatMap(({ pattern, functionId }) =>
      pattern['detail-type'].map(
        (type) => [shortName(functionId), type.replace('com.pizzaco.', '')] as const,
      ),
    );
    expect(sorted(drawn)).toEqual(sorted(heard));
  });

  it('of orchestration: every arrow is a transition, and only the recovery within a branch is left out', () => {
    const [diagram = ''] = sectionOf(readme, 'The two ways').match(/^stateDiagram[^`]*/m) ?? [];
    const arrows = [...diagram.matchAll(/^ *(\S+) --> ([\w[\]*]+)/gm)].map(
      ([, from, to]) => `${from} --> ${to}`,
    );
    const [[, packaged] = []] = deployed('orchestration').all('AWS::StepFunctions::StateMachine');
    const machine = JSON.parse(packaged?.DefinitionString ?? '') as Machine;
    const inBranch = /(?:Pause|TooLate|Unknown)\b/;
    expect([...new Set(arrows)].sort()).toEqual(
      [...new Set(transitionsOf(machine))].filter((arrow) => !inBranch.test(arrow)).sort(),
    );
  });
});

/** What is looked at of the Amazon States Language: https://states-language.net */
interface Machine {
  readonly StartAt: string;
  readonly States: Readonly<
    Record<
      string,
      {
        readonly Type: string;
        readonly Next?: string;
        readonly Default?: string;
        readonly Choices?: readonly { readonly Next: string }[];
        readonly Catch?: readonly { readonly Next: string }[];
        readonly Branches?: readonly Machine[];
      }
    >
  >;
}

const transitionsOf = ({ StartAt, States }: Machine): string[] => [
  `[*] --> ${StartAt}`,
  ...Object.entries(States).flatMap(([name, state]) => [
    ...[state, ...(state.Choices ?? []), ...(state.Catch ?? [])].flatMap(({ Next }) =>
      Next === undefined ? [] : [`${name} --> ${Next}`],
    ),
    ...(state.Default === undefined ? [] : [`${name} --> ${state.Default}`]),
    ...(state.Next === undefined && state.Type !== 'Choice' ? [`${name} --> [*]`] : []),
    ...(state.Branches ?? []).flatMap(transitionsOf),
  ]),
];

describe('the documents', () => {
  const documents = globSync(['*.md', 'docs/**/*.md', 'lab/*.md']);

  it.each(documents)('%s: every link leads somewhere', (document) => {
    const links = [...readFileSync(document, 'utf8').matchAll(/\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)/g)];
    const dead = links.filter(([, target = '']) => !existsSync(join(dirname(document), target)));
    expect(dead.map(([link]) => link)).toEqual([]);
  });
});
