import { describe, expect, it } from '@jest/globals';
import { AwsError } from '../../../lab/kernel/aws-error.ts';
import type { Verdict } from '../../../lab/kernel/point.ts';
import { createWorld, FunctionError, type Handler, invoke, START } from './world.ts';

const echo: Handler = (payload) => ({ got: payload });

describe('Task state with lambda:invoke ("Invoke an AWS Lambda function with Step Functions")', () => {
  it('invokes the function with the Payload and gives ExecutedVersion, Payload and StatusCode', async () => {
    const world = createWorld({ pay: echo });
    const { status, output } = await world.runState(invoke('pay', { Output: '{% $states.result %}' }), {
      id: 1,
    });
    expect(status).toBe('SUCCEEDED');
    expect(output).toMatchObject({
      ExecutedVersion: '$LATEST',
      Payload: { got: { id: 1 } },
      StatusCode: 200,
    });
    expect(world.invoked).toMatchObject([
      {
        functionArn: 'arn:aws:lambda:us-east-1:123456789012:function:pay',
        payload: { id: 1 },
        source: 'states:machine',
      },
    ]);
  });

  it('gives the result as output when it has no Output', async () => {
    const state = invoke('pay', { Output: undefined });
    const { output } = await createWorld({ pay: () => 7 }).runState(state);
    expect(output).toMatchObject({ Payload: 7, StatusCode: 200 });
  });

  it.each([
    'pay',
    'pay:$LATEST',
    'arn:aws:lambda:us-east-1:123456789012:function:pay',
    'arn:aws:lambda:us-east-1:123456789012:function:pay:$LATEST',
    '123456789012:function:pay',
  ])('knows the function by %s', async (reference) => {
    const { output } = await createWorld({ pay: () => 'paid' }).runState(invoke(reference));
    expect(output).toBe('paid');
  });

  it('takes the name of the function from an expression', async () => {
    const state = invoke('pay', { Arguments: { FunctionName: '{% $states.input.which %}' } });
    const { output } = await createWorld({ pay: (payload) => payload }).runState(state, { which: 'pay' });
    expect(output).toEqual({});
  });

  it('records what it scheduled, started and got', async () => {
    const { events } = await createWorld({ pay: () => 'paid' }).runState(
      invoke('pay', { TimeoutSeconds: 9 }),
      { id: 1 },
    );
    const resource = { resourceType: 'lambda', resource: 'invoke' };
    expect(events.slice(1, -1)).toMatchObject([
      { id: 2, type: 'TaskStateEntered' },
      {
        id: 3,
        previousEventId: 2,
        type: 'TaskScheduled',
        taskScheduledEventDetails: {
          ...resource,
          region: 'us-east-1',
          parameters: '{"FunctionName":"pay","Payload":{"id":1}}',
          timeoutInSeconds: 9,
        },
      },
      { id: 4, type: 'TaskStarted', taskStartedEventDetails: resource },
      {
        id: 5,
        type: 'TaskSucceeded',
        taskSucceededEventDetails: { ...resource, outputDetails: { truncated: false } },
      },
      { id: 6, type: 'TaskStateExited', stateExitedEventDetails: { name: 'State', output: '"paid"' } },
    ]);
  });

  it('only hands the event over with InvocationType Event', async () => {
    const world = createWorld({ pay: echo });
    const args = { FunctionName: 'pay', Payload: 1, InvocationType: 'Event' };
    const { output } = await world.runState(
      invoke('pay', { Arguments: args, Output: '{% $states.result %}' }),
    );
    expect(output).toMatchObject({ Payload: '', StatusCode: 202 });
    expect(world.invoked).toHaveLength(1);
  });

  it('fails with the errorType of the function, its payload as the cause', async () => {
    const handlers = { pay: () => Promise.reject(new FunctionError('ChargePending', 'not yet')) };
    const { status, error, cause, events } = await createWorld(handlers).runState(invoke('pay'));
    expect([status, error]).toEqual(['FAILED', 'ChargePending']);
    expect(JSON.parse(String(cause))).toEqual({ errorType: 'ChargePending', errorMessage: 'not yet' });
    expect(events.at(-2)).toMatchObject({
      type: 'TaskFailed',
      taskFailedEventDetails: { error: 'ChargePending' },
    });
  });

  it('names exceptions of the service Lambda.<Exception>', async () => {
    const throttled = () =>
      Promise.reject(new AwsError('TooManyRequestsException', 'Rate Exceeded.', { status: 429 }));
    const throttle = await createWorld({ pay: throttled }).runState(invoke('pay'));
    expect(throttle.error).toBe('Lambda.TooManyRequestsException');
    expect(throttle.cause).toMatch(/^Rate Exceeded. \(Service: Lambda, Status Code: 429, Request ID: /);
    const missing = await createWorld().runState(invoke('pay'));
    expect(missing.error).toBe('Lambda.ResourceNotFoundException');
  });

  it('names a death without an errorType Lambda.Unknown', async () => {
    const world = createWorld({
      pay: () => Promise.reject(new FunctionError(undefined as unknown as string)),
    });
    const { error } = await world.runState(invoke('pay'));
    expect(error).toBe('Lambda.Unknown');
  });

  it('takes a function ARN as the resource: the arguments are the event, the answer is the result', async () => {
    const Resource = 'arn:aws:lambda:us-east-1:123456789012:function:pay';
    const state = { Type: 'Task', Resource, Arguments: { id: '{% $states.input.id %}' }, End: true };
    const { output, types } = await createWorld({ pay: echo }).runState(state, { id: 1 });
    expect(output).toEqual({ got: { id: 1 } });
    expect(types.slice(2, 5)).toEqual([
      'LambdaFunctionScheduled',
      'LambdaFunctionStarted',
      'LambdaFunctionSucceeded',
    ]);
  });

  it('hands the trace header of the execution on', async () => {
    const world = createWorld({ pay: echo });
    const stateMachineArn = world.create({ StartAt: 'Pay', States: { Pay: invoke('pay') } });
    await world.stepFunctions.stateMachines.start({
      stateMachineArn,
      input: '{}',
      traceHeader: 'Root=1-a;Sampled=1',
    });
    await world.kernel.clock.run();
    expect(world.invoked[0]?.traceHeader).toBe('Root=1-a;Sampled=1');
  });
});

describe('TimeoutSeconds of a Task (https://states-language.net/#task-state)', () => {
  const slow = (seconds: number) => {
    const world: ReturnType<typeof createWorld> = createWorld({
      pay: async () => {
        await world.kernel.clock.sleep(seconds * 1000);
        finished.push(world.kernel.clock.now());
        return 'paid';
      },
    });
    const finished: number[] = [];
    return { world, finished };
  };

  it('fails the task with States.Timeout while the function keeps running', async () => {
    const { world, finished } = slow(60);
    const { status, error, cause, events } = await world.runState(invoke('pay', { TimeoutSeconds: 15 }));
    expect({ status, error, cause }).toEqual({ status: 'FAILED', error: 'States.Timeout', cause: undefined });
    const timedOut = events.find(({ type }) => type === 'TaskTimedOut');
    expect(timedOut).toMatchObject({
      timestamp: START / 1000 + 15,
      taskTimedOutEventDetails: { error: 'States.Timeout' },
    });
    expect(finished).toHaveLength(1);
  });

  it('may be an expression', async () => {
    const { world } = slow(60);
    const { events } = await world.runState(invoke('pay', { TimeoutSeconds: '{% $states.input.t %}' }), {
      t: 20,
    });
    expect(events.at(-1)).toMatchObject({ type: 'ExecutionFailed', timestamp: START / 1000 + 20 });
  });

  it('leaves no timer behind when the function answers in time', async () => {
    const { world } = slow(1);
    const { status, elapsedMs } = await world.runState(invoke('pay', { TimeoutSeconds: 3600 }));
    expect(status).toBe('SUCCEEDED');
    expect(elapsedMs).toBeLessThan(2000);
  });
});

describe('delivery of a task to its function', () => {
  const withFault = async (verdict: Verdict, more: object = {}) => {
    const world = createWorld({ pay: () => `answer ${world.invoked.length}` });
    world.kernel.install(({ kind, target }) =>
      kind === 'delivery' && target === 'function:pay' ? verdict : undefined,
    );
    return { world, ...(await world.runState(invoke('pay', more))) };
  };

  it('that is dropped never reaches the function: the task times out', async () => {
    const { world, error, types } = await withFault({ drop: true }, { TimeoutSeconds: 5 });
    expect([error, world.invoked.length]).toEqual(['States.Timeout', 0]);
    expect(types).not.toContain('TaskStarted');
  });

  it('that is carried twice invokes it twice: the first answer counts', async () => {
    const { world, output } = await withFault({ copies: 2 });
    expect([output, world.invoked.length]).toEqual(['answer 1', 2]);
  });

  it('that fails before fails the task under the name of the error', async () => {
    const { world, error, cause } = await withFault({
      error: { name: 'Lambda.ServiceException', message: 'broken' },
    });
    expect([error, cause, world.invoked.length]).toEqual(['Lambda.ServiceException', 'broken', 0]);
  });

  it('that fails after loses the answer of a function that has run', async () => {
    const lost = { name: 'Lambda.SdkClientException', message: 'lost', when: 'after' } as const;
    const { world, error } = await withFault({ error: lost });
    expect([error, world.invoked.length]).toEqual(['Lambda.SdkClientException', 1]);
  });

  it('that is late arrives even though the task has timed out', async () => {
    const { world, error, types } = await withFault({ delayMs: 60_000 }, { TimeoutSeconds: 5 });
    expect([error, world.invoked.length]).toEqual(['States.Timeout', 1]);
    expect(types).not.toContain('TaskStarted');
  });
});
