// Lambda developer guide: "Updating function code", "Processing event source mappings"; API reference,
// "UpdateEventSourceMapping": a mapping that is disabled goes on from where it stopped.
import { describe, expect, it } from '@jest/globals';
import { codeFor, createFixture, DEAD_ARN, QUEUE_ARN, SAY, STREAM_ARN } from './fixture.ts';

const slow = (word: string): string => `${SAY}
  exports.handler = () => new Promise((resolve) => setTimeout(() => { say('${word}'); resolve('${word}'); }, 1000));`;

/** Says the keys of each batch, and fails as long as one of them is `bad`. */
const READER = `${SAY} exports.handler = async ({ Records }) => {
  const keys = Records.map((record) => record.body ?? record.dynamodb.Keys.pk.S);
  say(keys);
  if (keys.includes('bad')) throw new Error('bad');
};`;

const properties = { FunctionName: 'f', Handler: 'index.handler', Runtime: 'nodejs24.x', Timeout: 10 };
const notFound = expect.objectContaining({ code: 'ResourceNotFoundException', status: 404 });
const thrown = (action: () => unknown): unknown => {
  try {
    return action();
  } catch (error) {
    return error;
  }
};

describe('an updated function', () => {
  it('finishes what it runs on the old code, and begins anew on the new', async () => {
    const { deploy, lambda, settle } = createFixture();
    deploy('f', slow('old'));
    const call = async () =>
      (await lambda.functions.invoke({ functionArn: 'f', payload: {}, source: 'invoke:user' })).payload;
    const running = call();
    lambda.updateFunction('f', properties, codeFor(slow('new')));
    expect(await settle(Promise.all([running, call()]))).toEqual(['old', 'new']);
    expect(await settle(Promise.all([call(), call()]))).toEqual(['new', 'new']);
  });

  it('keeps its permissions, its mappings and how its events are retried', async () => {
    const { deploy, lambda, stream, kernel, said, invokeAsync, queue } = createFixture();
    deploy('f', slow('old'));
    const permission = {
      FunctionName: 'f',
      Action: 'lambda:InvokeFunction',
      Principal: 'events.amazonaws.com',
    };
    lambda.addPermission(permission, 'rules');
    const config = { FunctionName: 'f', Qualifier: '$LATEST', MaximumRetryAttempts: 0 };
    const DestinationConfig = { OnFailure: { Destination: DEAD_ARN } };
    lambda.createEventInvokeConfig({ ...config, DestinationConfig }, 'config');
    const mapping = { FunctionName: 'f', EventSourceArn: STREAM_ARN, StartingPosition: 'LATEST' };
    lambda.createEventSourceMapping(mapping);
    lambda.updateFunction('f', properties, codeFor(READER));
    expect(lambda.functions.permits('f', 'events.amazonaws.com', 'any')).toBe(true);
    stream.append('a');
    await kernel.clock.run();
    expect(said('f')).toEqual([['a']]);
    await invokeAsync('f', { Records: [{ body: 'bad' }] });
    await kernel.clock.run();
    expect(queue.sent).toHaveLength(1);
    lambda.deletePermission('rules');
    expect(lambda.functions.permits('f', 'events.amazonaws.com', 'any')).toBe(false);
  });

  it('keeps concurrency that was reserved besides, unless its properties change theirs', async () => {
    const { deploy, lambda, gate, settle, invoke } = createFixture();
    deploy('f', READER);
    const input = { FunctionName: 'f', ReservedConcurrentExecutions: 0 };
    const call = { service: 'lambda', operation: 'PutFunctionConcurrency', input };
    await settle(gate.call({ ...call, caller: { name: 'user' } }));
    lambda.updateFunction('f', properties, codeFor(READER));
    await expect(invoke('f', { Records: [] })).rejects.toMatchObject({ code: 'TooManyRequestsException' });
    lambda.updateFunction('f', { ...properties, ReservedConcurrentExecutions: 1 }, codeFor(READER));
    expect(await invoke('f', { Records: [] })).not.toHaveProperty('functionError');
  });
});

