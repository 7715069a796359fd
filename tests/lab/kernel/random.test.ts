import { describe, expect, it } from '@jest/globals';
import { createRandom, type Random } from '../../../lab/kernel/random.ts';

const draws = (random: Random, count = 5): number[] => Array.from({ length: count }, () => random.next());

describe('randomness', () => {
  it('is the same again from the same seed, and another from another', () => {
    expect(draws(createRandom(7))).toEqual(draws(createRandom(7)));
    expect(draws(createRandom(7))).not.toEqual(draws(createRandom(8)));
  });

  it('spreads floats evenly over [0, 1)', () => {
    const random = createRandom(1);
    const counts = new Array<number>(10).fill(0);
    for (const value of draws(random, 100_000)) {
      const bucket = Math.floor(value * 10);
      counts[bucket] = (counts[bucket] ?? 0) + 1;
    }
    // Six standard deviations of a bucket are 570.
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(570);
  });

  it('draws every integer below a bound, and no other', () => {
    const random = createRandom(2);
    const drawn = new Set(Array.from({ length: 200 }, () => random.integer(5)));
    expect([...drawn].sort()).toEqual([0, 1, 2, 3, 4]);
  });

  it('draws bytes', () => {
    const bytes = createRandom(3).bytes(5000);
    expect(bytes).toHaveLength(5000);
    expect(new Set(bytes).size).toBe(256);
  });

  it('makes UUIDs of version 4 and variant 1 (RFC 9562)', () => {
    const random = createRandom(4);
    for (let made = 0; made < 100; made++) {
      expect(random.uuid()).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    }
  });

  it('makes no UUID twice, in however many streams', () => {
    const root = createRandom(5);
    const uuids = new Set<string>();
    for (let stream = 0; stream < 60_000; stream++) {
      const random = root.fork(`${stream} ${root.next()}`);
      for (let made = 0; made < 3; made++) uuids.add(random.uuid());
    }
    expect(uuids.size).toBe(180_000);
  });
});

describe('a fork', () => {
  it('is not shifted by the draws of others, nor shifts theirs', () => {
    const [one, other] = [createRandom(1), createRandom(1)];
    draws(one, 100);
    expect(draws(one.fork('a'))).toEqual(draws(other.fork('a')));

    const [alone, forked] = [createRandom(1), createRandom(1)];
    draws(forked.fork('a'), 100);
    expect(draws(forked)).toEqual(draws(alone));
  });

  it('has numbers of its own: other than those of its root, its siblings, and another seed', () => {
    const root = createRandom(1);
    const streams = [
      root,
      root.fork('a'),
      root.fork('b'),
      root.fork('a').fork('b'),
      root.fork('b').fork('a'),
      root.fork('a').fork('a'),
      createRandom(2).fork('a'),
    ];
    const all = streams.map((random) => draws(random).join());
    expect(new Set(all).size).toBe(streams.length);
  });

  it('starts elsewhere, however alike the labels are', () => {
    const root = createRandom(1);
    const first = Array.from({ length: 5000 }, (_, i) => root.fork(`f${1000 + i}`).next() - 0.5);
    const sum = (of: (value: number, index: number) => number): number =>
      first.reduce((total, value, index) => total + of(value, index), 0);
    const correlation = sum((value, i) => value * (first[i + 1] ?? 0)) / sum((value) => value ** 2);
    expect(Math.abs(correlation)).toBeLessThan(0.06);
  });
});
