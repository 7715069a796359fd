// Step Functions Developer Guide, "Restarting state machine executions with redrive in Step Functions"; RedriveExecution
// in the API reference.
import { describe, expect, it } from '@jest/globals';
import { createWorld, FunctionError, invoke, one } from './world.ts';

const DAY = 24 * 3600 * 1000;

/** A world whose functions named in `broken` fail until they are mended. */
const breakableWorld = (...broken: readonly string[]) => {
  const down = new Set(broken);
  const handler = (name: string) => () => {
    if (down.has(name)) throw new FunctionError('Down');
    return name;
  };
  const world = createWorld({ a: handler('a'), b: handler('b'), c: handler('c') });
  return {
    ...world,
    names: () => world.invoked.map(({ functionArn }) => functionArn.split(':').at(-1)),
    mend: () => down.clear(),
    redrive: async (executionArn: string) => {
      const answer = await world.call('RedriveExecution', { executionArn });
      await world.kernel.clock.run();
      return answer;
    },
    failed: async (definition: object, input: unknown = {}) => {
      const executionArn = await world.start(definition, input);
      await world.kernel.clock.run();
      return executionArn;
    },
  };
};

const chain = {
  StartAt: 'A',
  States: {
    A: invoke('a', { Assign: { first: '{% $states.result.Payload %}' }, Next: 'B' }),
    B: invoke('b', { Output: '{% $first & $states.result.Payload & $states.input %}' }),
  },
};

