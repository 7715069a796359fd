import { describe, expect, it } from '@jest/globals';
import { createWorld, START } from './world.ts';

const wait = (fields: object): object => ({ Type: 'Wait', ...fields, End: true });

describe('Wait state (https://states-language.net/#wait-state)', () => {
  it.each([
    ['a number of seconds', { Seconds: 90 }, 90_000],
    ['seconds that an expression gives', { Seconds: '{% $states.input.s * 2 %}' }, 60_000],
    ['no time at all', { Seconds: 0 }, 0],
    ['until a timestamp', { Timestamp: '2026-01-01T12:05:00Z' }, 300_000],
    ['until a timestamp that an expression gives', { Timestamp: '{% $states.input.at %}' }, 1500],
    ['not at all for a moment that has passed', { Timestamp: '2020-01-01T00:00:00Z' }, 0],
  ])('waits %s', async (_, fields, expected) => {
    const input = { s: 30, at: new Date(START + 1500).toISOString() };
    const { status, elapsedMs, types } = await createWorld().runState(wait(fields), input);
    expect([status, elapsedMs]).toEqual(['SUCCEEDED', expected]);
    expect(types).toEqual(['ExecutionStarted', 'WaitStateEntered', 'WaitStateExited', 'ExecutionSucceeded']);
  });

  it.each([
    ['a negative number of seconds', { Seconds: '{% -1 %}' }],
    ['a fraction of a second', { Seconds: '{% 1.5 %}' }],
    ['seconds that are text', { Seconds: "{% '1' %}" }],
    ['a text that is no timestamp', { Timestamp: "{% 'tomorrow' %}" }],
  ])('fails with States.QueryEvaluationError for %s', async (_, fields) => {
    const { error } = await createWorld().runState(wait(fields));
    expect(error).toBe('States.QueryEvaluationError');
  });

  it('sees the variables and gives an Output as other states do', async () => {
    const { output } = await createWorld().runState(wait({ Seconds: 1, Output: { at: '{% $now() %}' } }));
    expect(output).toEqual({ at: '2026-01-01T12:00:01.000Z' });
  });
});
