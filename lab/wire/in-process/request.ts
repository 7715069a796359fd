import { EventEmitter } from 'node:events';
import type { HttpRequest, HttpResponse } from '../protocols/http.ts';
import { createResponse } from './response.ts';

/** Carries a request to the lab. Whoever implements it may leave it unanswered for ever. */
export type Send = (request: HttpRequest) => Promise<HttpResponse>;

/** `setTimeout` and `clearTimeout` of whoever makes the requests. */
export interface RequestTimers {
  set(action: () => void, ms: number): unknown;
  clear(timer: unknown): void;
}

/** The options of `http.request` that the AWS SDK, the X-Ray SDK and plain callers use. */
export interface RequestOptions {
  readonly host?: string;
  readonly hostname?: string;
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, number | string | readonly string[]>>;
  readonly agent?: unknown;
  readonly timeout?: number;
}

/** After the caller is done. In a promise, so that what a listener throws belongs to the caller's context. */
const soon = (action: () => void): void => void Promise.resolve().then(action);

const splitPath = (path: string): { path: string; query: Record<string, string> } => {
  const mark = path.indexOf('?');
  if (mark < 0) return { path, query: {} };
  return { path: path.slice(0, mark), query: Object.fromEntries(new URLSearchParams(path.slice(mark + 1))) };
};

/** The socket that is not there: connected from the start, idle until the answer comes. */
class Socket extends EventEmitter {
  readonly connecting = false;
  readonly request: ClientRequest;

  constructor(request: ClientRequest) {
    super();
    this.request = request;
  }

  setKeepAlive(): this {
    return this;
  }

  setTimeout(ms: number, onTimeout?: () => void): this {
    if (onTimeout) this.once('timeout', onTimeout);
    this.request.expectAnswerWithin(ms);
    return this;
  }

  destroy(error?: Error): void {
    this.request.destroy(error);
  }
}

/** As much of Node's `http.ClientRequest` as clients of AWS use. */
export class ClientRequest extends EventEmitter {
  readonly method: string;
  readonly path: string;
  readonly host: string;
  readonly reusedSocket = false;
  readonly socket: Socket;
  destroyed = false;
  readonly #headers = new Map<string, string>();
  readonly #chunks: Buffer[] = [];
  readonly #send: Send;
  readonly #timers: RequestTimers;
  #timer: unknown;

  constructor(options: RequestOptions, send: Send, timers: RequestTimers) {
    super();
    this.method = options.method ?? 'GET';
    this.path = options.path ?? '/';
    this.host = options.hostname ?? options.host ?? 'localhost';
    this.#send = send;
    this.#timers = timers;
    this.socket = new Socket(this);
    for (const name in options.headers) this.setHeader(name, options.headers[name] ?? '');
    if (!this.#headers.has('host')) this.#headers.set('host', this.host);
    if (options.timeout) this.expectAnswerWithin(options.timeout);
  }

  setHeader(name: string, value: number | string | readonly string[]): this {
    this.#headers.set(name.toLowerCase(), typeof value === 'object' ? value.join(',') : String(value));
    return this;
  }

  getHeader(name: string): string | undefined {
    return this.#headers.get(name.toLowerCase());
  }

  getHeaders(): Record<string, string> {
    return Object.fromEntries(this.#headers);
  }

  removeHeader(name: string): void {
    this.#headers.delete(name.toLowerCase());
  }

  setSocketKeepAlive(): void {}

  setNoDelay(): void {}

  flushHeaders(): void {}

  setTimeout(ms: number, onTimeout?: () => void): this {
    if (onTimeout) this.once('timeout', onTimeout);
    this.expectAnswerWithin(ms);
    return this;
  }

  /** Arms the `timeout` events of request and socket; 0 disarms them. */
  expectAnswerWithin(ms: number): void {
    this.#timers.clear(this.#timer);
    if (ms <= 0) return;
    this.#timer = this.#timers.set(() => {
      this.emit('timeout');
      this.socket.emit('timeout');
    }, ms);
  }

  write(chunk: string | Uint8Array): boolean {
    this.#chunks.push(Buffer.from(chunk as string));
    return true;
  }

  end(chunk?: string | Uint8Array | (() => void)): this {
    if (chunk !== undefined && typeof chunk !== 'function') this.write(chunk);
    const body = this.#chunks.length === 1 ? (this.#chunks[0] as Buffer) : Buffer.concat(this.#chunks);
    soon(() => {
      this.emit('socket', this.socket);
      this.emit('finish');
    });
    this.#send({ method: this.method, ...splitPath(this.path), headers: this.getHeaders(), body }).then(
      (answer) => this.#receive(answer),
      (error: Error) => this.destroy(error),
    );
    return this;
  }

  #receive(answer: HttpResponse): void {
    if (this.destroyed) return;
    this.#timers.clear(this.#timer);
    const response = createResponse(answer, this.socket);
    response.once('close', () => this.emit('close'));
    this.emit('response', response);
  }

  destroy(error?: Error): this {
    if (this.destroyed) return this;
    this.destroyed = true;
    this.#timers.clear(this.#timer);
    soon(() => {
      if (error) this.emit('error', error);
      this.emit('close');
    });
    return this;
  }

  abort(): void {
    this.destroy();
  }
}
