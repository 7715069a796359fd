import { describe, expect, it } from '@jest/globals';
import { createFixture, DEAD_ARN, QUEUE_ARN, SAY, START, STREAM_ARN } from './fixture.ts';

const TYPE = 'AWS::Lambda::EventSourceMapping';

/** Says the keys of each batch it gets, with the second; `decide(keys)` answers or throws. */
const reader = (decide = '() => undefined'): string =>
  `${SAY} const decide = ${decide};
  exports.handler = async ({ Records }) => {
    const keys = Records.map((record) => record.body ?? record.dynamodb.Keys.pk.S);
    say(keys);
    return decide(keys, Records);
  };`;

const FAIL_ON_BAD = "(keys) => { if (keys.includes('bad')) throw new Error('bad'); }";
const REPORT_BAD = `(keys, Records) => ({ batchItemFailures: Records.filter((_, i) => keys[i].startsWith('bad'))
  .map((record) => ({ itemIdentifier: record.messageId ?? record.dynamodb.SequenceNumber })) })`;

const streamOf = (properties: Record<string, unknown> = {}) => ({
  FunctionName: 'f',
  EventSourceArn: STREAM_ARN,
  StartingPosition: 'TRIM_HORIZON',
  ...properties,
});

const setup = (source: string, properties: Record<string, unknown> = {}, keys: readonly string[] = []) => {
  const fixture = createFixture();
  fixture.deploy('f', source);
  for (const key of keys) fixture.stream.append(key);
  fixture.lambda.createEventSourceMapping(streamOf(properties));
  return fixture;
};

