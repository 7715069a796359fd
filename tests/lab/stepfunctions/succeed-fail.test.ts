import { describe, expect, it } from '@jest/globals';
import { createWorld } from './world.ts';

describe('Succeed state (https://states-language.net/#succeed-state)', () => {
  it('ends the execution with its Output', async () => {
    const state = { Type: 'Succeed', Output: { n: '{% $states.input.n + 1 %}' } };
    const { status, output, types } = await createWorld().runState(state, { n: 1 });
    expect([status, output]).toEqual(['SUCCEEDED', { n: 2 }]);
    expect(types).toEqual([
      'ExecutionStarted',
      'SucceedStateEntered',
      'SucceedStateExited',
      'ExecutionSucceeded',
    ]);
  });
});

describe('Fail state (https://states-language.net/#fail-state)', () => {
  it('fails the execution with its Error and Cause, literal or evaluated', async () => {
    const state = {
      Type: 'Fail',
      Error: 'CompensationIncomplete',
      Cause: "{% 'order ' & $states.input.id %}",
    };
    const { status, error, cause, events } = await createWorld().runState(state, { id: 'o-1' });
    expect({ status, error, cause }).toEqual({
      status: 'FAILED',
      error: 'CompensationIncomplete',
      cause: 'order o-1',
    });
    expect(events.slice(1)).toMatchObject([
      { type: 'FailStateEntered' },
      { type: 'ExecutionFailed', executionFailedEventDetails: { error, cause } },
    ]);
  });

  it('may give neither', async () => {
    const { status, error, cause } = await createWorld().runState({ Type: 'Fail' });
    expect({ status, error, cause }).toEqual({ status: 'FAILED', error: undefined, cause: undefined });
  });
});
