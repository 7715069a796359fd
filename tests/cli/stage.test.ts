import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { resolveStage } from '../../scripts/stage.cjs';
import { deploy } from '../template/deployed.ts';
import { templateIn } from '../template/packages.ts';
import { copyProject } from './sls.ts';

const FORMS =
  'use choreography, orchestration, <env>-choreography or <env>-orchestration (<env>: lower-case letters and digits, at most 16).';

describe('the stage', () => {
  it.each([
    ['choreography', 'choreography', false],
    ['orchestration', 'orchestration', false],
    ['test-choreography', 'choreography', false],
    ['pr1234-orchestration', 'orchestration', false],
    ['prod-choreography', 'choreography', true],
    ['prod-orchestration', 'orchestration', true],
    ['production-orchestration', 'orchestration', false],
  ])('%s chooses %s; protected: %s', (stage, pattern, isProtected) => {
    expect(resolveStage(stage, undefined)).toEqual({
      pattern,
      protected: isProtected,
      timeoutMinutes: 30,
      holdMinutes: 45,
    });
  });

  it.each([
    'dev',
    'prod',
    'Choreography',
    'choreography-prod',
    'prod_orchestration',
    'prod-eu-orchestration',
    '1-choreography',
    '-choreography',
    'a2345678901234567-choreography',
    'choreographyorchestration',
    'constructor',
    '',
  ])('"%s" names no pattern', (stage) => {
    expect(() => resolveStage(stage, undefined)).toThrow(`stage "${stage}" names no pattern; ${FORMS}`);
  });
});

describe('a param', () => {
  it.each(['1', '5', '985'])('timeoutMinutes=%s is the deadline, and the hold outlives it', (minutes) => {
    expect(resolveStage('choreography', [`timeoutMinutes=${minutes}`])).toMatchObject({
      timeoutMinutes: Number(minutes),
      holdMinutes: Number(minutes) + 15,
    });
  });

  it.each(['0', '986', '-5', '2.5', '1e2', '0x10', ' 5', 'soon', ''])(
    'timeoutMinutes is a whole number of minutes, not "%s"',
    (minutes) => {
      expect(() => resolveStage('choreography', [`timeoutMinutes=${minutes}`])).toThrow(
        `param timeoutMinutes is "${minutes}"; it is a whole number from 1 to 985.`,
      );
    },
  );

  it.each(['timeout=sweep', 'outbox=stream', 'relay=lambda', 'correlation=table', 'workflow=standard'])(
    '%s is built, and changes nothing',
    (param) => {
      expect(resolveStage('choreography', [param])).toEqual(resolveStage('choreography', undefined));
    },
  );

  it.each([
    ['timeout=ttl', 'timeout=sweep'],
    ['outbox=table', 'outbox=stream'],
    ['relay=pipe', 'relay=lambda'],
    ['correlation=log', 'correlation=table'],
    ['correlation=cache', 'correlation=table'],
    ['workflow=express', 'workflow=standard'],
  ])('%s is refused by name until it is built', (param, built) => {
    expect(() => resolveStage('choreography', [param])).toThrow(
      `param ${param} is not built yet; ${built} is.`,
    );
  });

  it('has one of the values of the design', () => {
    expect(() => resolveStage('choreography', ['relay=pigeon'])).toThrow(
      'param relay is "pigeon"; it is one of lambda, pipe.',
    );
  });

  it.each(['cheese', 'TimeoutMinutes', 'constructor', '__proto__', 'toString'])('is never "%s"', (name) => {
    expect(() => resolveStage('choreography', [`${name}=more`])).toThrow(
      `there is no param "${name}"; the params are timeoutMinutes, timeout, outbox, relay, correlation, workflow.`,
    );
  });

  it.each(['timeout', '=sweep', ''])('is of the form name=value, not "%s"', (param) => {
    expect(() => resolveStage('choreography', [param])).toThrow(
      `--param "${param}" is not of the form name=value.`,
    );
  });

  it('may be given alone, as the framework hands on a single one', () => {
    expect(resolveStage('choreography', 'timeoutMinutes=5')).toMatchObject({ timeoutMinutes: 5 });
  });
});

describe('npx sls package', () => {
  const { folder, sls, remove } = copyProject();
  afterAll(remove);
  const untouched = readdirSync(folder);

  it.each([
    ['a stage that names no pattern', ['--stage', 'dev'], `stage "dev" names no pattern; ${FORMS}`],
    [
      'a value that is not built yet',
      ['--stage', 'orchestration', '--param', 'workflow=express'],
      'param workflow=express is not built yet; workflow=standard is.',
    ],
    [
      'the second of two params',
      ['--param', 'timeoutMinutes=5', '--param', 'cheese'],
      '--param "cheese" is not of the form name=value.',
    ],
  ])('refuses %s with one sentence, and packages nothing', (_, args, sentence) => {
    expect(sls('package', ...args)).toEqual({ status: 1, stdout: '', stderr: `\nError: ${sentence}\n` });
    expect(readdirSync(folder)).toEqual(untouched);
  });

  it('hands the deadline on to the functions', () => {
    expect(sls('package', '--param', 'timeoutMinutes=5', '--package', 'packaged')).toMatchObject({
      status: 0,
    });
    const stack = deploy(templateIn(join(folder, 'packaged')), 'choreography');
    const variables = (id: string) => stack.all('AWS::Lambda::Function').get(id)?.Environment.Variables;
    expect(variables('PlaceOrderLambdaFunction')).toMatchObject({ TIMEOUT_MINUTES: '5' });
    expect(variables('InventoryLambdaFunction')).toMatchObject({ HOLD_MINUTES: '20' });
  });
});
