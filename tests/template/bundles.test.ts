import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { unzipSync } from 'fflate';
import { deployed } from './deployed.ts';
import { archiveOf, stages } from './packages.ts';

/** The design's budget, minified, tracer and SDK included. */
const BUDGET_BYTES = 420_000;

/** What Lambda sets beside the function's own variables. */
const RUNTIME = {
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'secret',
  AWS_SESSION_TOKEN: 'token',
  LAMBDA_TASK_ROOT: '/var/task',
};

const folder = mkdtempSync(join(tmpdir(), 'bundles-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Loads a module as Lambda does, in a process of its own, and answers the type of the export. */
const typeOfExport = (
  bundle: Uint8Array,
  name: string,
  variables: Readonly<Record<string, string>>,
): string => {
  const file = join(folder, 'bundle.cjs');
  writeFileSync(file, bundle);
  const program = 'process.stdout.write(typeof require(process.argv[1])[process.argv[2]])';
  const { stdout, stderr } = spawnSync(process.execPath, ['-e', program, file, name], {
    encoding: 'utf8',
    env: { ...RUNTIME, ...variables },
  });
  return stderr || stdout;
};

describe.each(stages)('the bundles of %s', (stage) => {
  const functions = [...deployed(stage).all('AWS::Lambda::Function').values()];

  it.each(functions)('$FunctionName: one file within the budget, whose handler loads', (properties) => {
    const { FunctionName, Handler, Environment } = properties;
    const [path, name = ''] = Handler.split('.');
    const [[file, bundle] = ['', new Uint8Array()], ...others] = Object.entries(
      unzipSync(archiveOf(stage, FunctionName.slice(`pizza-two-ways-${stage}-`.length))),
    );
    expect(others).toEqual([]);
    expect(file).toBe(`${path}.js`);
    expect(bundle.length).toBeLessThanOrEqual(BUDGET_BYTES);
    expect(
      typeOfExport(bundle, name, { AWS_LAMBDA_FUNCTION_NAME: FunctionName, ...Environment.Variables }),
    ).toBe('function');
  });
});
