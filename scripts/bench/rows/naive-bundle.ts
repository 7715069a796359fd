import { join } from 'node:path';
import { build } from 'esbuild';

let bundle: Promise<string> | undefined;

/** What a function weighs whose author imports as the manuals show, and minifies. */
export const naiveBundle = (): Promise<string> => {
  bundle ??= buildNaive();
  return bundle;
};

const buildNaive = async (): Promise<string> => {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'naive-function.ts')],
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    write: false,
  });
  return outputFiles[0]?.text ?? '';
};