describe('a DynamoDB stream (Lambda developer guide, "Process DynamoDB records with Lambda")', () => {
  it('delivers records of the stream in batches, in order, one batch at a time', async () => {
    const { kernel, said, stream } = setup(reader(), { BatchSize: 2 }, ['a', 'b', 'c']);
    await kernel.clock.run();
    expect(said('f')).toEqual([['a', 'b'], ['c']]);
    stream.append('d');
    await kernel.clock.run();
    expect(said('f').at(-1)).toEqual(['d']);
  });

  it('reads what is there in one go: only the first batch waits for the stream to be polled', async () => {
    const keys = Array.from({ length: 50 }, (_, i) => String(i));
    const { kernel, said } = setup(reader(), { BatchSize: 1 }, keys);
    await kernel.clock.run();
    expect(said('f')).toEqual(keys.map((key) => [key]));
    expect(kernel.clock.now() - START).toBeLessThan(2000);
  });

  it('polls the stream: records that come before it does go together', async () => {
    const { kernel, said, stream } = setup(reader(), {}, ['a']);
    kernel.clock.after(1, () => stream.append('b'));
    await kernel.clock.run();
    expect(said('f')).toEqual([['a', 'b']]);
  });

  it('starts behind the latest record when told so', async () => {
    const { kernel, said, stream } = setup(reader(), { StartingPosition: 'LATEST' }, ['old']);
    stream.append('new');
    await kernel.clock.run();
    expect(said('f')).toEqual([['new']]);
  });

  it('gathers records for the batching window', async () => {
    const { kernel, said, stream } = setup(reader(), { MaximumBatchingWindowInSeconds: 5 }, ['a']);
    kernel.clock.after(4000, () => stream.append('b'));
    await kernel.clock.run();
    expect(said('f')).toEqual([['a', 'b']]);
  });

  it('filters records before the function', async () => {
    const { kernel, said, stream } = setup(reader(), {
      FilterCriteria: { Filters: [{ Pattern: '{"dynamodb":{"NewImage":{"kind":["wanted"]}}}' }] },
    });
    stream.append('a', { kind: 'other' });
    stream.append('b', { kind: 'wanted' });
    await kernel.clock.run();
    expect(said('f')).toEqual([['b']]);
  });

  it('keeps the order of each item when it works in parallel', async () => {
    const source = `${SAY} exports.handler = async ({ Records: [{ dynamodb }] }) => {
      const { SequenceNumber, Keys } = dynamodb;
      say('begin ' + Keys.pk.S);
      if (Number(SequenceNumber) <= 2) await new Promise((done) => setTimeout(done, 5000));
      say('end ' + Keys.pk.S);
    };`;
    const keys = ['a', 'b', 'a', 'b'];
    const { kernel, said, lambda } = setup(source, { ParallelizationFactor: 10, BatchSize: 1 }, keys);
    await kernel.clock.run();
    const of = (key: string) => said('f').filter((line) => String(line).endsWith(key));
    expect(of('a')).toEqual(['begin a', 'end a', 'begin a', 'end a']);
    expect(of('b')).toEqual(['begin b', 'end b', 'begin b', 'end b']);
    expect(said('f').slice(0, 2).map(String).sort()).toEqual(['begin a', 'begin b']);
    expect(() => lambda.createEventSourceMapping(streamOf({ ParallelizationFactor: 11 }))).toThrow(
      'from 1 to 10',
    );
  });

  it('retries a failing batch as often as told, and records its position at the destination', async () => {
    const properties = {
      MaximumRetryAttempts: 2,
      DestinationConfig: { OnFailure: { Destination: DEAD_ARN } },
    };
    const { kernel, said, queue } = setup(reader(FAIL_ON_BAD), properties, ['x', 'bad']);
    await kernel.clock.run();
    expect(said('f')).toEqual(Array(3).fill(['x', 'bad']));
    expect(queue.sent.map(({ request }) => JSON.parse(request.body))).toEqual([
      {
        requestContext: {
          requestId: expect.any(String),
          functionArn: 'arn:aws:lambda:us-east-1:123456789012:function:f',
          condition: 'RetryAttemptsExhausted',
          approximateInvokeCount: 3,
        },
        responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
        version: '1.0',
        timestamp: expect.any(String),
        DDBStreamBatchInfo: {
          shardId: 'shard-1',
          startSequenceNumber: '000000000000000000001',
          endSequenceNumber: '000000000000000000002',
          approximateArrivalOfFirstRecord: '2026-01-01T00:00:00Z',
          approximateArrivalOfLastRecord: '2026-01-01T00:00:00Z',
          batchSize: 2,
          streamArn: STREAM_ARN,
        },
      },
    ]);
  });

  it('retries until the records are 24 hours old, when nothing else is told', async () => {
    const { kernel, said, stream } = setup(reader(FAIL_ON_BAD), {}, ['bad']);
    kernel.clock.after(3_600_000, () => stream.append('good'));
    const startedAt = kernel.clock.now();
    await kernel.clock.run();
    expect(said('f').at(-1)).toEqual(['good']);
    expect(Math.floor((kernel.clock.now() - startedAt) / 3_600_000)).toBe(24);
  });

  it('gives records up at their maximum age', async () => {
    const { kernel, queue } = setup(
      reader(FAIL_ON_BAD),
      { MaximumRecordAgeInSeconds: 60, DestinationConfig: { OnFailure: { Destination: DEAD_ARN } } },
      ['bad'],
    );
    await kernel.clock.run();
    expect(JSON.parse(queue.sent[0]?.request.body ?? '')).toMatchObject({
      DDBStreamBatchInfo: { batchSize: 1 },
    });
  });

  it('bisects a failing batch, without using up its retries', async () => {
    const properties = { BisectBatchOnFunctionError: true, MaximumRetryAttempts: 1 };
    const { kernel, said } = setup(reader(FAIL_ON_BAD), properties, ['a', 'b', 'bad', 'c']);
    await kernel.clock.run();
    expect(said('f')).toEqual([['a', 'b', 'bad', 'c'], ['a', 'b'], ['bad', 'c'], ['bad'], ['bad'], ['c']]);
  });

  it('restarts at the lowest failed sequence number when the function reports failures', async () => {
    const properties = { FunctionResponseTypes: ['ReportBatchItemFailures'], MaximumRetryAttempts: 1 };
    const { kernel, said } = setup(reader(REPORT_BAD), properties, ['a', 'bad1', 'b', 'bad2']);
    await kernel.clock.run();
    expect(said('f')).toEqual([
      ['a', 'bad1', 'b', 'bad2'],
      ['bad1', 'b', 'bad2'],
    ]);
  });

  it('gives a batch that got further its retries anew', async () => {
    const decide = `(() => { let runs = 0; return (keys, Records) => {
      const failing = [0, 1, undefined][runs++];
      return { batchItemFailures: Records.slice(failing ?? 9).map((r) => ({ itemIdentifier: r.dynamodb.SequenceNumber })) };
    }; })()`;
    const properties = { FunctionResponseTypes: ['ReportBatchItemFailures'], MaximumRetryAttempts: 1 };
    const { kernel, said } = setup(reader(decide), properties, ['a', 'b']);
    await kernel.clock.run();
    expect(said('f')).toEqual([['a', 'b'], ['a', 'b'], ['b']]);
  });

  it.each([
    ['an empty list', '() => ({ batchItemFailures: [] })', 1],
    ['nothing', '() => null', 1],
    ['an identifier it does not know', "() => ({ batchItemFailures: [{ itemIdentifier: 'x' }] })", 2],
    ['an empty identifier', "() => ({ batchItemFailures: [{ itemIdentifier: '' }] })", 2],
    ['no identifier', '() => ({ batchItemFailures: [{}] })', 2],
  ])('takes %s for success or for failure of all', async (_name, decide, runs) => {
    const properties = { FunctionResponseTypes: ['ReportBatchItemFailures'], MaximumRetryAttempts: 1 };
    const { kernel, said } = setup(reader(decide), properties, ['a']);
    await kernel.clock.run();
    expect(said('f')).toHaveLength(runs);
  });

  it('retries what could not be delivered, drops what a fault drops, and may deliver twice', async () => {
    const { kernel, said, stream } = setup(reader(), { BatchSize: 1 });
    let deliveries = 0;
    kernel.install((point) => {
      if (point.kind !== 'delivery') return undefined;
      expect([point.source, point.target]).toEqual(['stream:orders', 'function:f']);
      const faults = [{ error: { name: 'Throttled', message: '' } }, {}, { drop: true }, { copies: 2 }];
      return faults[deliveries++];
    });
    for (const key of ['a', 'b', 'c']) stream.append(key);
    await kernel.clock.run();
    expect(said('f')).toEqual([['a'], ['c'], ['c']]);
  });

  it('refuses what it does not support, by name', () => {
    const { lambda } = setup(reader());
    const create = (properties: Record<string, unknown>) => () =>
      lambda.createEventSourceMapping(streamOf(properties));
    expect(create({ TumblingWindowInSeconds: 5 })).toThrow(
      `${TYPE}.TumblingWindowInSeconds is not supported`,
    );
    expect(create({ EventSourceArn: 'arn:aws:kinesis:us-east-1:1:stream/x' })).toThrow(
      `${TYPE}.EventSourceArn`,
    );
  });
});