describe('A redriven execution', () => {
  it('goes on from the state that failed, with its input and variables; what succeeded is not run again', async () => {
    const world = breakableWorld('b');
    const executionArn = await world.failed(chain);
    expect((await world.describe(executionArn)).status).toBe('FAILED');
    world.mend();
    await world.redrive(executionArn);
    expect(await world.describe(executionArn)).toMatchObject({ status: 'SUCCEEDED', output: 'aba' });
    expect(world.names()).toEqual(['a', 'b', 'b']);
  });

  it('adds to its history: no state is entered again', async () => {
    const world = breakableWorld('b');
    const executionArn = await world.failed(chain);
    const before = (await world.describe(executionArn)).types.length;
    world.mend();
    await world.redrive(executionArn);
    const { types, events } = await world.describe(executionArn);
    expect(types.slice(before)).toEqual([
      'ExecutionRedriven',
      'TaskScheduled',
      'TaskStarted',
      'TaskSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ]);
    expect(events[before]).toMatchObject({
      id: before + 1,
      executionRedrivenEventDetails: { redriveCount: 1 },
    });
  });

  it('runs while it is redriven, and says how often and when it was', async () => {
    const world = breakableWorld('b');
    const executionArn = await world.failed(chain);
    expect(await world.call('DescribeExecution', { executionArn })).toMatchObject({
      redriveCount: 0,
      redriveStatus: 'REDRIVABLE',
    });
    const at = world.kernel.clock.now() / 1000;
    expect(await world.call('RedriveExecution', { executionArn })).toEqual({ redriveDate: at });
    const running = await world.call('DescribeExecution', { executionArn });
    expect(running).toMatchObject({ status: 'RUNNING', redriveCount: 1, redriveDate: at });
    expect(running).not.toHaveProperty('stopDate');
    await world.kernel.clock.run();
    await world.redrive(executionArn);
    expect(await world.call('DescribeExecution', { executionArn })).toMatchObject({
      status: 'FAILED',
      error: 'Down',
      redriveCount: 2,
    });
  });

  it('shows the redrive in the context object', async () => {
    const world = breakableWorld('a');
    const Output = '{% $states.context.Execution %}';
    const executionArn = await world.failed(one(invoke('a', { Output })));
    world.mend();
    const redrivenAt = new Date(world.kernel.clock.now()).toISOString();
    await world.redrive(executionArn);
    const { output } = await world.describe(executionArn);
    expect(output).toMatchObject({ RedriveCount: 1, RedriveTime: redrivenAt });
  });

  it('has all its retries again, and is billed a transition', async () => {
    const world = breakableWorld('a');
    const Arguments = { FunctionName: 'a', Payload: '{% $states.context.State.RetryCount %}' };
    const executionArn = await world.failed(
      one(invoke('a', { Arguments, Retry: [{ ErrorEquals: ['Down'], MaxAttempts: 2 }] })),
    );
    const billed = () => world.meter.read().reduce((sum, { quantity }) => sum + quantity, 0);
    const before = billed();
    await world.redrive(executionArn);
    expect(world.invoked.map(({ payload }) => payload)).toEqual([0, 1, 2, 0, 1, 2]);
    expect(billed() - before).toBe(3);
  });

  it('has all its time again', async () => {
    const world = breakableWorld();
    const executionArn = await world.failed({
      TimeoutSeconds: 30,
      ...one({ Type: 'Wait', Seconds: 40, End: true }),
    });
    const start = world.kernel.clock.now();
    expect((await world.describe(executionArn)).status).toBe('TIMED_OUT');
    await world.redrive(executionArn);
    expect((await world.describe(executionArn)).status).toBe('TIMED_OUT');
    expect(world.kernel.clock.now() - start).toBe(30_000);
  });

  it.each([
    ['a Fail state is entered again, and fails', { Type: 'Fail', Error: 'X' }, 'FAILED', 2],
    [
      'a Choice is decided anew',
      {
        Type: 'Choice',
        Choices: [{ Condition: '{% $states.context.Execution.RedriveCount > 0 %}', Next: 'End' }],
      },
      'SUCCEEDED',
      1,
    ],
  ])('%s ("Redrive behavior of individual states")', async (_, state, status, entries) => {
    const world = breakableWorld();
    const states = 'Choices' in state ? { State: state, End: { Type: 'Succeed' } } : { State: state };
    const executionArn = await world.failed({ StartAt: 'State', States: states });
    await world.redrive(executionArn);
    const { status: ended, types } = await world.describe(executionArn);
    expect(ended).toBe(status);
    expect(types.filter((type) => type === `${state.Type}StateEntered`)).toHaveLength(entries);
  });

  it('waits anew, unless the moment to wait for has passed', async () => {
    const world = breakableWorld();
    const executionArn = await world.start(
      one({ Type: 'Wait', Timestamp: '2026-01-01T12:01:00Z', End: true }),
    );
    await world.call('StopExecution', { executionArn });
    await world.kernel.clock.settle(world.kernel.clock.sleep(120_000));
    const before = world.kernel.clock.now();
    await world.redrive(executionArn);
    expect((await world.describe(executionArn)).status).toBe('SUCCEEDED');
    expect(world.kernel.clock.now()).toBe(before);
  });

  it('of a Parallel runs only the branches that failed or were stopped', async () => {
    const world = breakableWorld('b');
    const branch = (name: string, first: object) => ({
      StartAt: `${name}1`,
      States: { [`${name}1`]: { ...first, End: undefined, Next: `${name}2` }, [`${name}2`]: invoke('c') },
    });
    const first = { Type: 'Pass', Assign: { mine: 'm' }, Next: 'Wait' };
    const wait = { Type: 'Wait', Seconds: 3600, Output: '{% $mine %}', End: true };
    const executionArn = await world.failed(
      one({
        Type: 'Parallel',
        Branches: [
          { StartAt: 'Only', States: { Only: invoke('a') } },
          branch('Bad', { ...invoke('b'), Retry: [{ ErrorEquals: ['Down'] }] }),
          { StartAt: 'First', States: { First: first, Wait: wait } },
        ],
        End: true,
      }),
    );
    world.mend();
    await world.redrive(executionArn);
    const { status, output, types } = await world.describe(executionArn);
    expect([status, output]).toEqual(['SUCCEEDED', ['a', 'c', 'm']]);
    expect(world.names().filter((name) => name === 'a')).toHaveLength(1);
    expect(types.filter((type) => type === 'ParallelStateStarted')).toHaveLength(1);
  });

  it('of a Map runs only the iterations that failed, were stopped, or had not begun', async () => {
    const world = createWorld({
      check: (item) => {
        if (item === 'bad' && world.invoked.length < 3) throw new FunctionError('Spoilt');
        return `${item}!`;
      },
    });
    const executionArn = await world.start(
      one({
        Type: 'Map',
        MaxConcurrency: 1,
        ItemProcessor: { StartAt: 'Check', States: { Check: invoke('check') } },
        End: true,
      }),
      ['good', 'bad', 'late'],
    );
    await world.kernel.clock.run();
    expect((await world.describe(executionArn)).status).toBe('FAILED');
    await world.call('RedriveExecution', { executionArn });
    await world.kernel.clock.run();
    expect(await world.describe(executionArn)).toMatchObject({
      status: 'SUCCEEDED',
      output: ['good!', 'bad!', 'late!'],
    });
    expect(world.invoked.map(({ payload }) => payload)).toEqual(['good', 'bad', 'bad', 'late']);
    const { types } = await world.describe(executionArn);
    expect(types.filter((type) => type === 'MapStateStarted')).toHaveLength(1);
    expect(types.filter((type) => type === 'MapIterationStarted')).toHaveLength(3);
  });

  it('of a Parallel runs all branches again if it was what they gave together that failed', async () => {
    const world = breakableWorld();
    const large = { Output: '{% $pad("", 200000, "x") %}' };
    const branches = ['A', 'B'].map((name) => ({ StartAt: name, States: { [name]: invoke('a', large) } }));
    const executionArn = await world.failed(one({ Type: 'Parallel', Branches: branches, End: true }));
    expect((await world.describe(executionArn)).error).toBe('States.DataLimitExceeded');
    await world.redrive(executionArn);
    expect(world.names()).toEqual(['a', 'a', 'a', 'a']);
  });

  it('that timed out within nested branches goes on in each of them', async () => {
    const world = breakableWorld();
    const inner = { Type: 'Parallel', Branches: [one2('Deep')], Next: 'After' };
    const executionArn = await world.failed({
      TimeoutSeconds: 30,
      ...one({
        Type: 'Parallel',
        Branches: [{ StartAt: 'Inner', States: { Inner: inner, After: invoke('a') } }],
        End: true,
      }),
    });
    await world.redrive(executionArn);
    const { status, output } = await world.describe(executionArn);
    expect([status, output]).toEqual(['SUCCEEDED', ['a']]);
  });

  it('keeps the definition that it was started with', async () => {
    const world = breakableWorld('b');
    const executionArn = await world.failed(chain);
    world.mend();
    world.stepFunctions.updateStateMachine('arn:aws:states:us-east-1:123456789012:stateMachine:machine', {
      DefinitionString: JSON.stringify({ QueryLanguage: 'JSONata', ...one({ Type: 'Succeed' }) }),
      RoleArn: 'role',
    });
    await world.redrive(executionArn);
    expect((await world.describe(executionArn)).output).toBe('aba');
  });
});

/** A branch that waits 20 seconds from the moment it is entered. */
const one2 = (name: string): object => ({
  StartAt: name,
  States: {
    [name]: {
      Type: 'Wait',
      Seconds: '{% $states.context.Execution.RedriveCount > 0 ? 20 : 40 %}',
      End: true,
    },
  },
});

describe('RedriveExecution', () => {
  it.each([
    ['Execution is RUNNING and cannot be redriven', { Type: 'Wait', Seconds: 60, End: true }, 1000],
    ['Execution is SUCCEEDED and cannot be redriven', { Type: 'Succeed' }, 1000],
    ['Execution redrivable period exceeded', { Type: 'Fail' }, 14 * DAY + 1],
  ])('refuses: %s', async (reason, state, waitMs) => {
    const world = breakableWorld();
    const executionArn = await world.start(one(state));
    await world.kernel.clock.settle(world.kernel.clock.sleep(waitMs));
    await expect(world.call('RedriveExecution', { executionArn })).rejects.toMatchObject({
      code: 'ExecutionNotRedrivable',
      message: reason,
    });
    expect(await world.call('DescribeExecution', { executionArn })).toMatchObject({
      redriveStatus: 'NOT_REDRIVABLE',
      redriveStatusReason: reason,
    });
  });

  it('refuses an execution whose history is full', async () => {
    const world = breakableWorld();
    const executionArn = await world.failed({
      StartAt: 'Loop',
      States: {
        Loop: { Type: 'Pass', Next: 'Again' },
        Again: { Type: 'Choice', Choices: [{ Condition: '{% false %}', Next: 'End' }], Default: 'Loop' },
        End: { Type: 'Succeed' },
      },
    });
    await expect(world.call('RedriveExecution', { executionArn })).rejects.toMatchObject({
      message: 'Execution history event limit exceeded',
    });
  });

  it('answers as before to a client token that it has seen in the last 15 minutes', async () => {
    const world = breakableWorld('b');
    const executionArn = await world.failed(chain);
    const request = { executionArn, clientToken: 'token' };
    const first = await world.call('RedriveExecution', request);
    await world.kernel.clock.run();
    expect(await world.call('RedriveExecution', request)).toEqual(first);
    expect(await world.call('DescribeExecution', { executionArn })).toMatchObject({ redriveCount: 1 });
    await world.kernel.clock.settle(world.kernel.clock.sleep(15 * 60_000));
    await world.call('RedriveExecution', request);
    expect(await world.call('DescribeExecution', { executionArn })).toMatchObject({ redriveCount: 2 });
  });

  it('tells redriven executions apart in ListExecutions', async () => {
    const world = breakableWorld('b');
    const executionArn = await world.failed(chain);
    const list = async (redriveFilter: string) => {
      const stateMachineArn = 'arn:aws:states:us-east-1:123456789012:stateMachine:machine';
      const { executions } = await world.call('ListExecutions', { stateMachineArn, redriveFilter });
      return executions;
    };
    expect(await list('REDRIVEN')).toHaveLength(0);
    await world.redrive(executionArn);
    expect(await list('REDRIVEN')).toHaveLength(1);
    expect(await list('NOT_REDRIVEN')).toHaveLength(0);
  });
});
