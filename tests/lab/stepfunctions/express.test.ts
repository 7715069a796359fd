// Step Functions Developer Guide, "Choosing workflow type in Step Functions"; StartExecution and StartSyncExecution in
// the API reference.
import { describe, expect, it } from '@jest/globals';
import { createWorld, FunctionError, invoke, one, refusal, START } from './world.ts';

const EXPRESS = { StateMachineType: 'EXPRESS' };
const passing = one({ Type: 'Pass', Output: '{% $states.input.a %}', End: true });

describe('StartExecution of an Express workflow', () => {
  it('is not idempotent: each start is an execution of its own', async () => {
    const world = createWorld({ pay: () => 'paid' });
    const request = { stateMachineArn: world.create(one(invoke('pay')), EXPRESS), name: 'order-1' };
    const starts = [await world.call('StartExecution', request), await world.call('StartExecution', request)];
    await world.kernel.clock.run();
    expect(world.invoked).toHaveLength(2);
    expect(new Set(starts.map(({ executionArn }) => executionArn)).size).toBe(2);
    expect(starts[0]).toEqual({
      executionArn: expect.stringMatching(
        /^arn:aws:states:us-east-1:123456789012:express:machine:order-1:[0-9a-f-]{36}$/,
      ),
      startDate: START / 1000,
    });
  });

  it.each(['DescribeExecution', 'GetExecutionHistory', 'StopExecution', 'RedriveExecution'])(
    '%s knows nothing of its executions',
    async (operation) => {
      const world = createWorld();
      const stateMachineArn = world.create(passing, EXPRESS);
      const { executionArn } = await world.call('StartExecution', { stateMachineArn });
      await expect(world.call(operation, { executionArn })).rejects.toMatchObject({
        code: 'InvalidArn',
        message: "Invalid Arn: 'Resource type not valid in this context: express'",
      });
    },
  );

  it('has no list of its executions', async () => {
    const world = createWorld();
    const stateMachineArn = world.create(passing, EXPRESS);
    await expect(world.call('ListExecutions', { stateMachineArn })).rejects.toMatchObject({
      code: 'StateMachineTypeNotSupported',
    });
  });

  it('stops with the others when everything is stopped', async () => {
    const world = createWorld();
    const stateMachineArn = world.create(one({ Type: 'Wait', Seconds: 60, End: true }), EXPRESS);
    await world.call('StartExecution', { stateMachineArn });
    world.stepFunctions.stopExecutions();
    expect(world.kernel.clock.pending()).toBe(0);
  });

  it('bills no transitions', async () => {
    const world = createWorld();
    await world.call('StartExecution', { stateMachineArn: world.create(passing, EXPRESS), input: '{"a":1}' });
    await world.kernel.clock.run();
    expect(world.meter.read()).toEqual([]);
  });
});

describe('StartSyncExecution', () => {
  const sync = async (definition: object, input: object = {}, world = createWorld()) => {
    const stateMachineArn = world.create(definition, EXPRESS);
    const request = { stateMachineArn, name: 'n', input: JSON.stringify(input) };
    return world.kernel.clock.settle(world.call('StartSyncExecution', request));
  };

  it('answers the output when the execution has ended', async () => {
    const definition = {
      StartAt: 'Wait',
      States: {
        Wait: { Type: 'Wait', Seconds: 2, Next: 'Out' },
        Out: { Type: 'Pass', Output: '{% $states.input.a %}', End: true },
      },
    };
    expect(await sync(definition, { a: 7 })).toEqual({
      executionArn: expect.stringContaining(':express:machine:n:'),
      stateMachineArn: 'arn:aws:states:us-east-1:123456789012:stateMachine:machine',
      name: 'n',
      startDate: START / 1000,
      stopDate: START / 1000 + 2,
      status: 'SUCCEEDED',
      input: '{"a":7}',
      inputDetails: { included: true },
      output: '7',
      outputDetails: { included: true },
      billingDetails: { billedMemoryUsedInMB: 64, billedDurationInMilliseconds: 2000 },
    });
  });

  it('answers the failure of the execution, without failing itself', async () => {
    const world = createWorld({
      pay: () => {
        throw new FunctionError('Declined');
      },
    });
    expect(await sync(one(invoke('pay')), {}, world)).toMatchObject({
      status: 'FAILED',
      error: 'Declined',
      cause: expect.stringContaining('Declined'),
    });
  });

  it.each([
    ['five minutes at most', {}, 300],
    ['five minutes at most, whatever the definition says', { TimeoutSeconds: 3600 }, 300],
    ['less, if the definition says so', { TimeoutSeconds: 30 }, 30],
  ])('runs %s', async (_, limit, seconds) => {
    const answer = await sync({ ...one({ Type: 'Wait', Seconds: 4000, End: true }), ...limit });
    expect(answer).toMatchObject({
      status: 'TIMED_OUT',
      error: 'States.Timeout',
      stopDate: START / 1000 + seconds,
    });
  });

  it('is for Express workflows alone', async () => {
    const world = createWorld();
    const stateMachineArn = world.create(passing);
    await expect(world.call('StartSyncExecution', { stateMachineArn })).rejects.toMatchObject({
      code: 'StateMachineTypeNotSupported',
      message: 'This operation is not supported by this type of state machine',
    });
  });

  it('is not held by the 25,000 events of a history', async () => {
    const loop = {
      StartAt: 'Count',
      States: {
        Count: { Type: 'Pass', Output: { n: '{% $states.input.n + 1 %}' }, Next: 'Again' },
        Again: {
          Type: 'Choice',
          Choices: [{ Condition: '{% $states.input.n < 7000 %}', Next: 'Count' }],
          Default: 'Done',
        },
        Done: { Type: 'Succeed' },
      },
    };
    expect(await sync(loop, { n: 0 })).toMatchObject({ status: 'SUCCEEDED', output: '{"n":7000}' });
  });
});

it('Express workflows wait for no tokens', () => {
  const Resource = 'arn:aws:states:::lambda:invoke.waitForTaskToken';
  const create = () => createWorld().create(one(invoke('pay', { Resource })), EXPRESS);
  expect(refusal(create)).toContain(
    "SCHEMA_VALIDATION_FAILED: Express state machine does not support '.waitForTaskToken' service integration",
  );
});
