// Behaviour as in the Lambda API reference; messages as AWS gives them.
import {
  AddPermissionCommand,
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  DeleteFunctionCommand,
  DeleteFunctionConcurrencyCommand,
  DeleteFunctionEventInvokeConfigCommand,
  GetAccountSettingsCommand,
  GetFunctionCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  GetFunctionEventInvokeConfigCommand,
  GetPolicyCommand,
  InvokeCommand,
  LambdaClient,
  ListFunctionEventInvokeConfigsCommand,
  ListFunctionsCommand,
  ListTagsCommand,
  ListVersionsByFunctionCommand,
  PutFunctionConcurrencyCommand,
  PutFunctionEventInvokeConfigCommand,
  RemovePermissionCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  UpdateFunctionEventInvokeConfigCommand,
  waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from '@jest/globals';
import { strToU8, zipSync } from 'fflate';
import { virtualKernel } from '../../../lab/kernel/kernel.ts';
import { createLab } from '../../../lab/lab.ts';

const START = Date.UTC(2026, 0, 1);
const ARN = 'arn:aws:lambda:us-east-1:123456789012:function:f';
const DEAD = 'arn:aws:sqs:us-east-1:123456789012:dead';

/** The archive of a function that answers this. */
const answering = (answer: string): Uint8Array =>
  zipSync({ 'src/f.js': strToU8(`exports.handler = async () => ${JSON.stringify(answer)};`) });

const configuration = {
  FunctionName: 'f',
  Runtime: 'nodejs24.x',
  Handler: 'src/f.handler',
  Role: undefined,
  Code: { ZipFile: answering('first') },
} as const;

/** An empty lab, or one with the function `f`. */
const createWorld = () => {
  const lab = createLab(virtualKernel({ seed: 1, startAt: START }));
  const { clock } = lab.kernel as ReturnType<typeof virtualKernel>;
  const client = new LambdaClient(lab.client);
  const send = ((command: never) => clock.settle(client.send(command))) as typeof client.send;
  const create = (more: Partial<CreateFunctionCommandInput> = {}) =>
    send(new CreateFunctionCommand({ ...configuration, ...more } as CreateFunctionCommandInput));
  const invoke = async () => {
    const { Payload = new Uint8Array() } = await send(new InvokeCommand({ FunctionName: 'f' }));
    return JSON.parse(Buffer.from(Payload).toString());
  };
  const createDead = () =>
    clock.settle(new SQSClient(lab.client).send(new CreateQueueCommand({ QueueName: 'dead' })));
  return { lab, clock, client, send, create, invoke, createDead };
};

const notFound = { name: 'ResourceNotFoundException', $metadata: { httpStatusCode: 404 } };

describe('a function', () => {
  it('is created from an archive in the request, described, listed, run and deleted', async () => {
    const { send, create, invoke } = createWorld();
    const created = await create({
      Environment: { Variables: { A: '1' } },
      Tags: { team: 'a' },
      Description: 'x',
    });
    expect(created).toMatchObject({
      ...{ FunctionArn: ARN, Version: '$LATEST', State: 'Active', LastUpdateStatus: 'Successful' },
      ...{
        Timeout: 3,
        MemorySize: 128,
        Description: 'x',
        LastModified: expect.stringMatching(/^2026-01-01T00:00:00\.\d{3}\+0000$/),
      },
      Environment: { Variables: { A: '1' } },
      CodeSize: answering('first').length,
    });
    const FunctionName = 'f';
    const { Configuration, Code, Tags } = await send(new GetFunctionCommand({ FunctionName }));
    expect(Configuration).toEqual(expect.objectContaining({ CodeSha256: created.CodeSha256 }));
    expect({ Code: Code?.RepositoryType, Tags }).toEqual({ Code: 'S3', Tags: { team: 'a' } });
    expect(await send(new ListTagsCommand({ Resource: ARN }))).toMatchObject({ Tags: { team: 'a' } });
    const { Functions } = await send(new ListFunctionsCommand({ MaxItems: 1 }));
    expect(Functions).toEqual([Configuration]);
    const { Versions } = await send(new ListVersionsByFunctionCommand({ FunctionName }));
    expect(Versions).toMatchObject([{ Version: '$LATEST', FunctionArn: `${ARN}:$LATEST` }]);
    expect(await invoke()).toBe('first');
    await send(new DeleteFunctionCommand({ FunctionName }));
    await expect(send(new GetFunctionCommand({ FunctionName }))).rejects.toMatchObject({
      ...notFound,
      message: `Function not found: ${ARN}`,
    });
    await expect(invoke()).rejects.toMatchObject(notFound);
  });

  it('is listed page by page', async () => {
    const { send, create } = createWorld();
    await create();
    await create({ FunctionName: 'g' });
    const first = await send(new ListFunctionsCommand({ MaxItems: 1 }));
    const second = await send(new ListFunctionsCommand({ MaxItems: 1, Marker: first.NextMarker }));
    expect([first, second].flatMap(({ Functions = [] }) => Functions.map((f) => f.FunctionName))).toEqual([
      'f',
      'g',
    ]);
    expect(second.NextMarker).toBeUndefined();
  });

  it('runs new code from the next invocation on, from the request or from S3', async () => {
    const { lab, send, create, invoke } = createWorld();
    const { RevisionId } = await create();
    expect(await invoke()).toBe('first');
    const FunctionName = 'f';
    const updated = await send(
      new UpdateFunctionCodeCommand({ FunctionName, ZipFile: answering('second'), RevisionId }),
    );
    expect(updated.RevisionId).not.toBe(RevisionId);
    expect(await invoke()).toBe('second');
    const s3 = lab.services.find(({ id }) => id === 's3')?.operations ?? {};
    s3.CreateBucket?.({ Bucket: 'code' }, { name: 'user' });
    s3.PutObject?.({ Bucket: 'code', Key: 'f.zip', Body: answering('third') }, { name: 'user' });
    const at = (S3Key: string) => new UpdateFunctionCodeCommand({ FunctionName, S3Bucket: 'code', S3Key });
    await send(at('f.zip'));
    expect(await invoke()).toBe('third');
    await expect(send(at('g.zip'))).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: expect.stringContaining('S3 Error Code: NoSuchKey'),
    });
    const elsewhere = new UpdateFunctionCodeCommand({ FunctionName, S3Bucket: 'none', S3Key: 'f.zip' });
    await expect(send(elsewhere)).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: expect.stringContaining('S3 Error Code: NoSuchBucket'),
    });
  });

  it('learns who calls it, as far as the caller says', async () => {
    const { send, create } = createWorld();
    const source = 'exports.handler = async (_, { clientContext }) => clientContext;';
    await create({ Code: { ZipFile: zipSync({ 'src/f.js': strToU8(source) }) } });
    const call = (ClientContext: string) => send(new InvokeCommand({ FunctionName: 'f', ClientContext }));
    const context = Buffer.from('{"custom":{"reader":"Jane"}}').toString('base64');
    const { Payload = new Uint8Array() } = await call(context);
    expect(JSON.parse(Buffer.from(Payload).toString())).toEqual({ custom: { reader: 'Jane' } });
    await expect(call('nonsense')).rejects.toMatchObject({
      ...{ name: 'InvalidRequestContentException', $metadata: { httpStatusCode: 400 } },
    });
  });

  it('takes another configuration, and keeps what is not named', async () => {
    const { send, create } = createWorld();
    await create({ Environment: { Variables: { A: '1' } } });
    const FunctionName = 'f';
    const changed = await send(
      new UpdateFunctionConfigurationCommand({ FunctionName, Timeout: 9, Layers: [] }),
    );
    expect(changed).toMatchObject({ Timeout: 9, MemorySize: 128, Environment: { Variables: { A: '1' } } });
    expect(await send(new GetFunctionConfigurationCommand({ FunctionName }))).toMatchObject({ Timeout: 9 });
  });

  it('is active and updated for those who wait', async () => {
    const { clock, client, create } = createWorld();
    await create();
    const input = { FunctionName: 'f' };
    for (const wait of [waitUntilFunctionActiveV2, waitUntilFunctionUpdatedV2]) {
      const waited = wait({ client, maxWaitTime: 10 }, input);
      expect(await clock.settle(waited)).toMatchObject({ state: 'SUCCESS' });
    }
  });

  it.each([
    ['a name that is taken', {}, { name: 'ResourceConflictException', message: 'Function already exist: f' }],
    [
      'an archive that is none',
      { FunctionName: 'g', Code: { ZipFile: strToU8('x') } },
      { name: 'InvalidParameterValueException', message: expect.stringContaining('Could not unzip') },
    ],
    [
      'no archive',
      { FunctionName: 'g', Code: {} },
      { name: 'InvalidParameterValueException', message: 'Please provide a source for function code.' },
    ],
    [
      'a version to publish',
      { FunctionName: 'g', Publish: true },
      { name: 'LabError', message: expect.stringContaining('CreateFunction.Publish is not supported') },
    ],
  ])('is refused with %s', async (_, more, error) => {
    const { create } = createWorld();
    await create();
    await expect(create(more)).rejects.toMatchObject(error);
  });

  it('is not changed under another revision, nor asked for by a version', async () => {
    const { send, create } = createWorld();
    await create();
    const FunctionName = 'f';
    const other = { FunctionName, RevisionId: 'other' };
    await expect(send(new UpdateFunctionConfigurationCommand(other))).rejects.toMatchObject({
      name: 'PreconditionFailedException',
      $metadata: { httpStatusCode: 412 },
    });
    await expect(send(new GetFunctionCommand({ FunctionName, Qualifier: '1' }))).rejects.toMatchObject(
      notFound,
    );
  });
});

