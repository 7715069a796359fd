import { EventEmitter } from 'node:events';

/** Sees each datagram: how the X-Ray SDK hands its segments to the daemon. */
export type DatagramObserver = (message: Buffer, port: number, address: string) => void;

const toBuffer = (message: unknown): Buffer =>
  Array.isArray(message) ? Buffer.concat(message.map(toBuffer)) : Buffer.from(message as string);

/** A socket whose datagrams reach nobody but the observer. */
class Socket extends EventEmitter {
  readonly #observe: DatagramObserver | undefined;

  constructor(observe: DatagramObserver | undefined) {
    super();
    this.#observe = observe;
  }

  /** `(message[, offset, length], port[, address][, callback])`, as Node has it. */
  send(message: unknown, ...rest: unknown[]): void {
    const done = rest.find((arg) => typeof arg === 'function') as
      | ((error: null, bytes: number) => void)
      | undefined;
    const values = rest.filter((arg) => typeof arg !== 'function');
    const ranged = typeof values[2] === 'number';
    const [port, address] = ranged ? values.slice(2) : values;
    const whole = toBuffer(message);
    const offset = ranged ? Number(values[0]) : 0;
    const bytes = ranged ? whole.subarray(offset, offset + Number(values[1])) : whole;
    this.#observe?.(bytes, Number(port), String(address ?? '127.0.0.1'));
    if (done) process.nextTick(done, null, bytes.length);
  }

  bind(): this {
    return this;
  }

  close(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }
}

/** What a bundle gets for `dgram`. */
export const createDgramModule = (observe?: DatagramObserver): Record<string, unknown> => ({
  createSocket: () => new Socket(observe),
  Socket,
});
