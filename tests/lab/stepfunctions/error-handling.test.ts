import { describe, expect, it } from '@jest/globals';
import { createWorld, FunctionError, type Handler, invoke, START } from './world.ts';

const failing = (...errors: readonly (string | undefined)[]): Handler => {
  let call = 0;
  return () => {
    const error = errors[Math.min(call++, errors.length - 1)];
    if (error !== undefined) throw new FunctionError(error);
    return 'done';
  };
};

/** Seconds between the failures and the next scheduling. */
const pauses = (events: readonly { type: string; timestamp: number }[]): readonly number[] => {
  const failed = events.filter(({ type }) => type === 'TaskFailed');
  const scheduled = events.filter(({ type }) => type === 'TaskScheduled').slice(1);
  return scheduled.map(
    ({ timestamp }, index) => Math.round((timestamp - (failed[index]?.timestamp ?? 0)) * 1000) / 1000,
  );
};

describe('Retry (https://states-language.net/#errors)', () => {
  it('tries three times more by default, after 1, 2 and 4 seconds', async () => {
    const world = createWorld({ pay: failing('Broken') });
    const { error, events } = await world.runState(invoke('pay', { Retry: [{ ErrorEquals: ['Broken'] }] }));
    expect([error, world.invoked.length]).toEqual(['Broken', 4]);
    expect(pauses(events)).toEqual([1, 2, 4]);
  });

  it('honours IntervalSeconds, BackoffRate, MaxDelaySeconds and MaxAttempts', async () => {
    const retrier = {
      ErrorEquals: ['States.ALL'],
      IntervalSeconds: 2,
      BackoffRate: 3,
      MaxDelaySeconds: 15,
      MaxAttempts: 4,
    };
    const { events } = await createWorld({ pay: failing('Broken') }).runState(
      invoke('pay', { Retry: [retrier] }),
    );
    expect(pauses(events)).toEqual([2, 6, 15, 15]);
  });

  it('never tries again with MaxAttempts 0', async () => {
    const world = createWorld({ pay: failing('Broken') });
    await world.runState(invoke('pay', { Retry: [{ ErrorEquals: ['Broken'], MaxAttempts: 0 }] }));
    expect(world.invoked).toHaveLength(1);
  });

  it('spreads the delay from nothing to the whole with JitterStrategy FULL', async () => {
    const retrier = {
      ErrorEquals: ['Broken'],
      IntervalSeconds: 10,
      BackoffRate: 1,
      MaxAttempts: 20,
      JitterStrategy: 'FULL',
    };
    const { events } = await createWorld({ pay: failing('Broken') }).runState(
      invoke('pay', { Retry: [retrier] }),
    );
    const delays = pauses(events);
    expect(delays.every((delay) => delay >= 0 && delay <= 10)).toBe(true);
    expect(new Set(delays).size).toBeGreaterThan(10);
  });

  it('counts the attempts of each retrier apart', async () => {
    const world = createWorld({ pay: failing('A', 'B', 'A', 'B', 'A') });
    const retriers = [
      { ErrorEquals: ['A'], MaxAttempts: 2 },
      { ErrorEquals: ['B'], MaxAttempts: 2, IntervalSeconds: 10 },
    ];
    const { error, events } = await world.runState(invoke('pay', { Retry: retriers }));
    expect(pauses(events)).toEqual([1, 10, 2, 20]);
    expect(error).toBe('A');
  });

  it('tells the state how often it was retried (Context object, State.RetryCount)', async () => {
    const world = createWorld({
      pay: (payload) => (payload === 2 ? 'done' : failing('Broken')(payload, {} as never)),
    });
    const args = { FunctionName: 'pay', Payload: '{% $states.context.State.RetryCount %}' };
    const { output } = await world.runState(
      invoke('pay', { Arguments: args, Retry: [{ ErrorEquals: ['Broken'] }] }),
    );
    expect(output).toBe('done');
  });
});

