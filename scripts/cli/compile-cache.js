import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

/**
 * Keeps what Node makes of the modules, types stripped and compiled, for the next run. Preloaded by `node --import`,
 * also into workers: what a command imports itself is compiled before its first line runs.
 */
enableCompileCache(join(import.meta.dirname, '..', '..', '.build', 'compile-cache'));