const queueOf = (properties: Record<string, unknown> = {}) => ({
  FunctionName: 'f',
  EventSourceArn: QUEUE_ARN,
  ...properties,
});

const setupQueue = (source: string, properties: Record<string, unknown> = {}) => {
  const fixture = createFixture();
  fixture.deploy('f', source);
  fixture.lambda.createEventSourceMapping(queueOf(properties));
  return fixture;
};

describe('an SQS queue (Lambda developer guide, "Using Lambda with Amazon SQS")', () => {
  it('delivers messages of one moment together, and deletes them when the function succeeds', async () => {
    const { kernel, queue, said, lambda } = setupQueue(reader());
    queue.put('1', 'a');
    queue.put('2', 'b');
    await kernel.clock.run(() => said('f').length > 0);
    await kernel.clock.run();
    expect(said('f')).toEqual([['a', 'b']]);
    expect(queue.deleted).toEqual(['r-1', 'r-2']);
    expect(lambda).toBeDefined();
  });

  it('hands over records as Lambda documents them', async () => {
    const { kernel, queue, said } = setupQueue(`${SAY} exports.handler = async (event) => say(event);`);
    queue.put('1', 'a');
    await kernel.clock.run();
    expect(said('f')).toEqual([
      {
        Records: [
          {
            messageId: '1',
            receiptHandle: 'r-1',
            body: 'a',
            attributes: { ApproximateReceiveCount: '1' },
            messageAttributes: {},
            md5OfBody: '',
            eventSource: 'aws:sqs',
            eventSourceARN: QUEUE_ARN,
            awsRegion: 'us-east-1',
          },
        ],
      },
    ]);
  });

  it('leaves a failing batch to its visibility timeout', async () => {
    const { kernel, queue, said } = setupQueue(
      reader(`() => { if (!globalThis.once) { globalThis.once = 1; throw new Error('x'); } }`),
    );
    const startedAt = kernel.clock.now();
    queue.put('1', 'a');
    await kernel.clock.run();
    expect(said('f')).toEqual([['a'], ['a']]);
    expect(kernel.clock.now() - startedAt).toBeGreaterThan(60_000);
  });

  it('deletes all but the messages reported as failed', async () => {
    const { kernel, queue } = setupQueue(reader(REPORT_BAD), {
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
    queue.put('1', 'a');
    queue.put('2', 'bad');
    await kernel.clock.run(() => queue.deleted.length > 0);
    expect(queue.deleted).toEqual(['r-1']);
  });

  it('deletes what its filter refuses, matching JSON bodies as data', async () => {
    const { kernel, queue, said } = setupQueue(reader(), {
      FilterCriteria: { Filters: [{ Pattern: '{"body":{"kind":["wanted"]}}' }] },
    });
    queue.put('1', '{"kind":"other"}');
    queue.put('2', '{"kind":"wanted"}');
    await kernel.clock.run();
    expect(said('f')).toEqual([['{"kind":"wanted"}']]);
    expect(queue.deleted).toEqual(['r-1', 'r-2']);
  });

  it('runs at most MaximumConcurrency batches at a time', async () => {
    const source = `${SAY} exports.handler = async () => { say(Math.floor(Date.now() / 1000) % 60);
      await new Promise((done) => setTimeout(done, 9000)); };`;
    const { kernel, queue, said } = setupQueue(source, {
      BatchSize: 1,
      ScalingConfig: { MaximumConcurrency: 2 },
    });
    for (const id of ['1', '2', '3']) queue.put(id, id);
    await kernel.clock.run();
    expect(said('f')).toEqual([0, 0, 9]);
  });

  it('is refused when the visibility timeout is below the timeout of the function', () => {
    const { deploy, lambda, queue } = createFixture();
    deploy('f', reader());
    queue.state.visibilitySeconds = 9;
    expect(() => lambda.createEventSourceMapping(queueOf())).toThrow(
      'Queue visibility timeout: 9 seconds is less than Function timeout: 10 seconds',
    );
  });
});