describe('reserved concurrency (Lambda developer guide, "Configuring reserved concurrency")', () => {
  it('of 0 refuses invocations, and sends events straight to the on-failure destination', async () => {
    const { lab, clock, send, create, createDead, invoke } = createWorld();
    await create();
    await createDead();
    const FunctionName = 'f';
    await send(
      new PutFunctionEventInvokeConfigCommand({
        FunctionName,
        DestinationConfig: { OnFailure: { Destination: DEAD } },
      }),
    );
    await send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }));
    expect(await send(new GetFunctionConcurrencyCommand({ FunctionName }))).toMatchObject({
      ReservedConcurrentExecutions: 0,
    });
    expect(await send(new GetAccountSettingsCommand({}))).toMatchObject({
      AccountLimit: { UnreservedConcurrentExecutions: 1000 },
      AccountUsage: { FunctionCount: 1 },
    });
    await expect(invoke()).rejects.toMatchObject({
      name: 'TooManyRequestsException',
      Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
    });
    await send(new InvokeCommand({ FunctionName, InvocationType: 'Event', Payload: '{"a":1}' }));
    await clock.run();
    const [letter] = lab.queues.peek(DEAD);
    expect(JSON.parse(letter?.body ?? '')).toMatchObject({
      requestContext: { condition: 'ZeroReservedConcurrency' },
      requestPayload: { a: 1 },
    });
    await send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
    expect(await invoke()).toBe('first');
  });

  it('leaves 100 for the functions that reserve nothing', async () => {
    const { send, create } = createWorld();
    await create();
    const put = new PutFunctionConcurrencyCommand({ FunctionName: 'f', ReservedConcurrentExecutions: 901 });
    await expect(send(put)).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: expect.stringContaining('below its minimum value of [100]'),
    });
  });
});

