import type { Path } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { parsePath, refuseOverlaps } from './path.ts';

/** `a, b.c, d[0]` */
export const parseProjection = (cursor: Cursor): readonly Path[] => {
  const paths: Path[] = [];
  do paths.push(parsePath(cursor));
  while (cursor.accept(','));
  refuseOverlaps(cursor, paths);
  return paths;
};