describe('Catch (https://states-language.net/#errors)', () => {
  const machine = (state: object): object => ({
    StartAt: 'State',
    States: {
      State: state,
      Caught: { Type: 'Pass', Output: { input: '{% $states.input %}', seen: '{% $seen %}' }, End: true },
    },
  });
  const catchAll = (more: object = {}) => [
    { ErrorEquals: ['States.ALL'], Next: 'Caught', Assign: { seen: true }, ...more },
  ];

  it('goes on with Error and Cause as the input', async () => {
    const { output } = await createWorld({ pay: failing('Broken') }).run(
      machine(invoke('pay', { Catch: catchAll() })),
    );
    expect(output).toEqual({
      input: { Error: 'Broken', Cause: '{"errorType":"Broken","errorMessage":"declined"}' },
      seen: true,
    });
  });

  it('lets Output and Assign of the catcher see $states.errorOutput and the input', async () => {
    const catcher = {
      Output: { id: '{% $states.input.id %}', why: '{% $states.errorOutput.Error %}' },
      Assign: { seen: '{% $parse($states.errorOutput.Cause).errorMessage %}' },
    };
    const { output } = await createWorld({ pay: failing('Broken') }).run(
      machine(invoke('pay', { Catch: catchAll(catcher) })),
      { id: 7 },
    );
    expect(output).toEqual({ input: { id: 7, why: 'Broken' }, seen: 'declined' });
  });

  it('comes after Retry', async () => {
    const world = createWorld({ pay: failing('Broken') });
    const { status } = await world.run(
      machine(invoke('pay', { Retry: [{ ErrorEquals: ['Broken'], MaxAttempts: 2 }], Catch: catchAll() })),
    );
    expect([status, world.invoked.length]).toEqual(['SUCCEEDED', 3]);
  });

  it('catches the failed evaluation of Arguments, which names the field', async () => {
    const args = { FunctionName: 'pay', Payload: '{% $states.input.missing %}' };
    const { output, events } = await createWorld({ pay: failing(undefined) }).run(
      machine(invoke('pay', { Arguments: args, Catch: catchAll() })),
    );
    const cause =
      "An error occurred while executing the state 'State' (entered at the event id #2). The JSONata expression '$states.input.missing' specified for the field 'Arguments/Payload' returned nothing (undefined).";
    expect(output.input).toEqual({ Error: 'States.QueryEvaluationError', Cause: cause });
    expect(events[2]).toMatchObject({
      type: 'EvaluationFailed',
      evaluationFailedEventDetails: {
        state: 'State',
        error: 'States.QueryEvaluationError',
        cause,
        location: 'Arguments/Payload',
      },
    });
  });

  it('does not catch what goes wrong in a catcher', async () => {
    const { error, cause } = await createWorld({ pay: failing('Broken') }).run(
      machine(invoke('pay', { Catch: catchAll({ Output: '{% $nothing %}' }) })),
    );
    expect(error).toBe('States.QueryEvaluationError');
    expect(cause).toContain("specified for the field 'Catch[0]/Output' returned nothing");
  });
});

describe('Error names ("Handling errors in Step Functions workflows")', () => {
  const caughtBy = async (errorEquals: string, functionError: string | undefined, more: object = {}) => {
    const world = createWorld({ pay: failing(functionError) });
    if (functionError === 'States.Timeout')
      world.kernel.install(({ kind }) => (kind === 'delivery' ? { drop: true } : undefined));
    const { status } = await world.run({
      StartAt: 'State',
      States: {
        State: invoke('pay', {
          TimeoutSeconds: 5,
          ...more,
          Catch: [{ ErrorEquals: [errorEquals], Next: 'Caught' }],
        }),
        Caught: { Type: 'Succeed' },
      },
    });
    return status === 'SUCCEEDED';
  };
  const tooMuch = { Output: { text: "{% $pad('', 262145, '#') %}" } };
  const unknownFunction = { Arguments: { FunctionName: 'a:b:c:d' } };

  it.each([
    ['States.ALL', 'Broken', true],
    ['States.TaskFailed', 'Broken', true],
    ['Broken', 'Broken', true],
    ['Other', 'Broken', false],
    ['States.Timeout', 'States.Timeout', true],
    ['States.ALL', 'States.Timeout', true],
    ['States.TaskFailed', 'States.Timeout', false],
  ])('%s catches %s: %s', async (errorEquals, error, expected) => {
    expect(await caughtBy(errorEquals, error)).toBe(expected);
  });

  it.each([
    ['States.ALL', false],
    ['States.TaskFailed', false],
    ['States.DataLimitExceeded', true],
  ])('%s catches States.DataLimitExceeded: %s', async (errorEquals, expected) => {
    expect(await caughtBy(errorEquals, undefined, tooMuch)).toBe(expected);
  });

  it.each(['States.ALL', 'States.TaskFailed', 'States.Runtime'])(
    '%s does not catch States.Runtime',
    async (errorEquals) => {
      expect(await caughtBy(errorEquals, undefined, unknownFunction)).toBe(false);
    },
  );
});

describe('Payload size (Step Functions service quotas: 262,144 bytes of UTF-8)', () => {
  const sized = (bytes: number) => ({ Type: 'Pass', Output: `{% $pad('', ${bytes - 2}, '#') %}`, End: true });

  it('lets an output of exactly the limit pass', async () => {
    expect((await createWorld().runState(sized(262_144))).status).toBe('SUCCEEDED');
  });

  it('fails with States.DataLimitExceeded one byte beyond', async () => {
    const { error, cause } = await createWorld().runState(sized(262_145));
    expect(error).toBe('States.DataLimitExceeded');
    expect(cause).toBe(
      "The state/task 'State' returned a result with a size exceeding the maximum number of bytes service limit.",
    );
  });

  it('counts bytes, not characters', async () => {
    const state = { Type: 'Pass', Output: "{% $pad('', 131073, 'é') %}", End: true };
    expect((await createWorld().runState(state)).error).toBe('States.DataLimitExceeded');
  });

  it('fails a task whose function answers too much', async () => {
    const { error, types } = await createWorld({ pay: () => 'x'.repeat(262_144) }).runState(invoke('pay'));
    expect([error, types.at(-2)]).toEqual(['States.DataLimitExceeded', 'TaskFailed']);
  });
});

describe('an execution that waits for a retry', () => {
  it('is stopped with the timer of the retry', async () => {
    const world = createWorld({ pay: failing('Broken') });
    const retrier = { ErrorEquals: ['Broken'], IntervalSeconds: 3600 };
    const executionArn = await world.start({
      StartAt: 'Pay',
      States: { Pay: invoke('pay', { Retry: [retrier] }) },
    });
    await world.kernel.clock.run(() => world.kernel.clock.now() > START + 50 && world.invoked.length === 1);
    await world.call('StopExecution', { executionArn });
    expect(world.kernel.clock.pending()).toBe(0);
  });
});
