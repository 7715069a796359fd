#!/usr/bin/env node
import { join } from 'node:path';
import { readFlags, runCommand } from './cli/command.ts';
import { PATTERNS } from './comparison/minimum.ts';
import { packageStages } from './comparison/package-stages.ts';

const HELP = `Packages both stages into .build, as for a deployment; what is unchanged is not packaged again.

  npm run package

  --help  this text

Exit code 0: packaged. 1: a stage could not be packaged. 2: wrong usage.`;

const main = async (): Promise<number> => {
  const { help } = readFlags({ help: { type: 'boolean', default: false } });
  if (help) {
    console.log(HELP);
    return 0;
  }
  const packaged = await packageStages(join(import.meta.dirname, '..'), PATTERNS);
  console.log(packaged.length === 0 ? 'packages are up to date' : `packaged ${packaged.join(' and ')}`);
  return 0;
};

await runCommand('package', main);
