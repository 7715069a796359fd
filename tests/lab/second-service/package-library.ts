import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { zipSync } from 'fflate';
import { template } from './template.ts';

const HANDLERS = ['lend', 'announce', 'confirm', 'post', 'look', 'tally'];

const state = {
  service: { service: 'library', provider: { name: 'aws', runtime: 'nodejs24.x' } },
  package: {
    individually: true,
    artifactDirectoryName: 'serverless/library/test/1767225600000-2026-01-01T00:00:00.000Z',
  },
};

/** Bundles the handlers and lays the package out in a directory of its own, as `sls package` does; answers which. */
export const packageLibrary = async (): Promise<string> => {
  const { outputFiles } = await build({
    entryPoints: HANDLERS.map((name) => join(__dirname, 'handlers', `${name}.ts`)),
    ...{ bundle: true, minify: true, write: false, outdir: 'out', logLevel: 'silent' },
    ...{ platform: 'node', target: 'node24', format: 'cjs' },
  });
  const directory = mkdtempSync(join(tmpdir(), 'second-service-'));
  const write = (name: string, content: string | Uint8Array): void =>
    writeFileSync(join(directory, name), content);
  write('serverless-state.json', JSON.stringify(state));
  write('cloudformation-template-update-stack.json', JSON.stringify(template));
  for (const { path, contents } of outputFiles) {
    const file = path.slice(path.lastIndexOf('/') + 1);
    write(file.replace(/js$/, 'zip'), zipSync({ [file]: contents }));
  }
  return directory;
};
