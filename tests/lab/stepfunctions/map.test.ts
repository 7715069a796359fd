import { describe, expect, it } from '@jest/globals';
import { createWorld, FunctionError, invoke, one } from './world.ts';

const each = (state: object, more: object = {}): object => ({
  Type: 'Map',
  ItemProcessor: { StartAt: 'Each', States: { Each: { ...state, End: true } } },
  ...('Next' in more ? {} : { End: true }),
  ...more,
});

const pass = { Type: 'Pass' };

describe('Map state in inline mode (https://states-language.net/#map-state; "Using Map state in Inline mode")', () => {
  it('runs the processor over each item of its input, and gives the outputs as an array in order', async () => {
    const wait = { Type: 'Wait', Seconds: '{% 10 - $states.input %}', Output: '{% $states.input * 2 %}' };
    const { output, elapsedMs } = await createWorld().runState(each(wait), [3, 1, 2]);
    expect(output).toEqual([6, 2, 4]);
    expect(elapsedMs).toBe(9000);
  });

  it.each<[string, unknown, object]>([
    ['a literal array', [1, 2], { Items: [1, 2] }],
    ['an array with expressions', [1, 7], { Items: [1, '{% $states.input.n %}'] }],
    ['an expression', [8, 9], { Items: '{% $states.input.list %}' }],
    ['an empty array', [], { Items: [] }],
  ])('takes Items: %s', async (_, expected, more) => {
    const { output } = await createWorld().runState(each(pass, more), { n: 7, list: [8, 9] });
    expect(output).toEqual(expected);
  });

  it('makes the input of each iteration with ItemSelector, which sees the item and the input of the state', async () => {
    const ItemSelector = {
      item: '{% $states.context.Map.Item %}',
      of: '{% $states.input.name %}',
    };
    const { output } = await createWorld().runState(
      each(pass, { Items: '{% $states.input.list %}', ItemSelector }),
      { name: 'stock', list: ['a', 'b'] },
    );
    expect(output).toEqual([
      { item: { Index: 0, Value: 'a', Source: 'STATE_DATA' }, of: 'stock' },
      { item: { Index: 1, Value: 'b', Source: 'STATE_DATA' }, of: 'stock' },
    ]);
  });

  it('shows the innermost item to the states within ("Accessing execution data from the Context object")', async () => {
    const inner = each({ ...pass, Output: '{% $states.context.Map.Item.Value %}' });
    const after = {
      StartAt: 'Inner',
      States: {
        Inner: { ...inner, End: undefined, Next: 'After' },
        After: {
          ...pass,
          Output: { inner: '{% $states.input %}', own: '{% $states.context.Map.Item.Index %}' },
          End: true,
        },
      },
    };
    const { output } = await createWorld().runState(each(pass, { ItemProcessor: after }), [
      ['a', 'b'],
      ['c'],
    ]);
    expect(output).toEqual([
      { inner: ['a', 'b'], own: 0 },
      { inner: ['c'], own: 1 },
    ]);
  });

  it('lets iterations read outer variables, and keeps theirs apart', async () => {
    const workflow = {
      StartAt: 'Set',
      States: {
        Set: { ...pass, Assign: { mine: '{% $states.input + $base %}' }, Next: 'Get' },
        Get: { Type: 'Wait', Seconds: 1, Output: '{% $mine %}', End: true },
      },
    };
    const { output } = await createWorld().run(
      {
        StartAt: 'First',
        States: {
          First: { ...pass, Assign: { base: 10 }, Next: 'Each' },
          Each: each(pass, { ItemProcessor: workflow }),
        },
      },
      [1, 2],
    );
    expect(output).toEqual([11, 12]);
  });

  it.each([
    ['one after the other', { MaxConcurrency: 1 }, 3, 30_000],
    ['two at a time', { MaxConcurrency: 2 }, 3, 20_000],
    ['as an expression says', { MaxConcurrency: '{% $count($states.input) %}' }, 3, 10_000],
    ['40 at most without a limit', {}, 41, 20_000],
    ['40 at most with 0', { MaxConcurrency: 0 }, 41, 20_000],
    ['40 at most whatever is asked for', { MaxConcurrency: 1000 }, 41, 20_000],
  ])('runs iterations %s', async (_, more, count, elapsed) => {
    const items = Array.from({ length: count }, (_, index) => index);
    const { elapsedMs, output } = await createWorld().runState(
      each({ Type: 'Wait', Seconds: 10 }, more),
      items,
    );
    expect(elapsedMs).toBe(elapsed);
    expect(output).toEqual(items);
  });

  it('records its start with the number of items, and each iteration (HistoryEvent in the API reference)', async () => {
    const { events } = await createWorld().runState(each(pass), ['a']);
    expect(events.map(({ id, previousEventId, type }) => [id, previousEventId, type])).toEqual([
      [1, 0, 'ExecutionStarted'],
      [2, 0, 'MapStateEntered'],
      [3, 2, 'MapStateStarted'],
      [4, 3, 'MapIterationStarted'],
      [5, 4, 'PassStateEntered'],
      [6, 5, 'PassStateExited'],
      [7, 6, 'MapIterationSucceeded'],
      [8, 7, 'MapStateSucceeded'],
      [9, 8, 'MapStateExited'],
      [10, 9, 'ExecutionSucceeded'],
    ]);
    expect(events[2]).toMatchObject({ mapStateStartedEventDetails: { length: 1 } });
    expect(events[3]).toMatchObject({ mapIterationStartedEventDetails: { name: 'State', index: 0 } });
    expect(events[6]).toMatchObject({ mapIterationSucceededEventDetails: { name: 'State', index: 0 } });
  });

  it('fails with the first iteration that fails, and stops those that run and those to come', async () => {
    const world: ReturnType<typeof createWorld> = createWorld({
      check: async (item) => {
        await world.kernel.clock.sleep(Number(item) * 1000);
        if (item === 2) throw new FunctionError('Spoilt', 'number 2');
        return item;
      },
    });
    const { status, error, types, events } = await world.runState(
      each({ ...invoke('check') }, { MaxConcurrency: 2 }),
      [1, 2, 30, 4],
    );
    expect({ status, error }).toEqual({ status: 'FAILED', error: 'Spoilt' });
    expect(types.filter((type) => type.startsWith('MapIteration'))).toEqual([
      'MapIterationStarted',
      'MapIterationStarted',
      'MapIterationSucceeded',
      'MapIterationStarted',
      'MapIterationFailed',
      'MapIterationAborted',
    ]);
    expect(types.slice(-2)).toEqual(['MapStateFailed', 'ExecutionFailed']);
    expect(events.find(({ type }) => type === 'MapIterationFailed')).toMatchObject({
      mapIterationFailedEventDetails: { name: 'State', index: 1 },
    });
    expect(events.find(({ type }) => type === 'MapIterationAborted')).toMatchObject({
      mapIterationAbortedEventDetails: { name: 'State', index: 2 },
    });
    expect(world.invoked).toHaveLength(3);
  });

  // How far the one is when the other fails hangs on how many states it goes through.
  it.each([0, 1, 2, 3, 4, 5, 6, 7])(
    'ends each iteration once, and begins none after a failure, at one moment: %i states apart',
    async (apart) => {
      const steps = Array.from({ length: apart }, (_, index) => [
        `Step${index}`,
        { Type: 'Pass', Next: index + 1 < apart ? `Step${index + 1}` : 'Good' },
      ]);
      const processor = {
        StartAt: 'Which',
        States: {
          Which: {
            Type: 'Choice',
            Choices: [{ Condition: "{% $states.input = 'bad' %}", Next: 'Bad' }],
            Default: apart > 0 ? 'Step0' : 'Good',
          },
          Bad: { Type: 'Fail', Error: 'X' },
          ...Object.fromEntries(steps),
          Good: { Type: 'Pass', End: true },
        },
      };
      const { types, events } = await createWorld().runState(
        each(pass, { ItemProcessor: processor, MaxConcurrency: 2 }),
        ['good', 'bad', 'late', 'late'],
      );
      const counts = (type: string): number =>
        types.filter((found) => found === `MapIteration${type}`).length;
      expect(counts('Succeeded') + counts('Failed') + counts('Aborted')).toBe(counts('Started'));
      expect(types.lastIndexOf('MapIterationStarted')).toBeLessThan(types.indexOf('MapIterationFailed'));
      const failedId = events.find(({ type }) => type === 'MapIterationFailed')?.id;
      expect(events.find(({ type }) => type === 'MapStateFailed')?.previousEventId).toBe(failedId);
    },
  );

  it('is retried as a whole, and caught', async () => {
    const fails = { Type: 'Fail', Error: 'X' };
    const { output, types } = await createWorld().run(
      {
        StartAt: 'State',
        States: {
          State: {
            Type: 'Map',
            ItemProcessor: { StartAt: 'Bad', States: { Bad: fails } },
            Retry: [{ ErrorEquals: ['X'], MaxAttempts: 1 }],
            Catch: [{ ErrorEquals: ['X'], Output: '{% $states.errorOutput.Error %}', Next: 'End' }],
            Next: 'End',
          },
          End: { Type: 'Succeed' },
        },
      },
      [1],
    );
    expect(output).toBe('X');
    expect(types.filter((type) => type === 'MapStateStarted')).toHaveLength(2);
  });

  it.each<[string, object, unknown, string, string]>([
    ['Items that are no array', { Items: '{% 1 %}' }, {}, 'States.QueryEvaluationError', "Expected 'array'"],
    ['an input that is no array', {}, { a: 1 }, 'States.Runtime', 'must be an array'],
    [
      'a negative MaxConcurrency',
      { MaxConcurrency: '{% -1 %}' },
      [],
      'States.QueryEvaluationError',
      'out of range',
    ],
    [
      'a selector that cannot be evaluated',
      { ItemSelector: '{% $states.input.x %}' },
      [1],
      'States.QueryEvaluationError',
      "'ItemSelector' returned nothing",
    ],
    [
      'outputs that are too large together',
      { ItemProcessor: one({ ...pass, Output: '{% $pad("", 100000, "x") %}', End: true }) },
      [1, 2, 3],
      'States.DataLimitExceeded',
      'exceeding the maximum number of bytes',
    ],
  ])('fails for %s', async (_, more, input, error, cause) => {
    const state = each(pass, more);
    const result = await createWorld().run({ StartAt: 'Map', States: { Map: state } }, input);
    expect(result.error).toBe(error);
    expect(result.cause).toContain(cause);
  });
});
