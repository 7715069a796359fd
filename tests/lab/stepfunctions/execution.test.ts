import { describe, expect, it } from '@jest/globals';
import { MAX_ENDED } from '../../../lab/stepfunctions/store.ts';
import { createWorld, FunctionError, invoke, one, START } from './world.ts';

const DAY = 24 * 3600 * 1000;
const waiting = one({ Type: 'Wait', Seconds: 60, End: true });
const passing = one({ Type: 'Pass', End: true });

describe('StartExecution (API reference)', () => {
  const input = '{"a":1}';

  it('answers the running execution for the same name and input', async () => {
    const world = createWorld();
    const request = { stateMachineArn: world.create(waiting), name: 'order-1', input };
    const first = await world.call('StartExecution', request);
    await world.kernel.clock.run(undefined, START + 1000);
    expect(first).toEqual({
      executionArn: 'arn:aws:states:us-east-1:123456789012:execution:machine:order-1',
      startDate: START / 1000,
    });
    expect(await world.call('StartExecution', request)).toEqual(first);
    const { executions } = await world.call('ListExecutions', { stateMachineArn: request.stateMachineArn });
    expect(executions).toHaveLength(1);
  });

  it('refuses the name with another input, and once the execution has ended', async () => {
    const world = createWorld();
    const request = { stateMachineArn: world.create(waiting), name: 'order-1', input };
    const { executionArn } = await world.call('StartExecution', request);
    const refused = {
      code: 'ExecutionAlreadyExists',
      message: `Execution Already Exists: '${executionArn}'`,
    };
    await expect(world.call('StartExecution', { ...request, input: '{}' })).rejects.toMatchObject(refused);
    await world.kernel.clock.run();
    await expect(world.call('StartExecution', request)).rejects.toMatchObject(refused);
  });

  it('frees the name 90 days after the end of the execution', async () => {
    const world = createWorld();
    const request = { stateMachineArn: world.create(passing), name: 'order-1', input };
    const { executionArn } = await world.call('StartExecution', request);
    await world.kernel.clock.run();
    world.kernel.clock.after(90 * DAY - 1, () => {});
    await world.kernel.clock.run();
    await expect(world.call('StartExecution', request)).rejects.toMatchObject({
      code: 'ExecutionAlreadyExists',
    });
    world.kernel.clock.after(1, () => {});
    await world.kernel.clock.run();
    await expect(world.call('DescribeExecution', { executionArn })).rejects.toMatchObject({
      code: 'ExecutionDoesNotExist',
    });
    expect(await world.call('StartExecution', request)).toMatchObject({
      startDate: START / 1000 + (90 * DAY) / 1000,
    });
  });

  it('keeps the name of one that was forgotten because many have ended since', async () => {
    const world = createWorld();
    const stateMachineArn = world.create(passing);
    const runs = Array.from({ length: MAX_ENDED + 1 }, (_, n) => `order-${n}`);
    for (const name of runs) {
      await world.call('StartExecution', { stateMachineArn, name, input });
      await world.kernel.clock.run();
    }
    const describing = (name = '') =>
      world.call('DescribeExecution', {
        executionArn: `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`,
      });
    await expect(describing(runs[0])).rejects.toMatchObject({ code: 'ExecutionDoesNotExist' });
    expect(await describing(runs[1])).toMatchObject({ status: 'SUCCEEDED' });
    await expect(
      world.call('StartExecution', { stateMachineArn, name: runs[0], input }),
    ).rejects.toMatchObject({ code: 'ExecutionAlreadyExists' });
    await world.call('DeleteStateMachine', { stateMachineArn });
    expect(world.create(passing)).toBe(stateMachineArn);
    expect(await world.call('StartExecution', { stateMachineArn, name: runs[0], input })).toBeDefined();
  });

  it('names the execution by a UUID when no name is given, and takes {} without an input', async () => {
    const world = createWorld();
    const { executionArn } = await world.call('StartExecution', { stateMachineArn: world.create(passing) });
    expect(executionArn).toMatch(
      /:execution:machine:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    await world.kernel.clock.run();
    expect(await world.describe(String(executionArn))).toMatchObject({ status: 'SUCCEEDED', output: {} });
  });

  it.each([
    ['InvalidName', { name: 'a b' }],
    ['InvalidName', { name: 'a:b' }],
    ['InvalidName', { name: 'x'.repeat(81) }],
    ['InvalidExecutionInput', { input: '{' }],
    ['ValidationException', { input: JSON.stringify('x'.repeat(262_143)) }],
    [
      'StateMachineDoesNotExist',
      { stateMachineArn: 'arn:aws:states:us-east-1:123456789012:stateMachine:other' },
    ],
  ])('refuses with %s: %j', async (code, more) => {
    const world = createWorld();
    const request = { stateMachineArn: world.create(passing), ...more };
    await expect(world.call('StartExecution', request)).rejects.toMatchObject({ code });
    await expect(world.call('StartExecution', request)).rejects.toHaveProperty('name', 'AwsError');
  });
});

describe('DescribeExecution (API reference)', () => {
  it('has dates in epoch seconds, and the output of an execution that succeeded', async () => {
    const world = createWorld();
    const stateMachineArn = world.create(waiting);
    const { executionArn } = await world.call('StartExecution', {
      stateMachineArn,
      name: 'n',
      input: '{"a":1}',
    });
    const common = { executionArn, stateMachineArn, name: 'n', startDate: START / 1000, input: '{"a":1}' };
    const running = await world.call('DescribeExecution', { executionArn });
    expect(running).toMatchObject({ ...common, status: 'RUNNING' });
    expect(running).not.toHaveProperty('stopDate');
    await world.kernel.clock.run();
    const ended = await world.call('DescribeExecution', { executionArn });
    expect(ended).toMatchObject({
      ...common,
      status: 'SUCCEEDED',
      stopDate: START / 1000 + 60,
      output: '{"a":1}',
    });
  });

  it('refuses an unknown execution', async () => {
    const executionArn = 'arn:aws:states:us-east-1:123456789012:execution:machine:none';
    await expect(createWorld().call('DescribeExecution', { executionArn })).rejects.toMatchObject({
      code: 'ExecutionDoesNotExist',
      message: `Execution Does Not Exist: '${executionArn}'`,
    });
  });

  it.each([
    ['DescribeExecution', { executionArn: 'none' }, "Invalid Arn: 'Invalid ARN prefix: none'"],
    ['StartExecution', { stateMachineArn: 'none' }, "Invalid Arn: 'Invalid ARN prefix: none'"],
    [
      'DescribeStateMachine',
      { stateMachineArn: 'arn:aws:states:us-east-1:123456789012:activity:none' },
      "Invalid Arn: 'Resource type not valid in this context: activity'",
    ],
  ])('%s refuses what is no such ARN: %j', async (operation, input, message) => {
    await expect(createWorld().call(operation, input)).rejects.toMatchObject({ code: 'InvalidArn', message });
  });
});

describe('StopExecution (API reference)', () => {
  it('ends the execution ABORTED: no Catch runs, no timer is left', async () => {
    const world = createWorld();
    const state = {
      Type: 'Parallel',
      Branches: [{ StartAt: 'Wait', States: { Wait: { Type: 'Wait', Seconds: 60, End: true } } }],
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }],
      Next: 'Caught',
    };
    const executionArn = await world.start({
      StartAt: 'All',
      States: { All: state, Caught: { Type: 'Succeed' } },
    });
    await world.kernel.clock.run(undefined, START + 1000);
    expect(await world.call('StopExecution', { executionArn, error: 'Stopped', cause: 'by hand' })).toEqual({
      stopDate: START / 1000,
    });
    expect(world.kernel.clock.pending()).toBe(0);
    await world.kernel.clock.run();
    const { status, error, cause, events, types } = await world.describe(executionArn);
    expect({ status, error, cause }).toEqual({ status: 'ABORTED', error: 'Stopped', cause: 'by hand' });
    expect(types.slice(-3)).toEqual(['WaitStateAborted', 'ParallelStateAborted', 'ExecutionAborted']);
    expect(events.at(-1)).toMatchObject({
      previousEventId: 0,
      executionAbortedEventDetails: { error: 'Stopped', cause: 'by hand' },
    });
  });

  it('runs no Catch of a task whose function fails afterwards', async () => {
    const world: ReturnType<typeof createWorld> = createWorld({
      pay: async () => {
        await world.kernel.clock.sleep(1000);
        throw new FunctionError('Broken');
      },
      undo: () => 'undone',
    });
    const pay = invoke('pay', { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Undo' }], Next: 'Undo' });
    const executionArn = await world.start({ StartAt: 'Pay', States: { Pay: pay, Undo: invoke('undo') } });
    await world.kernel.clock.run(() => world.invoked.length === 1);
    await world.call('StopExecution', { executionArn });
    await world.kernel.clock.run();
    expect(world.invoked).toHaveLength(1);
    expect((await world.describe(executionArn)).types.at(-1)).toBe('ExecutionAborted');
  });

  it('leaves an execution that has ended as it is', async () => {
    const world = createWorld();
    const executionArn = await world.start(passing);
    await world.kernel.clock.run();
    await world.call('StopExecution', { executionArn });
    expect((await world.describe(executionArn)).status).toBe('SUCCEEDED');
  });
});

describe('TimeoutSeconds of the state machine (https://states-language.net/#toplevelfields)', () => {
  it('ends the execution TIMED_OUT, which no Catch sees; States.Timeout stands in the history alone', async () => {
    const world = createWorld();
    world.kernel.install(({ kind }) => (kind === 'delivery' ? { drop: true } : undefined));
    const pay = invoke('pay', {
      TimeoutSeconds: 600,
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }],
      Next: 'Caught',
    });
    const result = await world.run({
      TimeoutSeconds: 30,
      StartAt: 'Pay',
      States: { Pay: pay, Caught: { Type: 'Succeed' } },
    });
    expect(result).toMatchObject({ status: 'TIMED_OUT', error: undefined, elapsedMs: 30_000 });
    expect(result.events.at(-1)).toMatchObject({
      type: 'ExecutionTimedOut',
      previousEventId: 0,
      executionTimedOutEventDetails: { error: 'States.Timeout' },
    });
  });

  it('leaves no timer behind when the execution ends in time', async () => {
    const { elapsedMs } = await createWorld().run({ ...passing, TimeoutSeconds: 30 });
    expect(elapsedMs).toBe(0);
  });
});

