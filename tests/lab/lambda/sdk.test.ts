import { beforeAll, describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';
import { AwsError } from '../../../lab/kernel/aws-error.ts';
import type { Caller } from '../../../lab/kernel/service.ts';
import { createFixture } from './fixture.ts';

/** Bundles a handler as the packaging does, to memory. */
const bundle = async (contents: string): Promise<string> => {
  const result = await build({
    stdin: { contents, resolveDir: __dirname, loader: 'ts' },
    ...{ bundle: true, minify: true, write: false, logLevel: 'silent' },
    ...{ platform: 'node', target: 'node24', format: 'cjs' },
  });
  return result.outputFiles[0]?.text ?? '';
};

const ORDERS = `
  import { Logger } from '@aws-lambda-powertools/logger';
  import { Tracer } from '@aws-lambda-powertools/tracer';
  import { captureLambdaHandler } from '@aws-lambda-powertools/tracer/middleware';
  import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
  import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
  import middy from '@middy/core';

  const logger = new Logger({ serviceName: 'orders' });
  const tracer = new Tracer({ serviceName: 'orders' });
  const client = DynamoDBDocumentClient.from(tracer.captureAWSv3Client(new DynamoDBClient({})));

  export const handler = middy(async ({ pk }) => {
    logger.info('putting', { pk });
    try {
      await client.send(new PutCommand({ TableName: 'orders', Item: { pk, list: [1, { a: true }], at: null } }));
    } catch (error) {
      return { isCondition: error instanceof ConditionalCheckFailedException, old: error.Item, name: error.name };
    }
    const { Item } = await client.send(new GetCommand({ TableName: 'orders', Key: { pk } }));
    return Item;
  }).use(captureLambdaHandler(tracer));
`;

const MESSAGES = `
  import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
  import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
  import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
  import { QueueDoesNotExist, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

  const [lambda, events, states, sqs] = [new LambdaClient({}), new EventBridgeClient({}), new SFNClient({}), new SQSClient({})];
  const url = 'https://sqs.us-east-1.amazonaws.com/123456789012/gone';

  export const handler = async () => {
    const invoked = await lambda.send(new InvokeCommand({ FunctionName: 'echo', Payload: '{"a":1}' }));
    const put = await events.send(new PutEventsCommand({ Entries: [{ Detail: '{}', Time: new Date(5000) }] }));
    const started = await states.send(new StartExecutionCommand({ stateMachineArn: 'arn', input: '{}' }));
    const gone = await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'x' })).catch((error) => error);
    return {
      invoked: Buffer.from(invoked.Payload).toString(), status: invoked.StatusCode, put: put.Entries,
      started: started.startDate, gone: [gone instanceof QueueDoesNotExist, gone.name],
    };
  };
`;

type Item = { pk: { S: string } };

describe('a bundle of middy, Powertools and the AWS SDK talks to the lab in process', () => {
  let orders: string;
  let messages: string;
  beforeAll(async () => {
    [orders, messages] = await Promise.all([bundle(ORDERS), bundle(MESSAGES)]);
  });

  const setup = (put: (input: { Item: Item }, caller: Caller) => unknown) => {
    const fixture = createFixture();
    const items = new Map<string, Item>();
    const PutItem = (input: { Item: Item }, caller: Caller): unknown => {
      items.set(input.Item.pk.S, input.Item);
      return put(input, caller);
    };
    const GetItem = ({ Key }: { Key: Item }) => ({ Item: items.get(Key.pk.S) });
    fixture.gate.register({ id: 'dynamodb', operations: { PutItem, GetItem } });
    fixture.deploy('orders', orders, { TracingConfig: { Mode: 'Active' } });
    return fixture;
  };

  it('reads what it wrote, logs and traces', async () => {
    const traces: unknown[] = [];
    const { invoke, lines, segments, kernel } = setup(
      (_input, { traceHeader }) => void traces.push(traceHeader),
    );
    const callers: string[] = [];
    kernel.observe(
      ({ kind, source, target }) => void (kind === 'call' && callers.push(`${source} ${target}`)),
    );
    expect((await invoke('orders', { pk: 'o1' })).payload).toEqual({
      pk: 'o1',
      list: [1, { a: true }],
      at: null,
    });
    expect(traces).toEqual([
      expect.stringMatching(/^Root=1-6955b900-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=1$/),
    ]);
    expect(callers).toEqual(['function:orders dynamodb:PutItem', 'function:orders dynamodb:GetItem']);
    const [logged] = lines('orders').filter((line) => line.includes('putting'));
    expect(JSON.parse(logged ?? '')).toMatchObject({ service: 'orders', pk: 'o1', level: 'INFO' });
    expect(JSON.parse(logged ?? '').timestamp).toMatch(/^2026-01-01T00:00:00/);
    await kernel.clock.run();
    expect(segments.map(({ name }) => name)).toContain('## index.handler');
  });

  it('recognises the errors of the service, members included', async () => {
    const { invoke } = setup(() => {
      throw new AwsError('ConditionalCheckFailedException', 'The conditional request failed', {
        members: { Item: { pk: { S: 'old' } } },
      });
    });
    expect((await invoke('orders', { pk: 'o1' })).payload).toEqual({
      ...{ isCondition: true, name: 'ConditionalCheckFailedException' },
      old: { pk: { S: 'old' } },
    });
  });

  it('retries what may be retried, and gives up on what the lab does not support', async () => {
    let calls = 0;
    const { invoke } = setup(() => {
      if (++calls < 3) throw new AwsError('InternalServerError', 'again', { status: 500 });
      throw new TypeError('not in the lab');
    });
    expect((await invoke('orders', { pk: 'o1' })).payload).toMatchObject({
      isCondition: false,
      name: 'LabError',
    });
    expect(calls).toBe(3);
  });

  it('runs the same to the byte, twice', async () => {
    const run = async () => {
      const { invoke, logs, segments, kernel } = setup(() => ({}));
      await invoke('orders', { pk: 'o1' });
      await kernel.clock.run();
      return [logs.read('/aws/lambda/orders'), segments];
    };
    const [first, second] = [await run(), await run()];
    expect(JSON.stringify(first[0])).toBe(JSON.stringify(second[0]));
    expect(first[1]).toEqual(second[1]);
  });

  it('speaks to Lambda, EventBridge, Step Functions and SQS', async () => {
    const { deploy, invoke, gate } = createFixture();
    const put: unknown[] = [];
    gate.register({
      id: 'events',
      operations: {
        PutEvents: (input) => ({ FailedEntryCount: put.push(input) - 1, Entries: [{ EventId: 'e' }] }),
      },
    });
    gate.register({
      id: 'states',
      operations: { StartExecution: () => ({ executionArn: 'x', startDate: 1.5 }) },
    });
    gate.register({
      id: 'sqs',
      operations: {
        SendMessage: () => {
          throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
        },
      },
    });
    deploy('echo', 'exports.handler = async (event) => event;');
    deploy('messages', messages);
    expect((await invoke('messages')).payload).toEqual({
      ...{ invoked: '{"a":1}', status: 200, put: [{ EventId: 'e' }] },
      started: '1970-01-01T00:00:01.500Z',
      gone: [true, 'QueueDoesNotExist'],
    });
    expect(put).toEqual([{ Entries: [{ Detail: '{}', Time: 5 }] }]);
  });
});
