import { describe, expect, it } from '@jest/globals';
import { createWorld, FunctionError, one } from './world.ts';

const waiting = (more: object = {}): object => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
  Arguments: { FunctionName: 'ask', Payload: { token: '{% $states.context.Task.Token %}' } },
  ...('Next' in more ? {} : { End: true }),
  ...more,
});

/** A world in which a function is handed the token; `ended` tells how the only execution of the state went. */
const askingWorld = async (state: object = waiting()) => {
  const tokens: string[] = [];
  const world = createWorld({ ask: (payload) => void tokens.push((payload as { token: string }).token) });
  const executionArn = await world.start(one(state));
  await world.kernel.clock.run(() => tokens.length > 0);
  return {
    ...world,
    executionArn,
    tokens,
    send: (operation: string, more: object = {}) =>
      world.call(operation, { taskToken: tokens.at(-1), ...more }),
    later: (seconds: number) => world.kernel.clock.settle(world.kernel.clock.sleep(seconds * 1000)),
    ended: async () => {
      await world.kernel.clock.run();
      return world.describe(executionArn);
    },
  };
};

describe('.waitForTaskToken ("Wait for a Callback with Task Token")', () => {
  it('goes on with the output that SendTaskSuccess brings', async () => {
    const world = await askingWorld();
    await world.later(3600);
    expect((await world.describe(world.executionArn)).status).toBe('RUNNING');
    expect(await world.send('SendTaskSuccess', { output: '{"answer":42}' })).toEqual({});
    expect(await world.ended()).toMatchObject({ status: 'SUCCEEDED', output: { answer: 42 } });
  });

  // Recorded from AWS: localstack, tests/aws/services/stepfunctions/v2/callback/test_callback.snapshot.json.
  it('records the call as submitted, and the token that came back as success', async () => {
    const world = await askingWorld();
    await world.later(1);
    await world.send('SendTaskSuccess', { output: '"yes"' });
    const { events, types } = await world.ended();
    expect(types.slice(2, 7)).toEqual([
      'TaskScheduled',
      'TaskStarted',
      'TaskSubmitted',
      'TaskSucceeded',
      'TaskStateExited',
    ]);
    const called = { resourceType: 'lambda', resource: 'invoke.waitForTaskToken' };
    expect(events[3]).toMatchObject({ taskStartedEventDetails: called });
    expect(events[4]).toMatchObject({ taskSubmittedEventDetails: called });
    expect(events[5]).toMatchObject({
      taskSucceededEventDetails: { ...called, output: '"yes"', outputDetails: { truncated: false } },
    });
  });

  it.each([
    [{ error: 'Refused', cause: 'by hand' }, 'Refused', 'by hand'],
    [{}, undefined, undefined],
  ])('fails as SendTaskFailure says: %j', async (more, error, cause) => {
    const world = await askingWorld();
    expect(await world.send('SendTaskFailure', more)).toEqual({});
    expect(await world.ended()).toMatchObject({ status: 'FAILED', error, cause });
  });

  it('takes a token that comes back while the call is under way', async () => {
    const world: ReturnType<typeof createWorld> = createWorld({
      ask: async (payload) => {
        const { token } = payload as { token: string };
        await world.call('SendTaskFailure', { taskToken: token, error: 'Early' });
        await world.kernel.clock.sleep(1000);
      },
    });
    expect(await world.runState(waiting())).toMatchObject({ status: 'FAILED', error: 'Early' });
  });

  it('issues another token for each attempt', async () => {
    const world = await askingWorld(waiting({ Retry: [{ ErrorEquals: ['Again'] }] }));
    await world.send('SendTaskFailure', { error: 'Again' });
    await world.kernel.clock.run(() => world.tokens.length > 1);
    expect(new Set(world.tokens).size).toBe(2);
    await world.send('SendTaskSuccess', { output: '1' });
    expect(await world.ended()).toMatchObject({ status: 'SUCCEEDED', output: 1 });
  });

  it('fails with the call, before any token can come back', async () => {
    const world = createWorld({
      ask: () => {
        throw new FunctionError('Broken');
      },
    });
    const { error, types } = await world.runState(waiting());
    expect(error).toBe('Broken');
    expect(types).not.toContain('TaskSubmitted');
  });

  it('shows a token to no other task', async () => {
    const { output } = await createWorld().runState({
      Type: 'Pass',
      Output: '{% $count($keys($states.context.Task)) %}',
      End: true,
    });
    expect(output).toBe(0);
  });
});

