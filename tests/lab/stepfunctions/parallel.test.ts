import { describe, expect, it } from '@jest/globals';
import { createWorld, FunctionError, invoke } from './world.ts';

const branch = (name: string, state: object): object => ({ StartAt: name, States: { [name]: state } });

const parallel = (branches: readonly object[], more: object = {}): object => ({
  Type: 'Parallel',
  Branches: branches,
  ...('Next' in more ? {} : { End: true }),
  ...more,
});

const fails = (error: string): object => ({ Type: 'Fail', Error: error, Cause: 'because' });

describe('Parallel state (https://states-language.net/#parallel-state)', () => {
  it('gives each branch the input, and the outputs as an array in the order of the branches', async () => {
    const slow = {
      StartAt: 'Slow',
      States: {
        Slow: { Type: 'Wait', Seconds: 5, Next: 'SlowEnd' },
        SlowEnd: { Type: 'Pass', Output: { slow: '{% $states.input.n %}' }, End: true },
      },
    };
    const { output, elapsedMs } = await createWorld().runState(
      parallel([slow, branch('Quick', { Type: 'Succeed', Output: { quick: '{% $states.input.n %}' } })]),
      { n: 1 },
    );
    expect(output).toEqual([{ slow: 1 }, { quick: 1 }]);
    expect(elapsedMs).toBe(5000);
  });

  it('gives Arguments to the branches instead of its input, and lets Output and Assign see the result', async () => {
    const { output } = await createWorld().run(
      {
        StartAt: 'All',
        States: {
          All: parallel([branch('A', { Type: 'Pass', End: true })], {
            Arguments: { m: '{% $states.input.n + 1 %}' },
            Output: { first: '{% $states.result[0].m %}' },
            Assign: { count: '{% $count($states.result) %}' },
            Next: 'Last',
          }),
          Last: { Type: 'Pass', Output: { input: '{% $states.input %}', count: '{% $count %}' }, End: true },
        },
      },
      { n: 1 },
    );
    expect(output).toEqual({ input: { first: 2 }, count: 1 });
  });

  it('records its own start and end around the events of its branches', async () => {
    const { events, types } = await createWorld().runState(
      parallel([branch('A', { Type: 'Pass', End: true })]),
    );
    expect(types).toEqual([
      'ExecutionStarted',
      'ParallelStateEntered',
      'ParallelStateStarted',
      'PassStateEntered',
      'PassStateExited',
      'ParallelStateSucceeded',
      'ParallelStateExited',
      'ExecutionSucceeded',
    ]);
    expect(events.map(({ previousEventId }) => previousEventId)).toEqual([0, 0, 2, 3, 4, 5, 6, 7]);
  });

  it('chains the events of each branch apart, from the start of the Parallel', async () => {
    const branches = [
      branch('A', { Type: 'Wait', Seconds: 1, End: true }),
      branch('B', { Type: 'Wait', Seconds: 2, End: true }),
    ];
    const { events } = await createWorld().runState(parallel(branches));
    const chain = events.map(({ id, previousEventId, type }) => [id, previousEventId, type]);
    expect(chain.slice(3, 8)).toEqual([
      [4, 3, 'WaitStateEntered'],
      [5, 3, 'WaitStateEntered'],
      [6, 4, 'WaitStateExited'],
      [7, 5, 'WaitStateExited'],
      [8, 7, 'ParallelStateSucceeded'],
    ]);
  });

  it('fails with the first branch that fails, and stops the others without waiting for them', async () => {
    const branches = [
      branch('Bad', fails('OutOfStock')),
      branch('Waiting', { Type: 'Wait', Seconds: 3600, End: true }),
    ];
    const { status, error, cause, elapsedMs, types } = await createWorld().runState(parallel(branches));
    expect({ status, error, cause }).toEqual({ status: 'FAILED', error: 'OutOfStock', cause: 'because' });
    expect(elapsedMs).toBe(0);
    expect(types.slice(-3)).toEqual(['WaitStateAborted', 'ParallelStateFailed', 'ExecutionFailed']);
  });

  it('does not stop a function that a stopped branch has invoked, and goes no further in that branch', async () => {
    const effects: string[] = [];
    const world: ReturnType<typeof createWorld> = createWorld({
      slow: async () => {
        await world.kernel.clock.sleep(60_000);
        effects.push('slow');
      },
      next: () => effects.push('next'),
      bad: async () => {
        await world.kernel.clock.sleep(10_000);
        throw new FunctionError('Declined');
      },
    });
    const slow = {
      StartAt: 'Slow',
      States: { Slow: invoke('slow', { Next: 'Then' }), Then: invoke('next') },
    };
    const { error, types } = await world.runState(parallel([slow, branch('Bad', invoke('bad'))]));
    expect(error).toBe('Declined');
    expect(effects).toEqual(['slow']);
    expect(types.filter((type) => type === 'TaskSucceeded')).toEqual([]);
    expect(types.at(-1)).toBe('ExecutionFailed');
  });

  it('stops the branches of a Parallel within a stopped branch', async () => {
    const inner = parallel([branch('Deep', { Type: 'Wait', Seconds: 3600, End: true })]);
    const { elapsedMs, types } = await createWorld().runState(
      parallel([branch('Bad', fails('X')), branch('Inner', inner)]),
    );
    expect(elapsedMs).toBe(0);
    expect(types.slice(-4)).toEqual([
      'WaitStateAborted',
      'ParallelStateAborted',
      'ParallelStateFailed',
      'ExecutionFailed',
    ]);
  });

  it('lets branches read outer variables; their own are lost at the join ("Passing data with variables")', async () => {
    const inBranch = {
      StartAt: 'Set',
      States: {
        Set: { Type: 'Pass', Assign: { inner: '{% $outer + 1 %}' }, Next: 'Get' },
        Get: { Type: 'Pass', Output: '{% $inner %}', End: true },
      },
    };
    const { output, error } = await createWorld().run({
      StartAt: 'First',
      States: {
        First: { Type: 'Pass', Assign: { outer: 1 }, Next: 'All' },
        All: parallel([inBranch], { Next: 'Last' }),
        Last: {
          Type: 'Pass',
          Output: { was: '{% $states.input %}', now: '{% $exists($inner) %}' },
          End: true,
        },
      },
    });
    expect([error, output]).toEqual([undefined, { was: [2], now: false }]);
  });

  it('records no stop of a branch that had ended', async () => {
    const late = {
      StartAt: 'Late',
      States: { Late: { Type: 'Wait', Seconds: 2, Next: 'Bad' }, Bad: fails('X') },
    };
    const branches = [branch('Ended', { Type: 'Wait', Seconds: 1, End: true }), late];
    const { types } = await createWorld().runState(parallel(branches));
    expect(types.filter((type) => type.endsWith('Aborted'))).toEqual([]);
  });

  // How far the one is when the other fails hangs on how many states it goes through.
  it.each([0, 1, 2, 3, 4, 5, 6, 7])(
    'goes on after the branch that failed, whatever ends at the same moment: %i states apart',
    async (apart) => {
      const names = Array.from({ length: apart + 1 }, (_, index) => `Step${index}`);
      const steps = names.map((name, index) => {
        const Next = names[index + 1];
        return [name, { Type: 'Pass', ...(Next === undefined ? { End: true } : { Next }) }];
      });
      const good = { StartAt: 'Step0', States: Object.fromEntries(steps) };
      const bad = {
        StartAt: 'First',
        States: { First: { Type: 'Pass', Next: 'Bad' }, Bad: fails('X') },
      };
      const { events } = await createWorld().runState(parallel([good, bad]));
      const failed = events.find(({ type }) => type === 'FailStateEntered');
      const state = events.find(({ type }) => type === 'ParallelStateFailed');
      expect(state?.previousEventId).toBe(failed?.id);
    },
  );

  it('is retried as a whole', async () => {
    const state = parallel([branch('Bad', fails('X'))], { Retry: [{ ErrorEquals: ['X'], MaxAttempts: 2 }] });
    const { types, elapsedMs } = await createWorld().runState(state);
    expect(types.filter((type) => type === 'ParallelStateStarted')).toHaveLength(3);
    expect(elapsedMs).toBe(3000);
  });
});
