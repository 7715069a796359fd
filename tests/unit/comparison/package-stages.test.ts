import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { packageStages } from '../../../scripts/comparison/package-stages.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'package-stages-'));
  for (const directory of ['src', 'statemachines', 'scripts']) mkdirSync(join(root, directory));
  for (const file of ['serverless.yml', 'package.json', 'package-lock.json'])
    writeFileSync(join(root, file), '');
});
afterEach(() => rmSync(root, { recursive: true }));

describe('packaging', () => {
  it('clears away what ended processes have left, and nothing of those that run', async () => {
    const { pid: ended } = spawnSync(process.execPath, ['--version']);
    const work = join(root, '.build', 'work');
    const running = `dev-choreography-${process.pid}`;
    for (const name of [`choreography-${ended}`, running])
      mkdirSync(join(work, name, 'src'), { recursive: true });
    await packageStages(root, []);
    expect(readdirSync(work)).toEqual([running]);
  });

  it('does without any', async () => {
    expect(await packageStages(root, [])).toEqual([]);
  });
});
