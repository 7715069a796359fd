import { loadPackage } from '../../lab/template/load.ts';
import { PATTERNS, type Pattern } from '../comparison/minimum.ts';
import { packageDirectory } from '../comparison/package-stages.ts';
import { draw } from './lab.ts';
import { type Stage, stageOf } from './stage.ts';

/** The packaged stages of both patterns. */
export type Stages = Readonly<Record<Pattern, Stage>>;

/** Reads what `npm run package` left under the root of the repository. */
export const readStages = async (root: string): Promise<Stages> => {
  const stages = PATTERNS.map(async (pattern) => {
    const blueprint = await draw(loadPackage(packageDirectory(root, pattern)));
    return [pattern, stageOf(pattern, blueprint)] as const;
  });
  return Object.fromEntries(await Promise.all(stages)) as Stages;
};
