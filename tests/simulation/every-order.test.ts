import '../unit/fakes/runtime.ts';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Pattern } from '../../scripts/comparison/minimum.ts';
import {
  type Day,
  endingOf,
  runSequence,
  type Sequence,
  sequencesOf,
  withOneTwice,
} from '../../scripts/simulation/every-order.ts';
import type { Stages } from '../../scripts/simulation/stages.ts';
import { packagedStages } from './stages.ts';

let stages: Stages;
beforeAll(async () => {
  stages = await packagedStages();
});

/** Runs the sequences; answers how the moves of each came, how the order ended, and what was violated. */
const run = async (pattern: Pattern, day: Day, sequences: readonly Sequence[]) => {
  const runs: { readonly came: Sequence; readonly ended: unknown }[] = [];
  const violated: string[] = [];
  for (const moves of sequences) {
    const { name, came, ended, schedule } = await runSequence(stages[pattern], day, moves);
    runs.push({ came, ended });
    violated.push(...schedule.violations.map(({ invariant, message }) => `${name}: ${invariant} ${message}`));
  }
  return { runs, violated };
};

const count = (names: readonly string[]): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
};

/**
 * Which of the 120 permutations can come about, by how the order ends, and which cannot. An order that is completed is
 * never called off, so the other four moves are all that comes of it.
 */
const days: readonly (readonly [Pattern, Day, Readonly<Record<string, number>>, object])[] = [
  [
    'choreography',
    'good',
    { completed: 6, timeout: 54 },
    { 'nothing calls it off': 30, 'it is called off before its reason': 36 },
  ],
  [
    'choreography',
    'card declined',
    { cancelled: 40, timeout: 40 },
    { 'it is called off before its reason': 40 },
  ],
  [
    'orchestration',
    'good',
    { completed: 6, timeout: 54 },
    { 'nothing calls it off': 30, 'it is called off before its reason': 36 },
  ],
  [
    'orchestration',
    'card declined',
    { cancelled: 20, timeout: 40 },
    { 'it is called off before its reason': 60 },
  ],
];

describe.each(days)(
  'the three facts, the deadline and the calling off by %s, %s',
  (pattern, day, endings, hindered) => {
    const { possible, impossible } = sequencesOf(pattern, day);
    const endingIn = (moves: Sequence) => endingOf(pattern, day, moves);

    it('come in every sequence that causes allow, with each move twice in turn, and the order has one end', async () => {
      expect(count(possible.map(endingIn))).toEqual(endings);
      const sequences = possible.flatMap(withOneTwice);
      const foreseen = sequences.map((moves) => ({ came: moves, ended: endingIn(moves) }));
      expect(await run(pattern, day, sequences)).toEqual({ runs: foreseen, violated: [] });
    });

    it('come in no other: the order is not called off where it would have to be', async () => {
      expect(count(impossible.map(({ why }) => why))).toEqual(hindered);
      const sequences = impossible.map(({ moves }) => moves);
      const { runs, violated } = await run(pattern, day, sequences);
      const turns = sequences.map((moves) => moves.indexOf('called off'));
      const begun = runs.map(({ came }, n) => came.slice(0, turns[n]));
      const next = runs.map(({ came }, n) => came[turns[n] ?? 0]);
      expect({ begun, violated }).toEqual({
        begun: sequences.map((moves, n) => moves.slice(0, turns[n])),
        violated: [],
      });
      expect(next).not.toContain('called off');
    });
  },
);
