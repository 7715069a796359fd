// Lambda Developer Guide, "Types of metrics for Lambda functions".
import { describe, expect, it } from '@jest/globals';
import { createFixture, STREAM_ARN } from './fixture.ts';

const OK = 'exports.handler = async () => 1;';
const FAILS = "exports.handler = async () => { throw new Error('bad'); };";

describe('a function is measured', () => {
  it('at every invocation: how long it took, and whether it failed', async () => {
    const { deploy, invoke, metricsOf } = createFixture();
    deploy('good', OK);
    deploy('bad', FAILS);
    await invoke('good');
    await invoke('bad');
    expect(metricsOf('good')).toMatchObject({ Invocations: [1], Errors: [0], Duration: [5] });
    expect(metricsOf('bad')).toMatchObject({ Invocations: [1], Errors: [1] });
  });

  it('when it is throttled, which is no invocation', async () => {
    const { deploy, invoke, metricsOf } = createFixture();
    deploy('none', OK, { ReservedConcurrentExecutions: 0 });
    await expect(invoke('none')).rejects.toThrow('Rate Exceeded');
    expect(metricsOf('none')).toEqual({ Throttles: [1] });
  });

  it('by the age of the last record of a batch, every time the batch is tried', async () => {
    const { deploy, kernel, lambda, metricsOf, stream } = createFixture();
    deploy('f', FAILS);
    lambda.createEventSourceMapping({
      FunctionName: 'f',
      EventSourceArn: STREAM_ARN,
      StartingPosition: 'TRIM_HORIZON',
      MaximumRetryAttempts: 2,
    });
    stream.append('a');
    await kernel.clock.run();
    const { IteratorAge: ages = [] } = metricsOf('f');
    expect(ages).toHaveLength(3);
    // A second, and then two, pass between the tries.
    expect(ages.map((age) => Math.floor(age / 1000))).toEqual([0, 1, 3]);
  });
});
