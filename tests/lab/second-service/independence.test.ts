import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const ROOT = join(__dirname, '..', '..', '..');
const files = globSync('lab/**/*', { cwd: ROOT, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)));
const sources = files.filter((file) => file.endsWith('.ts'));
const textOf = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

/** Modules that a source imports from this project, from its root. */
const importsOf = (file: string): string[] =>
  [...textOf(file).matchAll(/(?:from|import) ?\(?'(\.[^']+)'/g)].map(([, path = '']) =>
    relative(ROOT, join(ROOT, dirname(file), path)),
  );

/** The words of the app: of its business, its stages and its functions. */
const APP =
  /pizza|margherita|mozzarella|\btopping|chef|kitchen|ingredient|choreograph|placeOrder|aggregator/i;

describe('the lab', () => {
  it('is looked at as a whole', () => {
    expect(sources.length).toBeGreaterThan(150);
    expect(importsOf('lab/lab.ts')).toContain('lab/kernel/kernel.ts');
  });

  it('imports nothing from outside itself', () => {
    const outward = sources.flatMap((file) =>
      importsOf(file).flatMap((path) => (path.startsWith('lab/') ? [] : [`${file} → ${path}`])),
    );
    expect(outward).toEqual([]);
  });

  it('knows nothing of what it runs', () => {
    const knowing = files.filter((file) => APP.test(textOf(file)));
    expect(knowing).toEqual([]);
  });

  it('asks nobody but the kernel for the time, and for chance', () => {
    // Methods of these names belong to whoever has them.
    const REAL =
      /(?<![.\w])(Date\.now\(|new Date\(\)|Math\.random\(|performance\.now\(|set(Timeout|Interval|Immediate)\((?!ms: ))/;
    // The clock itself, and the server's patience with connections that stay open when it stops.
    const excused = new Set(['lab/kernel/clock.ts', 'lab/wire/server/server.ts']);
    const asking = sources.filter((file) => !excused.has(file) && REAL.test(textOf(file)));
    expect(asking).toEqual([]);
  });
});
