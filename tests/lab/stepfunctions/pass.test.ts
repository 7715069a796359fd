import { describe, expect, it } from '@jest/globals';
import { createWorld } from './world.ts';

describe('Pass state (https://states-language.net/#pass-state)', () => {
  it('passes its input on when it has no Output', async () => {
    const { output } = await createWorld().runState({ Type: 'Pass', End: true }, { a: [1, { b: null }] });
    expect(output).toEqual({ a: [1, { b: null }] });
  });

  it('evaluates expressions at any depth of Output and leaves other values as they are', async () => {
    const state = {
      Type: 'Pass',
      Output: {
        sum: '{% $sum($states.input.list) %}',
        text: 'x {% 1 %}',
        deep: [{ n: '{% 1 + 1 %}' }, 3, null, true],
      },
      End: true,
    };
    const { output } = await createWorld().runState(state, { list: [1, 2] });
    expect(output).toEqual({ sum: 3, text: 'x {% 1 %}', deep: [{ n: 2 }, 3, null, true] });
  });

  it('evaluates all expressions of a state with the variables as they were on entry ("Passing data with variables")', async () => {
    const { output } = await createWorld().run({
      StartAt: 'First',
      States: {
        First: { Type: 'Pass', Assign: { x: 1, y: 10 }, Next: 'Swap' },
        Swap: {
          Type: 'Pass',
          Assign: { x: '{% $y %}', y: '{% $x %}' },
          Output: '{% [$x, $y] %}',
          Next: 'Last',
        },
        Last: { Type: 'Pass', Output: { before: '{% $states.input %}', after: '{% [$x, $y] %}' }, End: true },
      },
    });
    expect(output).toEqual({ before: [1, 10], after: [10, 1] });
  });

  it('records its entry, with the input, and its exit, with the output and the variables assigned', async () => {
    const { events } = await createWorld().runState(
      { Type: 'Pass', Assign: { x: [1] }, Output: 2, End: true },
      { a: 1 },
    );
    expect(events).toMatchObject([
      {
        id: 1,
        previousEventId: 0,
        type: 'ExecutionStarted',
        executionStartedEventDetails: { input: '{"a":1}' },
      },
      {
        id: 2,
        previousEventId: 0,
        type: 'PassStateEntered',
        stateEnteredEventDetails: { name: 'State', input: '{"a":1}', inputDetails: { truncated: false } },
      },
      {
        id: 3,
        previousEventId: 2,
        type: 'PassStateExited',
        stateExitedEventDetails: { name: 'State', output: '2', assignedVariables: { x: '[1]' } },
      },
      {
        id: 4,
        previousEventId: 3,
        type: 'ExecutionSucceeded',
        executionSucceededEventDetails: { output: '2' },
      },
    ]);
  });
});