describe('GetExecutionHistory and ListExecutions (API reference)', () => {
  it('pages through the events, in both orders', async () => {
    const world = createWorld();
    const executionArn = await world.start(passing);
    await world.kernel.clock.run();
    const read = async (more: object) => {
      const ids: unknown[][] = [];
      for (let nextToken: unknown; ; ) {
        const page = await world.call('GetExecutionHistory', {
          executionArn,
          maxResults: 3,
          ...more,
          ...(nextToken ? { nextToken } : {}),
        });
        ids.push((page.events as { id: number }[]).map(({ id }) => id));
        nextToken = page.nextToken;
        if (nextToken === undefined) return ids;
      }
    };
    expect(await read({})).toEqual([[1, 2, 3], [4]]);
    expect(await read({ reverseOrder: true })).toEqual([[4, 3, 2], [1]]);
    expect(await read({ maxResults: 2 })).toEqual([
      [1, 2],
      [3, 4],
    ]);
    await expect(read({ nextToken: 'x' })).rejects.toMatchObject({ code: 'InvalidToken' });
  });

  it('leaves input and output out with includeExecutionData false', async () => {
    const world = createWorld();
    const executionArn = await world.start(passing);
    const { events } = await world.call('GetExecutionHistory', { executionArn, includeExecutionData: false });
    expect((events as object[])[1]).toHaveProperty('stateEnteredEventDetails', { name: 'State' });
  });

  it('lists the executions of a machine, newest first, by status', async () => {
    const world = createWorld();
    const stateMachineArn = world.create(waiting);
    await world.call('StartExecution', { stateMachineArn, name: 'a' });
    await world.kernel.clock.run();
    await world.call('StartExecution', { stateMachineArn, name: 'b' });
    const names = async (more: object) => {
      const { executions } = await world.call('ListExecutions', { stateMachineArn, ...more });
      return (executions as { name: string }[]).map(({ name }) => name);
    };
    expect(await names({})).toEqual(['b', 'a']);
    expect(await names({ statusFilter: 'RUNNING' })).toEqual(['b']);
    expect(await names({ maxResults: 1 })).toEqual(['b']);
  });

  it('ends an execution that reaches 25,000 events (Step Functions service quotas)', async () => {
    const { status, error, events } = await (async () => {
      const world = createWorld();
      const executionArn = await world.start({
        StartAt: 'A',
        States: {
          A: { Type: 'Pass', Next: 'B' },
          B: { Type: 'Choice', Choices: [{ Condition: false, Next: 'End' }], Default: 'A' },
          End: { Type: 'Succeed' },
        },
      });
      await world.kernel.clock.run();
      const { events } = await world.call('GetExecutionHistory', {
        executionArn,
        reverseOrder: true,
        maxResults: 2,
      });
      return { ...(await world.describe(executionArn)), events: events as object[] };
    })();
    expect([status, error]).toEqual(['FAILED', 'States.Runtime']);
    expect(events[0]).toMatchObject({ id: 25_000, type: 'ExecutionFailed' });
  });
});

