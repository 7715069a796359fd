import { EventEmitter } from 'node:events';
import { METHODS, STATUS_CODES } from 'node:http';
import { ClientRequest, type RequestOptions, type RequestTimers, type Send } from './request.ts';

/** Keeps the options a client reads back; there are no sockets to pool. */
class Agent extends EventEmitter {
  readonly options: Readonly<Record<string, unknown>>;
  readonly keepAlive: boolean;
  readonly maxSockets: number;
  readonly sockets = {};
  readonly freeSockets = {};
  readonly requests = {};

  constructor(options: { keepAlive?: boolean; maxSockets?: number } = {}) {
    super();
    this.options = { ...options };
    // Nothing to keep alive. Answering false spares the SDK a timer for each request.
    this.keepAlive = false;
    this.maxSockets = options.maxSockets ?? Number.POSITIVE_INFINITY;
  }

  destroy(): void {}
}

type OnResponse = (response: unknown) => void;

const fromUrl = (url: string | URL): RequestOptions => {
  const { host, hostname, pathname, search } = new URL(url);
  return { host, hostname, path: pathname + search };
};

/** Node allows `(options, cb)`, `(url, cb)` and `(url, options, cb)`. */
const readArguments = (args: readonly unknown[]): { options: RequestOptions; onResponse?: OnResponse } => {
  const onResponse = args.find((arg): arg is OnResponse => typeof arg === 'function');
  const parts = args
    .filter((arg) => typeof arg === 'string' || (typeof arg === 'object' && arg !== null))
    .map((arg) => (typeof arg === 'string' || arg instanceof URL ? fromUrl(arg) : (arg as RequestOptions)));
  const options: RequestOptions =
    parts.length === 1 ? (parts[0] as RequestOptions) : Object.assign({}, ...parts);
  return onResponse ? { options, onResponse } : { options };
};

/**
 * What a bundle gets for `http` and `https`: requests go to `send` instead of a socket. A fresh, mutable
 * object, because tracers wrap `request` in place.
 */
export const createHttpModule = (send: Send, timers: RequestTimers): Record<string, unknown> => {
  const request = (...args: unknown[]): ClientRequest => {
    const { options, onResponse } = readArguments(args);
    const made = new ClientRequest(options, send, timers);
    if (onResponse) made.once('response', onResponse);
    return made;
  };
  return {
    request,
    get: (...args: unknown[]) => request(...args).end(),
    Agent,
    globalAgent: new Agent(),
    ClientRequest,
    METHODS,
    STATUS_CODES,
    createServer: () => {
      throw new Error('No network in the lab: http.createServer');
    },
  };
};
