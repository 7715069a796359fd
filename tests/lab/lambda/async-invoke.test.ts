import { describe, expect, it } from '@jest/globals';
import type { Point } from '../../../lab/kernel/point.ts';
import { createFixture, DEAD_ARN, SAY } from './fixture.ts';

/** Says when it ran, and under which request id; fails the first `failures` times. */
const flaky = (failures: number): string =>
  `${SAY} let runs = 0; exports.handler = async (event, { awsRequestId }) => {
    say([Math.round(Date.now() / 1000), awsRequestId]);
    if (++runs <= ${failures}) throw new Error('run ' + runs);
    return { runs };
  };`;

const config = (properties: Record<string, unknown> = {}) => ({
  FunctionName: 'f',
  Qualifier: '$LATEST',
  DestinationConfig: { OnFailure: { Destination: DEAD_ARN } },
  ...properties,
});

describe('asynchronous invocation (Lambda developer guide, "Error handling for asynchronous invocation")', () => {
  it('retries function errors after one and then two minutes, under the same request id', async () => {
    const { deploy, invokeAsync, kernel, said, queue } = createFixture();
    deploy('f', flaky(9));
    await invokeAsync('f', { a: 1 });
    await kernel.clock.run();
    const runs = said('f') as [number, string][];
    const first = runs[0]?.[0] ?? 0;
    expect(runs.map(([at]) => at - first)).toEqual([0, 60, 180]);
    expect(new Set(runs.map(([, id]) => id)).size).toBe(1);
    expect(queue.sent).toEqual([]);
  });

  it('sends what failed for good to the on-failure destination', async () => {
    const { deploy, invokeAsync, kernel, lambda, queue, said } = createFixture();
    const points: Point[] = [];
    kernel.observe((point) => void points.push(point));
    deploy('f', flaky(9));
    lambda.createEventInvokeConfig(config({ MaximumRetryAttempts: 1 }), 'config');
    await invokeAsync('f', { a: 1 });
    await kernel.clock.run();
    const [[, requestId] = []] = said('f') as [number, string][];
    expect(queue.sent.map(({ request, caller }) => [request.queueArn, caller])).toEqual([
      [DEAD_ARN, 'function:f'],
    ]);
    expect(JSON.parse(queue.sent[0]?.request.body ?? '')).toEqual({
      version: '1.0',
      timestamp: expect.stringMatching(/^2026-01-01T00:01:/),
      requestContext: {
        requestId,
        functionArn: 'arn:aws:lambda:us-east-1:123456789012:function:f:$LATEST',
        condition: 'RetriesExhausted',
        approximateInvokeCount: 2,
      },
      requestPayload: { a: 1 },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      responsePayload: { errorType: 'Error', errorMessage: 'run 2', trace: expect.any(Array) },
    });
    expect(points).toContainEqual(
      expect.objectContaining({ kind: 'delivery', source: 'destination:f', target: 'queue:dead' }),
    );
  });

  it('sends what succeeded to the on-success destination', async () => {
    const { deploy, invokeAsync, kernel, lambda, queue } = createFixture();
    deploy('f', flaky(1));
    lambda.createEventInvokeConfig(
      config({ DestinationConfig: { OnSuccess: { Destination: DEAD_ARN } } }),
      'config',
    );
    await invokeAsync('f');
    await kernel.clock.run();
    expect(JSON.parse(queue.sent[0]?.request.body ?? '')).toMatchObject({
      requestContext: { condition: 'Success', approximateInvokeCount: 2 },
      responseContext: { statusCode: 200, executedVersion: '$LATEST' },
      responsePayload: { runs: 2 },
    });
  });

  it('sends events straight to the destination when the reserved concurrency is 0', async () => {
    const { deploy, invokeAsync, kernel, lambda, queue, said } = createFixture();
    deploy('f', flaky(0), { ReservedConcurrentExecutions: 0 });
    lambda.createEventInvokeConfig(config(), 'config');
    await invokeAsync('f', { a: 1 });
    await kernel.clock.run();
    expect(said('f')).toEqual([]);
    const record = JSON.parse(queue.sent[0]?.request.body ?? '');
    expect(record).toMatchObject({ requestPayload: { a: 1 }, requestContext: { approximateInvokeCount: 0 } });
    expect(record).not.toHaveProperty('responsePayload');
  });

  it('retries throttles with a growing wait, until the event is too old', async () => {
    const { deploy, invokeAsync, lambda, kernel, said, queue } = createFixture();
    deploy(
      'f',
      `${SAY} exports.handler = async ({ s }) => { say(s); await new Promise((d) => setTimeout(d, s * 1000)); };`,
      {
        ReservedConcurrentExecutions: 1,
        Timeout: 900,
      },
    );
    lambda.createEventInvokeConfig(config({ MaximumEventAgeInSeconds: 60 }), 'config');
    await invokeAsync('f', { s: 4 });
    await invokeAsync('f', { s: 100 });
    await kernel.clock.run(() => said('f').length === 2);
    const acceptedAt = kernel.clock.now();
    await invokeAsync('f', { s: 1 });
    await kernel.clock.run();
    expect(said('f')).toEqual([4, 100]);
    // 1 + 2 + 4 + 8 + 16 + 32 s later it is tried for the seventh time.
    const givenUpAt = JSON.parse(queue.sent[0]?.request.body ?? '').timestamp;
    expect(Math.round((Date.parse(givenUpAt) - acceptedAt) / 1000)).toBe(63);
    expect(queue.sent.map(({ request }) => JSON.parse(request.body))).toMatchObject([
      {
        requestPayload: { s: 1 },
        requestContext: { condition: 'EventAgeExceeded', approximateInvokeCount: 0 },
      },
    ]);
  });
});

describe('faults', () => {
  it('an invocation fails before or after its handler ran', async () => {
    const { deploy, invoke, kernel, said } = createFixture();
    deploy('f', flaky(0));
    const strike = (when: 'before' | 'after') =>
      kernel.install((point) =>
        point.kind === 'invocation' ? { error: { name: 'Lost', message: 'struck', when } } : undefined,
      );
    const payload = { errorType: 'Lost', errorMessage: 'struck' };
    const heal = strike('before');
    expect(await invoke('f')).toMatchObject({ functionError: 'Unhandled', payload });
    expect(said('f')).toHaveLength(0);
    heal();
    strike('after');
    expect(await invoke('f')).toMatchObject({ functionError: 'Unhandled', payload });
    expect(said('f')).toHaveLength(1);
  });

  it('an error of the runtime throws the environment away', async () => {
    const { deploy, invoke, kernel } = createFixture();
    deploy('f', flaky(0));
    const heal = kernel.install((point) =>
      point.kind === 'invocation'
        ? { error: { name: 'Runtime.ExitError', message: '', when: 'after' } }
        : undefined,
    );
    await invoke('f');
    heal();
    expect((await invoke('f')).payload).toEqual({ runs: 1 });
  });

  it('tells how each invocation ended', async () => {
    const { deploy, invoke, kernel } = createFixture();
    const outcomes: Point[] = [];
    kernel.observe((point) => void (point.kind === 'outcome' && outcomes.push(point)));
    deploy('f', flaky(1));
    await invoke('f', { a: 1 });
    await invoke('f', { a: 2 });
    expect(outcomes).toMatchObject([
      { source: 'function:f', target: 'failed', payload: { source: 'invoke:user', payload: { a: 1 } } },
      {
        source: 'function:f',
        target: 'succeeded',
        payload: { payload: { a: 2 }, result: { payload: { runs: 2 } } },
      },
    ]);
  });
});
