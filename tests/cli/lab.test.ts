import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { CloudFormationClient, paginateListStackResources } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sign } from '../lab/wire/signature/sign.ts';
import { run } from './command.ts';
import { startLab } from './lab-process.ts';

type Lab = Awaited<ReturnType<typeof startLab>>;

const TIME = /^\d\d:\d\d:\d\d /;

describe('npm run lab', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'is an AWS endpoint, and stops with exit code 0 at %s',
    async (signal) => {
      const lab = await startLab();
      const { Account } = await new STSClient(lab.client).send(new GetCallerIdentityCommand({}));
      const { TableNames } = await new DynamoDBClient(lab.client).send(new ListTablesCommand({}));
      expect([Account, TableNames]).toEqual(['123456789012', []]);
      expect(await lab.stop(signal)).toEqual({ code: 0, stderr: '' });
      expect(lab.lines.map((line) => line.replace(TIME, ''))).toEqual([
        `the lab is ready: AWS_ENDPOINT_URL=${lab.endpoint}, any credentials, AWS_REGION=us-east-1; Ctrl-C stops it`,
        'stopping',
      ]);
    },
  );

  it('is reached from this machine only', async () => {
    const lab = await startLab();
    const reach = (host: string): Promise<string> =>
      new Promise((resolve) => {
        const socket = connect({ port: lab.port, host, timeout: 1_000 });
        const end = (how: string) => {
          socket.destroy();
          resolve(how);
        };
        socket.on('connect', () => end('reached'));
        socket.on('error', () => end('not reached'));
        socket.on('timeout', () => end('not reached'));
      });
    // Another address of the loopback: whoever listens everywhere is reached there too.
    expect([await reach('127.0.0.1'), await reach('127.0.0.2')]).toEqual(['reached', 'not reached']);
    await lab.stop();
  });

  it('says so when the port is in use', async () => {
    const lab = await startLab();
    const { status, stdout, stderr } = await run('lab', ['--port', String(lab.port)]);
    await lab.stop();
    expect({ status, stdout, stderr }).toEqual({
      status: 1,
      stdout: '',
      stderr: `127.0.0.1:${lab.port} is in use; stop what listens there, or choose another port with --port\n`,
    });
  });

  it.each([
    // RFC 5737: an address of no machine.
    ['192.0.2.1', '192.0.2.1:0'],
    // RFC 6761: a name of none.
    ['lab.invalid', 'lab.invalid:0'],
    // RFC 4007: which of the machine's links?
    ['fe80::1', '[fe80::1]:0'],
  ])('says so when the address is not of this machine: %s', async (host, where) => {
    const { status, stdout, stderr } = await run('lab', ['--port', '0', '--host', host]);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    // Where there is no name server, a name may be of this machine or not.
    expect([
      `${where} is no address of this machine; see --host\n`,
      `the name server does not answer for ${where}; give an address with --host\n`,
    ]).toContain(stderr);
  });
});

describe('npm run lab, with a stage', () => {
  const stackName = 'pizza-two-ways-choreography';
  let lab: Lab;
  let ids: ReadonlyMap<string, string>;

  beforeAll(async () => {
    lab = await startLab('--stage', 'choreography');
    const found = new Map<string, string>();
    const pages = paginateListStackResources(
      { client: new CloudFormationClient(lab.client) },
      { StackName: stackName },
    );
    for await (const { StackResourceSummaries = [] } of pages) {
      for (const { LogicalResourceId = '', PhysicalResourceId = '' } of StackResourceSummaries) {
        found.set(LogicalResourceId, PhysicalResourceId);
      }
    }
    ids = found;
  });
  afterAll(() => lab.stop());

  const { body: order } = JSON.parse(readFileSync('events/place-order.json', 'utf8')) as { body: string };

  it('has it deployed, and says where its HTTP API is', async () => {
    expect(await lab.line(/HTTP API/)).toContain(
      `seeded ${stackName}; its HTTP API is ${lab.endpoint}/_aws/execute-api/${ids.get('HttpApi')}`,
    );
    expect(lab.lines.some((line) => line.endsWith(`stack ${stackName}: CREATE_COMPLETE`))).toBe(true);
  });

  it('tells of functions that fail, and of calls that are refused', async () => {
    // No relay can make anything of it.
    const functionName = ids.get('RelayLambdaFunction');
    const client = new LambdaClient(lab.client);
    await client.send(new InvokeCommand({ FunctionName: functionName, Payload: Buffer.from('{}') }));
    await lab.line(new RegExp(`function ${functionName} failed: `));
    await client.send(new InvokeCommand({ FunctionName: 'nobody' })).catch(() => {});
    await lab.line(/refused lambda:Invoke: ResourceNotFoundException: Function not found: /);
  });

  it('takes orders that are signed, and no others', async () => {
    const path = `/_aws/execute-api/${ids.get('HttpApi')}/orders`;
    const place = async (secretAccessKey?: string) => {
      const signed = await sign(
        {
          ...{ method: 'POST', host: new URL(lab.endpoint).host, path, body: order },
          headers: { 'content-type': 'application/json', 'idempotency-key': 'order-1' },
        },
        { at: Date.now(), ...(secretAccessKey && { secretAccessKey }) },
      );
      const { host: _host, ...headers } = signed.headers;
      const response = await fetch(lab.endpoint + path, {
        method: 'POST',
        headers,
        body: order,
      });
      return { status: response.status, body: (await response.json()) as Record<string, string> };
    };
    expect(await place('other')).toEqual({ status: 403, body: { message: 'Forbidden' } });
    await lab.line(/POST \/orders 403: the signature does not match, or is over$/);
    const { status, body } = await place();
    expect([status, body]).toEqual([202, expect.objectContaining({ orderId: expect.any(String) })]);
    await lab.line(/POST \/orders 202$/);
    const table = DynamoDBDocumentClient.from(new DynamoDBClient(lab.client));
    const { Item } = await table.send(
      new GetCommand({
        TableName: ids.get('OrderTable'),
        Key: { orderId: body.orderId },
        ConsistentRead: true,
      }),
    );
    expect(Item).toBeDefined();
  });
});