describe('a deleted function', () => {
  it('is not found; its events end, and its mapping serves the next function of its name', async () => {
    const { deploy, lambda, stream, kernel, said, invokeAsync } = createFixture();
    deploy('f', READER);
    const mapping = { FunctionName: 'f', EventSourceArn: STREAM_ARN, StartingPosition: 'LATEST' };
    lambda.createEventSourceMapping(mapping);
    await invokeAsync('f', { Records: [{ body: 'bad' }] });
    await kernel.clock.run(() => said('f').length === 1);
    lambda.deleteFunction('f');
    expect(thrown(() => lambda.deleteFunction('f'))).toEqual(notFound);
    stream.append('a');
    await kernel.clock.run(() => false, kernel.clock.now() + 600_000);
    expect(said('f')).toEqual([['bad']]);
    deploy('f', READER);
    await kernel.clock.run();
    expect(said('f')).toEqual([['bad'], ['a']]);
  });
});

const streamMapping = {
  ...{ FunctionName: 'f', EventSourceArn: STREAM_ARN, StartingPosition: 'TRIM_HORIZON' },
  ...{ ParallelizationFactor: 2 },
};

describe('a mapping', () => {
  it.each([
    ['stream', streamMapping],
    ['stream', { ...streamMapping, StartingPosition: 'LATEST' }],
    ['queue', { FunctionName: 'f', EventSourceArn: QUEUE_ARN }],
  ])('of a %s that is disabled waits, and goes on where it stopped', async (kind, mapping) => {
    const { deploy, lambda, stream, queue, kernel, said } = createFixture();
    const put = (key: string): void => (kind === 'stream' ? stream.append(key) : queue.put(key, key));
    deploy('f', READER);
    const { id } = lambda.createEventSourceMapping(mapping);
    put('a');
    await kernel.clock.run();
    lambda.updateEventSourceMapping(id, { ...mapping, Enabled: false });
    put('b');
    await kernel.clock.run();
    expect(said('f')).toEqual([['a']]);
    lambda.updateEventSourceMapping(id, mapping);
    await kernel.clock.run();
    expect(said('f')).toEqual([['a'], ['b']]);
  });

  it('of a stream begins again with what had failed when it was disabled, under its new properties', async () => {
    const { deploy, lambda, stream, kernel, said } = createFixture();
    deploy('f', READER);
    const { id } = lambda.createEventSourceMapping({ ...streamMapping, BatchSize: 1 });
    for (const key of ['bad', 'a', 'b', 'c']) stream.append(key);
    const failed = () => said('f').filter((keys) => (keys as string[])[0] === 'bad').length;
    await kernel.clock.run(() => failed() === 2);
    lambda.updateEventSourceMapping(id, { ...streamMapping, Enabled: false });
    await kernel.clock.run();
    expect(failed()).toBe(2);
    const before = said('f').flat();
    lambda.updateFunction('f', properties, codeFor(READER.replace("includes('bad')", "includes('worse')")));
    lambda.updateEventSourceMapping(id, { ...streamMapping, BatchSize: 10, Enabled: true });
    await kernel.clock.run();
    const after = said('f').flat().slice(before.length);
    expect(after).toContain('bad');
    expect([...new Set(said('f').flat())].sort()).toEqual(['a', 'b', 'bad', 'c']);
    expect(after.filter((key) => key !== 'bad' && before.includes(key))).toEqual([]);
  });

  it('that is deleted reads no more, and is not found', async () => {
    const { deploy, lambda, stream, kernel, said } = createFixture();
    deploy('f', READER);
    const { id } = lambda.createEventSourceMapping(streamMapping);
    lambda.deleteEventSourceMapping(id);
    stream.append('a');
    await kernel.clock.run();
    expect(said('f')).toEqual([]);
    expect(thrown(() => lambda.deleteEventSourceMapping(id))).toEqual(notFound);
    expect(thrown(() => lambda.updateEventSourceMapping(id, streamMapping))).toEqual(notFound);
  });
});

describe('what is attached to a function and not there', () => {
  it.each([
    ['deletePermission'],
    ['deleteEventInvokeConfig'],
    ['deleteEventSourceMapping'],
    ['deleteFunction'],
  ] as const)('is not found: %s', (operation) => {
    const { lambda } = createFixture();
    expect(thrown(() => lambda[operation]('nothing'))).toEqual(notFound);
  });
});