describe('Timeouts of a task that waits for its token', () => {
  it('TimeoutSeconds counts whatever heartbeats come', async () => {
    const world = await askingWorld(waiting({ TimeoutSeconds: 25, HeartbeatSeconds: 20 }));
    await world.later(15);
    await world.send('SendTaskHeartbeat');
    const { status, error, types, events } = await world.ended();
    expect([status, error, types.at(-2)]).toEqual(['FAILED', 'States.Timeout', 'TaskTimedOut']);
    const at = (index: number): number => events.at(index)?.timestamp ?? 0;
    expect(at(-2) - at(2)).toBe(25);
    expect(events[2]).toMatchObject({
      taskScheduledEventDetails: { timeoutInSeconds: 25, heartbeatInSeconds: 20 },
    });
  });

  // Recorded from AWS: localstack, tests/aws/services/stepfunctions/v2/timeouts/test_heartbeats.snapshot.json.
  it('a heartbeat that does not come is a States.Timeout', async () => {
    const world = await askingWorld(waiting({ HeartbeatSeconds: 20 }));
    const { error, cause, types } = await world.ended();
    expect([error, cause, types.at(-2)]).toEqual(['States.Timeout', undefined, 'TaskTimedOut']);
  });

  it('heartbeats keep the task alive, for as long as they come (SendTaskHeartbeat)', async () => {
    const world = await askingWorld(waiting({ HeartbeatSeconds: '{% 20 %}' }));
    for (let beat = 0; beat < 3; beat++) {
      await world.later(19);
      expect(await world.send('SendTaskHeartbeat')).toEqual({});
    }
    await world.send('SendTaskSuccess', { output: '1' });
    expect(await world.ended()).toMatchObject({ status: 'SUCCEEDED' });
    expect(world.kernel.clock.pending()).toBe(0);
  });

  // "Handling errors in Step Functions workflows": States.HeartbeatTimeout "is available inside Catch and Retry".
  it.each([
    ['States.HeartbeatTimeout', { HeartbeatSeconds: 20 }, true],
    ['States.Timeout', { HeartbeatSeconds: 20 }, true],
    ['States.ALL', { HeartbeatSeconds: 20 }, true],
    ['States.TaskFailed', { HeartbeatSeconds: 20 }, false],
    ['States.HeartbeatTimeout', { TimeoutSeconds: 20 }, false],
  ])('%s catches the timeout of %j: %s', async (name, limit, isCaught) => {
    const tokens: unknown[] = [];
    const world = createWorld({ ask: (payload) => void tokens.push(payload) });
    const { status } = await world.run({
      StartAt: 'Ask',
      States: {
        Ask: waiting({ ...limit, Catch: [{ ErrorEquals: [name], Next: 'Caught' }], Next: 'Caught' }),
        Caught: { Type: 'Succeed' },
      },
    });
    expect(status).toBe(isCaught ? 'SUCCEEDED' : 'FAILED');
  });
});

describe('Task tokens (SendTaskSuccess, SendTaskFailure, SendTaskHeartbeat in the API reference)', () => {
  const success = { output: '1' };
  const closed = {
    code: 'TaskTimedOut',
    message: "Task Timed Out: 'Provided task does not exist anymore'",
  };

  it.each([
    ['used', (world: Awaited<ReturnType<typeof askingWorld>>) => world.send('SendTaskSuccess', success)],
    ['of a task that timed out', (world: Awaited<ReturnType<typeof askingWorld>>) => world.later(61)],
    [
      'of an execution that was stopped',
      ({ call, executionArn }: Awaited<ReturnType<typeof askingWorld>>) =>
        call('StopExecution', { executionArn }),
    ],
  ])('are good for nothing once %s', async (_, end) => {
    const world = await askingWorld(waiting({ TimeoutSeconds: 60 }));
    await end(world);
    await expect(world.send('SendTaskSuccess', success)).rejects.toMatchObject(closed);
    await expect(world.send('SendTaskFailure')).rejects.toMatchObject(closed);
    await expect(world.send('SendTaskHeartbeat')).rejects.toMatchObject(closed);
  });

  it.each([
    ['InvalidToken', 'SendTaskSuccess', { taskToken: 'x', output: '1' }],
    ['InvalidToken', 'SendTaskHeartbeat', { taskToken: 'x' }],
    ['InvalidOutput', 'SendTaskSuccess', { output: '{' }],
    ['ValidationException', 'SendTaskSuccess', {}],
    ['ValidationException', 'SendTaskSuccess', { output: JSON.stringify('x'.repeat(262_143)) }],
  ])('%s: %s %j', async (code, operation, more) => {
    const world = await askingWorld();
    await expect(world.send(operation, more)).rejects.toMatchObject({ code });
    await world.send('SendTaskSuccess', success);
    expect(await world.ended()).toMatchObject({ status: 'SUCCEEDED' });
  });
});
