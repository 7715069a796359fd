import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { guards, pending } from '../../scripts/simulation/guards.ts';
import { mutate } from '../../scripts/simulation/mutate.ts';

/** The hazards of docs/hazards.md, by their numbers. */
const hazards = [...readFileSync('docs/hazards.md', 'utf8').matchAll(/^\| (H\d+) \|/gm)].map(([, id]) => id);

describe('the guards of the code', () => {
  it.each(guards)('$hazard: $name: stands where it is said to stand, once', (guard) => {
    const text = readFileSync(guard.file, 'utf8');
    expect(mutate(text, guard)).not.toBe(text);
  });

  it('are refused when they stand there twice, or no more', () => {
    const guard = { name: 'g', hazard: 'H1', file: 'f.ts', find: 'x', replace: 'y' };
    expect(mutate('a x b', guard)).toBe('a y b');
    expect(() => mutate('x x', guard)).toThrow('guard "g" stands 2 times in f.ts');
    expect(() => mutate('', guard)).toThrow('guard "g" stands 0 times in f.ts');
  });

  it('cover every hazard, but for those that are pending with a reason', () => {
    const covered = [...guards, ...pending].map(({ hazard }) => hazard);
    expect(hazards.filter((hazard) => !covered.includes(String(hazard)))).toEqual([]);
    expect(pending.filter(({ hazard }) => guards.some((guard) => guard.hazard === hazard))).toEqual([]);
  });
});
