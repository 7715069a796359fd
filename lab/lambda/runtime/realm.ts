import { compileFunction } from 'node:vm';

/** The names Node's own module wrapper gives a CommonJS module. */
const MODULE_PARAMETERS = ['exports', 'require', 'module', '__filename', '__dirname'] as const;

/** What a bundle sees instead of the globals of this process, and in place of `import()`. */
export const SCOPE_PARAMETERS = [
  'globalThis',
  'global',
  'process',
  'console',
  'Date',
  'Math',
  'crypto',
  'performance',
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'clearInterval',
  'setImmediate',
  'clearImmediate',
  'queueMicrotask',
  'AbortSignal',
  'fetch',
  '$mport',
] as const;

export type Scope = Readonly<Record<(typeof SCOPE_PARAMETERS)[number], unknown>>;
export type ModuleBody = (...args: unknown[]) => void;
/** A bundle's code, compiled; each call gives it other globals. */
export type CompiledBundle = (...scope: unknown[]) => ModuleBody;

/**
 * The global object of the realm bundles run in. It is not ours where this process itself runs in a VM
 * context, as it does under jest.
 */
export const realm = compileFunction('return globalThis')() as typeof globalThis;

/** A dynamic import. Of the same length as its replacement, so that stack traces keep their columns. */
const DYNAMIC_IMPORT = /(?<![.\w$])import(?=\s*\()/g;

/** By source, then by file name: a key made of both would have to be hashed each time. */
const cache = new Map<string, Map<string, CompiledBundle>>();

/**
 * Compiles a CommonJS bundle, once for all environments that will run it. Its globals are parameters of an
 * outer function, so that the module may declare variables of the same names. Throws SyntaxError.
 */
export const compileBundle = (source: string, filename: string): CompiledBundle => {
  const compiledAs = cache.get(source) ?? new Map<string, CompiledBundle>();
  cache.set(source, compiledAs);
  const cached = compiledAs.get(filename);
  if (cached) return cached;
  const head = `return (function (${MODULE_PARAMETERS.join(', ')}) {`;
  const body = source.replace(/^#!.*/, '').replace(DYNAMIC_IMPORT, '$$mport');
  const compiled = compileFunction(`${head}${body}\n})`, [...SCOPE_PARAMETERS], {
    filename,
    columnOffset: -head.length,
  }) as CompiledBundle;
  compiledAs.set(filename, compiled);
  return compiled;
};
