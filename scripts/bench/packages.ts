import { join } from 'node:path';
import { PATTERNS, type Pattern } from '../comparison/minimum.ts';
import { packageDirectory, packageStages } from '../comparison/package-stages.ts';

const root = join(import.meta.dirname, '..', '..');
let packaging: Promise<unknown> | undefined;

/** The directories of both packaged stages, packaged first where they are out of date. @throws PackagingFailed */
export const packages = async (): Promise<Readonly<Record<Pattern, string>>> => {
  packaging ??= packageStages(root, PATTERNS);
  await packaging;
  return {
    choreography: packageDirectory(root, 'choreography'),
    orchestration: packageDirectory(root, 'orchestration'),
  };
};
