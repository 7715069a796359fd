/** Seeded randomness: the same seed gives the same run, to the byte. */
export interface Random {
  /** A float in [0, 1). */
  next(): number;
  /** An integer in [0, below). */
  integer(below: number): number;
  /** `count` random bytes. */
  bytes(count: number): Uint8Array;
  /** A random UUID, version 4, as the services assign them. */
  uuid(): string;
  /**
   * An independent stream, so that one consumer's draws do not shift another's. It depends on the labels on the
   * way to it, not on what was drawn before: the same label gives the same stream again.
   */
  fork(label: string): Random;
}

/** FNV-1a, 32 bits. */
const hash = (text: string): number => {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
};

/** Rounds after which the bits of the key have spread over the whole state. */
const WARM_UP = 12;

/**
 * sfc32 (Doty-Humphrey, PractRand). Its 128 bits of state keep streams apart, and their UUIDs unique, where a
 * generator of 32 bits would soon repeat itself.
 */
const createGenerator = (key: string): (() => number) => {
  let [a, b, c] = [hash(`a${key}`), hash(`b${key}`), hash(`c${key}`)];
  let counter = hash(`d${key}`);
  const next = (): number => {
    const sum = (a + b + counter++) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4294967296;
  };
  for (let round = 0; round < WARM_UP; round++) next();
  return next;
};

/** Each byte as two digits. */
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** `key` is the seed and the labels of the forks so far. */
const createStream = (key: string): Random => {
  const next = createGenerator(key);
  const integer = (below: number): number => Math.floor(next() * below);
  const bytes = (count: number): Uint8Array => {
    const drawn = new Uint8Array(count);
    for (let i = 0; i < count; i++) drawn[i] = integer(256);
    return drawn;
  };
  return {
    next,
    integer,
    bytes,
    uuid: () => {
      let text = '';
      for (let i = 0; i < 16; i++) {
        const byte = integer(256);
        if (i === 4 || i === 6 || i === 8 || i === 10) text += '-';
        text += HEX[i === 6 ? (byte & 0x0f) | 0x40 : i === 8 ? (byte & 0x3f) | 0x80 : byte];
      }
      return text;
    },
    fork: (label) => createStream(`${key}/${label}`),
  };
};

export const createRandom = (seed: number): Random => createStream(String(seed));
