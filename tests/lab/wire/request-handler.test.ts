import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConditionalCheckFailedException, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { virtualKernel } from '../../../lab/kernel/kernel.ts';
import type { Point } from '../../../lab/kernel/point.ts';
import { createLab } from '../../../lab/lab.ts';
import type { HttpRequest } from '../../../lab/wire/protocols/http.ts';
import { requestHandler } from '../../../lab/wire/request-handler.ts';
import { artifactOf } from '../template/library.ts';

const books = {
  template: {
    Resources: {
      Books: {
        Type: 'AWS::DynamoDB::Table',
        Properties: {
          TableName: 'books',
          AttributeDefinitions: [{ AttributeName: 'title', AttributeType: 'S' }],
          KeySchema: [{ AttributeName: 'title', KeyType: 'HASH' }],
          BillingMode: 'PAY_PER_REQUEST',
        },
      },
    },
  },
  stackName: 'library',
  artifact: () => artifactOf({}),
};

const setup = async () => {
  const kernel = virtualKernel({ seed: 1, startAt: 0 });
  const lab = createLab(kernel);
  await lab.deploy(books);
  const points: Point[] = [];
  kernel.observe((point) => void points.push(point));
  const { settle } = kernel.clock;
  return { kernel, lab, points, settle };
};

describe('clients of the AWS SDK in the process of the lab', () => {
  it('write and read, as a user from outside, in the time of the lab', async () => {
    const { kernel, lab, points, settle } = await setup();
    const client = DynamoDBDocumentClient.from(new DynamoDBClient(lab.client));
    const book = { title: 'Käthchen ✓', copies: 2, shelves: ['K', null, { row: 1.5 }] };
    await settle(client.send(new PutCommand({ TableName: 'books', Item: book })));
    const { Item } = await settle(
      client.send(new GetCommand({ TableName: 'books', Key: { title: book.title } })),
    );
    expect(Item).toEqual(book);
    expect(points.map(({ kind, source, target }) => [kind, source, target])).toEqual([
      ['call', 'user', 'dynamodb:PutItem'],
      ['call', 'user', 'dynamodb:GetItem'],
    ]);
    expect(kernel.clock.now()).toBeGreaterThan(0);
    expect(lab.meter.read().map(({ unit, caller, resource }) => [unit, caller, resource])).toEqual([
      ['dynamodb.writeUnits', 'user', 'books'],
      ['dynamodb.readUnits', 'user', 'books'],
    ]);
  });

  it('throw the errors of the service, members included', async () => {
    const { lab, settle } = await setup();
    const client = DynamoDBDocumentClient.from(new DynamoDBClient(lab.client));
    const put = new PutCommand({
      TableName: 'books',
      Item: { title: 'Emma' },
      ConditionExpression: 'attribute_not_exists(title)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    await settle(client.send(put));
    const error = await settle(client.send(put).catch((reason: unknown) => reason));
    expect(error).toBeInstanceOf(ConditionalCheckFailedException);
    expect(error).toMatchObject({
      message: 'The conditional request failed',
      Item: { title: { S: 'Emma' } },
      $metadata: { httpStatusCode: 400, attempts: 1 },
    });
  });

  // The waits between attempts would take real time, for which the clock of the lab does not wait.
  it('do not try again what has failed', async () => {
    const { kernel, lab, settle } = await setup();
    kernel.install(() => ({ error: { name: 'InternalServerError', message: 'x' } }));
    const sent = new DynamoDBClient(lab.client).send(new ListTablesCommand({}));
    await expect(settle(sent)).rejects.toMatchObject({
      name: 'InternalServerError',
      $metadata: { httpStatusCode: 500, attempts: 1 },
    });
  });
});

describe('the first call of a client', () => {
  let directory: string;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'aws-config-'));
  });
  afterAll(() => {
    rmSync(directory, { recursive: true });
    delete process.env.AWS_CONFIG_FILE;
  });

  it.each<[string, (client: Awaited<ReturnType<typeof setup>>['lab']['client']) => Promise<unknown>]>([
    ['dynamodb:ListTables', (lab) => new DynamoDBClient(lab).send(new ListTablesCommand({}))],
    ['events:PutEvents', (lab) => new EventBridgeClient(lab).send(new PutEventsCommand({ Entries: [] }))],
    ['lambda:Invoke', (lab) => new LambdaClient(lab).send(new InvokeCommand({ FunctionName: 'f' }))],
    [
      'states:ListExecutions',
      (lab) => new SFNClient(lab).send(new ListExecutionsCommand({ stateMachineArn: 'arn' })),
    ],
    ['sqs:ListQueues', (lab) => new SQSClient(lab).send(new ListQueuesCommand({}))],
  ])('reads nothing on this machine, for which virtual time would not wait: %s', async (target, send) => {
    // Of a size that takes Node a while.
    process.env.AWS_CONFIG_FILE = join(directory, target.replace(':', '-'));
    writeFileSync(process.env.AWS_CONFIG_FILE, `#${'x'.repeat(1023)}\n`.repeat(4096));
    const { kernel, lab, points, settle } = await setup();
    const standing = (): void => void kernel.clock.after(60_000, standing, { standing: true });
    standing();
    await settle(send(lab.client).catch(() => {}));
    expect(points.filter(({ kind }) => kind === 'call').map((point) => point.target)).toEqual([target]);
    expect(kernel.clock.now()).toBeLessThan(60_000);
  });
});

describe('a request of the SDK', () => {
  it('reaches the lab with everything it has', async () => {
    const requests: HttpRequest[] = [];
    const handler = requestHandler(
      async (request) => {
        requests.push(request);
        return { status: 201, headers: { 'x-a': 'b' }, body: 'answer' };
      },
      { name: 'user' },
    );
    const { response } = await handler.handle({
      method: 'POST',
      path: '/2015-03-31/functions/f',
      query: { Qualifier: '1', list: ['a', 'b'], none: null },
      headers: { 'X-Amz-Target': 't' },
      body: '✓',
    });
    expect(requests).toEqual([
      {
        method: 'POST',
        path: '/2015-03-31/functions/f',
        query: { Qualifier: '1', list: 'a,b', none: '' },
        headers: { 'x-amz-target': 't' },
        body: Buffer.from('✓'),
      },
    ]);
    expect(response).toMatchObject({ statusCode: 201, headers: { 'x-a': 'b' } });
    expect(Buffer.concat(await response.body.toArray()).toString()).toBe('answer');
  });

  it('may have a body of bytes, or none', async () => {
    const bodies: Uint8Array[] = [];
    const handler = requestHandler(
      async ({ body }) => {
        bodies.push(body);
        return { status: 200, headers: {}, body: '' };
      },
      { name: 'user' },
    );
    const request = { method: 'GET', path: '/', headers: {} };
    await handler.handle({ ...request, body: Uint8Array.of(1, 2) });
    await handler.handle(request);
    expect(bodies).toEqual([Uint8Array.of(1, 2), Buffer.of()]);
  });
});
