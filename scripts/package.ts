#!/usr/bin/env node
import { join } from 'node:path';
import { PATTERNS } from './comparison/minimum.ts';
import { PackagingFailed, packageStages } from './comparison/package-stages.ts';

/** Packages both stages, as a deployment would; what is unchanged is not packaged again. */
try {
  const packaged = await packageStages(join(import.meta.dirname, '..'), PATTERNS);
  console.log(packaged.length === 0 ? 'packages are up to date' : `packaged ${packaged.join(' and ')}`);
} catch (error) {
  if (!(error instanceof PackagingFailed)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