describe('DescribeStateMachine (API reference)', () => {
  it('gives the definition, and CloudFormation settings in the spelling of the API', async () => {
    const world = createWorld();
    const stateMachineArn = world.create(passing, {
      TracingConfiguration: { Enabled: true },
      LoggingConfiguration: {
        Level: 'ALL',
        Destinations: [{ CloudWatchLogsLogGroup: { LogGroupArn: 'arn:x' } }],
      },
    });
    const described = await world.call('DescribeStateMachine', { stateMachineArn });
    expect(described).toMatchObject({
      stateMachineArn,
      name: 'machine',
      status: 'ACTIVE',
      type: 'STANDARD',
      creationDate: START / 1000,
      tracingConfiguration: { enabled: true },
      loggingConfiguration: {
        level: 'ALL',
        destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: 'arn:x' } }],
      },
    });
    expect(JSON.parse(String(described.definition))).toHaveProperty('StartAt', 'State');
  });
});

describe('State transitions (Step Functions pricing: retries count)', () => {
  const transitions = async (options: object) => {
    let attempts = 0;
    const world = createWorld(
      {
        pay: () => {
          if (++attempts < 3) throw new FunctionError('Broken');
        },
      },
      options,
    );
    const pay = invoke('pay', { Output: {}, Retry: [{ ErrorEquals: ['Broken'] }], Next: 'Done' });
    await world.run({ StartAt: 'Pay', States: { Pay: pay, Done: { Type: 'Succeed' } } });
    return world.meter.read();
  };
  const usage = { unit: 'stepfunctions.transitions', caller: 'stateMachine:machine', resource: 'machine' };

  it('are one for each state entered and one for each retry', async () => {
    expect(await transitions({})).toEqual([{ ...usage, quantity: 4 }]);
  });

  it('count the way from Start as well when countStart says so', async () => {
    expect(await transitions({ countStart: true })).toEqual([{ ...usage, quantity: 5 }]);
  });
});
