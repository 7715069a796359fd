import * as asyncHooks from 'node:async_hooks';
import * as childProcess from 'node:child_process';
import { Console } from 'node:console';
import * as diagnosticsChannel from 'node:diagnostics_channel';
import * as dns from 'node:dns';
import * as http2 from 'node:http2';
import { builtinModules, createRequire } from 'node:module';
import * as net from 'node:net';
import * as tls from 'node:tls';
import * as zlib from 'node:zlib';
import { withoutNetwork } from '../../wire/in-process/no-network.ts';
import { files, promises } from './files.ts';
import { withoutThreadPool } from './thread-pool.ts';
import type { Timers } from './time.ts';

/** What the replaced modules of one environment are made of. */
export interface Replacements {
  readonly process: unknown;
  readonly console: object;
  readonly performance: unknown;
  readonly timers: Timers;
  readonly createHttp: () => Record<string, unknown>;
  readonly createDgram: () => Record<string, unknown>;
  readonly createCrypto: () => Record<string, unknown>;
}

const builtin = createRequire(`${process.cwd()}/`);
const IS_ADDRESS = ['isIP', 'isIPv4', 'isIPv6'];

/** Modules replaced in the same way for every environment: made when first asked for, then shared. */
const SHARED: Readonly<Record<string, () => unknown>> = {
  fs: () => files,
  'fs/promises': () => promises,
  zlib: () => withoutThreadPool(zlib),
  net: () => withoutNetwork('net', net, IS_ADDRESS),
  tls: () => withoutNetwork('tls', tls),
  http2: () => withoutNetwork('http2', http2),
  dns: () => withoutNetwork('dns', dns),
  'dns/promises': () => withoutNetwork('dns/promises', dns.promises as unknown as Record<string, unknown>),
  child_process: () => withoutNetwork('child_process', childProcess),
  // AsyncLocalStorage carries contexts by itself. A hook of a bundle would see every promise of the process.
  async_hooks: () => {
    const hook = { enable: () => hook, disable: () => hook };
    return { ...asyncHooks, createHook: () => hook };
  },
  // The channels are the process's own: a bundle would hear others, and its environment never be freed.
  diagnostics_channel: () => ({ ...diagnosticsChannel, subscribe: () => {}, unsubscribe: () => true }),
};

const shared = new Map<string, unknown>();

const timersPromises = (timers: Timers): Record<string, unknown> => {
  const wait = <T>(ms?: number, value?: T): Promise<T | undefined> =>
    new Promise((resolve) => timers.setTimeout(() => resolve(value), ms));
  return {
    setTimeout: wait,
    setImmediate: <T>(value?: T) => new Promise((resolve) => timers.setImmediate(() => resolve(value))),
    scheduler: { wait, yield: () => new Promise<void>((resolve) => timers.setImmediate(() => resolve())) },
  };
};

const timersModule = (timers: Timers): Record<string, unknown> => ({
  setTimeout: timers.setTimeout,
  setInterval: timers.setInterval,
  setImmediate: timers.setImmediate,
  clearTimeout: timers.clear,
  clearInterval: timers.clear,
  clearImmediate: timers.clear,
  promises: timersPromises(timers),
});

/** `require` of a bundle on Lambda: Node's own modules, and nothing else. */
export const createRequireOf = (filename: string, own: Replacements): ((id: string) => unknown) => {
  const makers: Record<string, () => unknown> = {
    http: own.createHttp,
    https: own.createHttp,
    dgram: own.createDgram,
    crypto: own.createCrypto,
    process: () => own.process,
    console: () => Object.assign(Object.create(own.console), own.console, { Console }),
    perf_hooks: () => ({ ...(builtin('node:perf_hooks') as object), performance: own.performance }),
    timers: () => timersModule(own.timers),
    'timers/promises': () => timersPromises(own.timers),
  };
  const modules = new Map<string, unknown>();
  const remember = (store: Map<string, unknown>, name: string, make: () => unknown): unknown => {
    if (!store.has(name)) store.set(name, make());
    return store.get(name);
  };
  return (id) => {
    const name = id.replace(/^node:/, '');
    const make = makers[name];
    if (make) return remember(modules, name, make);
    const makeShared = SHARED[name];
    if (makeShared) return remember(shared, name, makeShared);
    if (builtinModules.includes(name)) return builtin(`node:${name}`);
    const message = `Cannot find module '${id}'\nRequire stack:\n- ${filename}`;
    throw Object.assign(new Error(message), { code: 'MODULE_NOT_FOUND', requireStack: [filename] });
  };
};
