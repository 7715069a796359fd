import { createHash } from 'node:crypto';
import jsonata from 'jsonata';
import type { Kernel } from '../../kernel/kernel.ts';
import { createRandom } from '../../kernel/random.ts';

/**
 * The functions that every expression sees beside JSONata's own: those that Step Functions adds ("JSONata
 * functions provided by Step Functions"), and those of JSONata that would read the machine's clock or chance.
 */
export type Functions = Readonly<Record<string, unknown>>;

interface Native {
  readonly implementation: (this: unknown, ...args: unknown[]) => unknown;
}

/** JSONata's own implementation of a function, to be called with another clock. */
const native = (name: string): Promise<Native> => jsonata(`$${name}`).evaluate(undefined);

const natives = Promise.all([native('fromMillis'), native('toMillis')]);

const HASHES: Readonly<Record<string, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

const partition = (array: unknown, size: unknown): unknown => {
  const items = Array.isArray(array) ? array : [array];
  const step = Math.trunc(Number(size));
  if (array === undefined || !(step > 0)) return undefined;
  const count = Math.ceil(items.length / step);
  return Array.from({ length: count }, (_, index) => items.slice(index * step, (index + 1) * step));
};

/** Ends included; arguments rounded towards zero; undefined without a step, or one that leads away. */
const range = (start: unknown, end: unknown, step: unknown): unknown => {
  const [from, to, by] = [start, end, step].map((value) => Math.trunc(Number(value))) as [
    number,
    number,
    number,
  ];
  const length = Math.floor((to - from) / by) + 1;
  if (!Number.isFinite(length) || length < 1) return undefined;
  const values = Array.from({ length }, (_, index) => from + index * by);
  return length === 1 ? values[0] : values;
};

const hash = (text: unknown, algorithm: unknown): unknown => {
  if (text === undefined || algorithm === undefined) return undefined;
  const name = HASHES[String(algorithm)];
  if (name === undefined) throw new Error(`Unsupported hash algorithm: ${String(algorithm)}`);
  return createHash(name).update(String(text)).digest('hex');
};

const parse = (json: unknown): unknown => (json === undefined ? undefined : JSON.parse(String(json)));

/** Fisher and Yates, with the lab's dice. */
const shuffle = (array: unknown, draw: (below: number) => number): unknown => {
  if (!Array.isArray(array)) return array;
  const cards: unknown[] = [...array];
  for (let last = cards.length - 1; last > 0; last--) {
    const other = draw(last + 1);
    [cards[last], cards[other]] = [cards[other], cards[last]];
  }
  return cards;
};

export const createFunctions = ({ clock, random }: Kernel): Functions => {
  const dice = random.fork('stepfunctions.jsonata');
  const millis = (): number => Math.floor(clock.now());
  return {
    partition,
    range,
    hash,
    parse,
    random: (seed: unknown) => (seed === undefined ? dice : createRandom(Number(seed))).next(),
    uuid: () => dice.uuid(),
    shuffle: (array: unknown) => shuffle(array, dice.integer),
    millis,
    now: async (picture: unknown, timezone: unknown) => {
      const [fromMillis] = await natives;
      return fromMillis.implementation.call(undefined, millis(), picture, timezone);
    },
    // A picture that leaves parts of the date out takes them from the present.
    toMillis: async (text: unknown, picture: unknown) => {
      const [, toMillis] = await natives;
      const environment = { timestamp: new Date(millis()) };
      return toMillis.implementation.call({ environment }, text, picture);
    },
    // AWS leaves `$eval` out: calling it is calling what is no function.
    eval: undefined,
  };
};
