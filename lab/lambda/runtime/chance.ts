import * as nodeCrypto from 'node:crypto';
import type { Random } from '../../kernel/random.ts';
import { realm } from './realm.ts';
import { withoutThreadPool } from './thread-pool.ts';

export const createMath = (random: Random): Math =>
  Object.create(realm.Math, { random: { value: () => random.next() } });

type Bytes = ArrayBufferView<ArrayBuffer>;

const fill = (random: Random, view: Bytes): void =>
  new Uint8Array(view.buffer, view.byteOffset, view.byteLength).set(random.bytes(view.byteLength));

/**
 * Web Crypto, seeded. Of `subtle` only `digest` is there: the real one works on threads, where the lab's
 * clock would not wait for it.
 */
export const createWebCrypto = (random: Random): Record<string, unknown> => ({
  randomUUID: () => random.uuid(),
  getRandomValues: <T extends Bytes>(view: T): T => {
    fill(random, view);
    return view;
  },
  subtle: {
    digest: async (algorithm: string | { name: string }, data: Uint8Array | ArrayBuffer) => {
      const { name } = typeof algorithm === 'string' ? { name: algorithm } : algorithm;
      const hash = nodeCrypto.createHash(name.replace('-', '').toLowerCase());
      const bytes = ArrayBuffer.isView(data)
        ? Buffer.from(data.buffer, data.byteOffset, data.byteLength)
        : Buffer.from(data);
      return new Uint8Array(hash.update(bytes).digest()).buffer;
    },
  },
});

/**
 * `createHmac`, which every signed call needs. Node finds out that plain bytes are no KeyObject by an error it
 * throws and catches, which costs more than the HMAC: they come as a KeyObject, then.
 */
const createHmac: typeof nodeCrypto.createHmac = (algorithm, key, options) => {
  const secret = ArrayBuffer.isView(key) ? nodeCrypto.createSecretKey(key) : key;
  return nodeCrypto.createHmac(algorithm, secret, options);
};

const unseeded = withoutThreadPool(nodeCrypto);

/** `node:crypto`, with all that draws on chance seeded. */
export const createCryptoModule = (random: Random, webcrypto: unknown): Record<string, unknown> => {
  const randomBytes = (size: number, done?: (error: null, bytes: Buffer) => void): Buffer | undefined => {
    const bytes = Buffer.from(random.bytes(size));
    if (!done) return bytes;
    process.nextTick(done, null, bytes);
    return undefined;
  };
  const randomInt = (...args: (number | ((error: null, value: number) => void))[]): number | undefined => {
    const [low = 0, high] = args.filter((arg) => typeof arg === 'number');
    const [from, to] = high === undefined ? [0, low] : [low, high];
    const done = args.find((arg) => typeof arg === 'function');
    const value = from + random.integer(to - from);
    if (!done) return value;
    process.nextTick(done, null, value);
    return undefined;
  };
  const randomFillSync = <T extends Bytes>(view: T): T => {
    fill(random, view);
    return view;
  };
  return {
    ...unseeded,
    createHmac,
    randomBytes,
    pseudoRandomBytes: randomBytes,
    randomInt,
    randomFillSync,
    randomUUID: () => random.uuid(),
    getRandomValues: randomFillSync,
    webcrypto,
    subtle: (webcrypto as { subtle: unknown }).subtle,
  };
};
