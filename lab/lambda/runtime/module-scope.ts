import type { Clock } from '../../kernel/clock.ts';
import type { Random } from '../../kernel/random.ts';
import { createDgramModule, type DatagramObserver } from '../../wire/in-process/dgram.ts';
import { createHttpModule } from '../../wire/in-process/http.ts';
import type { Send } from '../../wire/in-process/request.ts';
import { createRequireOf } from './builtins.ts';
import { createCryptoModule, createMath, createWebCrypto } from './chance.ts';
import { createConsole } from './console.ts';
import type { Life } from './life.ts';
import { createProcess } from './process.ts';
import { type CompiledBundle, realm, SCOPE_PARAMETERS, type Scope } from './realm.ts';
import { createAbortSignal, createDate, createPerformance, type Timers } from './time.ts';

/** What a module scope is connected to. */
export interface ScopeOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly life: Life;
  readonly timers: Timers;
  readonly env: Record<string, string>;
  readonly requestId: () => string | undefined;
  readonly log: (message: string) => void;
  readonly exit: (code: number) => never;
  readonly send: Send;
  readonly onDatagram?: DatagramObserver | undefined;
}

/** A global object of its own: what the bundle sets stays here, what it reads and never set is the real one. */
const createGlobal = (own: Record<string, unknown>): object => {
  const global: object = new Proxy(own, {
    get: (target, key) => (Object.hasOwn(target, key) ? Reflect.get(target, key) : Reflect.get(realm, key)),
    has: (target, key) => Object.hasOwn(target, key) || Reflect.has(realm, key),
  });
  Object.assign(own, { globalThis: global, global });
  return global;
};

const refuseFetch = async (): Promise<never> => {
  throw new TypeError('fetch failed', { cause: new Error('No network in the lab: fetch') });
};

const createScope = (
  options: ScopeOptions,
  filename: string,
): { scope: Scope; require: (id: string) => unknown } => {
  const { clock, random, life, timers, send } = options;
  const process = createProcess(options);
  const console = createConsole(process, clock, options.requestId);
  const performance = createPerformance(clock);
  const crypto = createWebCrypto(random);
  const requestTimers = { set: timers.setTimeout, clear: timers.clear };
  const require = createRequireOf(filename, {
    ...{ process, console, performance, timers },
    createHttp: () => createHttpModule(send, requestTimers),
    createDgram: () => createDgramModule(options.onDatagram),
    createCrypto: () => createCryptoModule(random, crypto),
  });
  const own = {
    ...{ process, console, performance, crypto },
    Date: createDate(clock),
    Math: createMath(random),
    setTimeout: timers.setTimeout,
    clearTimeout: timers.clear,
    setInterval: timers.setInterval,
    clearInterval: timers.clear,
    setImmediate: timers.setImmediate,
    clearImmediate: timers.clear,
    queueMicrotask: (callback: () => void) => realm.queueMicrotask(life.guard(callback)),
    AbortSignal: createAbortSignal(timers),
    fetch: refuseFetch,
  };
  const global = createGlobal({ ...own });
  const $mport = async (id: string) => {
    const module = require(id) as object;
    return { default: module, ...module };
  };
  return { scope: { ...own, globalThis: global, global, $mport }, require };
};

/** Runs a bundle from the top in a scope of its own, and answers its exports. Throws what the module throws. */
export const runModule = (bundle: CompiledBundle, filename: string, options: ScopeOptions): unknown => {
  const { scope, require } = createScope(options, filename);
  const module = { exports: {}, id: filename, filename, loaded: false };
  const body = bundle(...SCOPE_PARAMETERS.map((name) => scope[name]));
  const directory = filename.slice(0, filename.lastIndexOf('/'));
  body.call(module.exports, module.exports, require, module, filename, directory);
  return module.exports;
};