describe("a function's policy", () => {
  it('gains and loses statements', async () => {
    const { send, create } = createWorld();
    await create();
    const FunctionName = 'f';
    const rule = 'arn:aws:events:us-east-1:123456789012:rule/r';
    const add = new AddPermissionCommand({
      ...{ FunctionName, StatementId: 's', Action: 'lambda:InvokeFunction' },
      ...{ Principal: 'events.amazonaws.com', SourceArn: rule },
    });
    const expected = {
      Sid: 's',
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'lambda:InvokeFunction',
      Resource: ARN,
      Condition: { ArnLike: { 'AWS:SourceArn': rule } },
    };
    expect(JSON.parse((await send(add)).Statement ?? '')).toEqual(expected);
    await expect(send(add)).rejects.toMatchObject({
      name: 'ResourceConflictException',
      message: expect.stringContaining('The statement id (s) provided already exists'),
    });
    const { Policy = '' } = await send(new GetPolicyCommand({ FunctionName }));
    expect(JSON.parse(Policy)).toEqual({ Version: '2012-10-17', Id: 'default', Statement: [expected] });
    const remove = new RemovePermissionCommand({ FunctionName, StatementId: 's' });
    await send(remove);
    await expect(send(remove)).rejects.toMatchObject(notFound);
    await expect(send(new GetPolicyCommand({ FunctionName }))).rejects.toMatchObject(notFound);
  });
});

describe('how events are retried', () => {
  it('is put, changed in part, listed and deleted', async () => {
    const { send, create, createDead } = createWorld();
    await create();
    await createDead();
    const FunctionName = 'f';
    await send(new PutFunctionEventInvokeConfigCommand({ FunctionName, MaximumRetryAttempts: 1 }));
    const DestinationConfig = { OnFailure: { Destination: DEAD } };
    await send(new UpdateFunctionEventInvokeConfigCommand({ FunctionName, DestinationConfig }));
    const expected = {
      FunctionArn: `${ARN}:$LATEST`,
      LastModified: expect.any(Date),
      MaximumRetryAttempts: 1,
      DestinationConfig: { OnSuccess: {}, OnFailure: { Destination: DEAD } },
    };
    const get = new GetFunctionEventInvokeConfigCommand({ FunctionName });
    expect(await send(get)).toMatchObject(expected);
    expect(await send(new ListFunctionEventInvokeConfigsCommand({ FunctionName }))).toMatchObject({
      FunctionEventInvokeConfigs: [expected],
    });
    await send(new DeleteFunctionEventInvokeConfigCommand({ FunctionName }));
    await expect(send(get)).rejects.toMatchObject({
      ...notFound,
      message: `The function ${ARN}:$LATEST doesn't have an EventInvokeConfig`,
    });
  });
});
