import { describe, expect, it } from '@jest/globals';
import { createFixture, SAY } from './fixture.ts';

const ECHO = `${SAY} exports.handler = async (event) => { say(event); if (event.bad) throw new Error('bad'); return event; };`;
const user = { name: 'user' };

const setup = () => {
  const fixture = createFixture();
  fixture.deploy('echo', ECHO);
  const call = (input: Record<string, unknown>) =>
    fixture.settle(fixture.gate.call({ service: 'lambda', operation: 'Invoke', input, caller: user }));
  return { ...fixture, call };
};

describe('lambda:Invoke (Lambda API reference)', () => {
  it('RequestResponse answers the payload; a function error is a success with FunctionError', async () => {
    const { call } = setup();
    expect(await call({ FunctionName: 'echo', Payload: '{"a":1}' })).toEqual({
      StatusCode: 200,
      ExecutedVersion: '$LATEST',
      Payload: '{"a":1}',
    });
    expect(await call({ FunctionName: 'echo', Payload: '{"bad":1}' })).toMatchObject({
      StatusCode: 200,
      FunctionError: 'Unhandled',
      Payload: expect.stringContaining('"errorMessage":"bad"'),
    });
  });

  it('LogType Tail answers the end of the log', async () => {
    const { call } = setup();
    const { LogResult } = (await call({ FunctionName: 'echo', LogType: 'Tail' })) as { LogResult: string };
    expect(Buffer.from(LogResult, 'base64').toString()).toMatch(/^START RequestId.*\nREPORT RequestId/s);
  });

  it('Event is accepted at once and runs later; DryRun does not run', async () => {
    const { call, kernel, said } = setup();
    const Payload = '{"a":1}';
    expect(await call({ FunctionName: 'echo', InvocationType: 'DryRun', Payload })).toEqual({
      StatusCode: 204,
    });
    expect(await call({ FunctionName: 'echo', InvocationType: 'Event', Payload })).toEqual({
      StatusCode: 202,
    });
    expect(said('echo')).toEqual([]);
    await kernel.clock.run();
    expect(said('echo')).toEqual([{ a: 1 }]);
  });

  describe('ClientContext', () => {
    const contextual = () => {
      const fixture = setup();
      fixture.deploy(
        'who',
        `${SAY} exports.handler = async (_, { clientContext = 'nobody' }) => say(clientContext);`,
      );
      const invoke = async (ClientContext: string | undefined, InvocationType = 'RequestResponse') => {
        await fixture.call({ FunctionName: 'who', InvocationType, ClientContext });
        await fixture.kernel.clock.run();
        return fixture.said('who').at(-1);
      };
      return { ...fixture, invoke };
    };
    const encode = (text: string): string => Buffer.from(text).toString('base64');

    it('goes to the function, where the caller waits for it', async () => {
      const { invoke } = contextual();
      const context = encode('{"custom":{"reader":"Jane"}}');
      expect(await invoke(context)).toEqual({ custom: { reader: 'Jane' } });
      expect(await invoke(context, 'Event')).toBe('nobody');
      expect(await invoke(undefined)).toBe('nobody');
    });

    it.each([['nonsense'], [encode('[]')], [encode('{')], ['']])('is refused: %j', async (given) => {
      await expect(contextual().invoke(given)).rejects.toMatchObject({
        ...{ code: 'InvalidRequestContentException', status: 400 },
        message: 'Client context must be a valid Base64-encoded JSON object.',
      });
    });
  });

  it.each([
    'echo',
    'echo:$LATEST',
    '123456789012:function:echo',
    'arn:aws:lambda:us-east-1:123456789012:function:echo',
  ])('finds the function by %s', async (FunctionName) => {
    const { call } = setup();
    expect(await call({ FunctionName })).toMatchObject({ StatusCode: 200 });
  });

  it('refuses unknown functions, payloads that are not JSON, and too many at once', async () => {
    const { call, deploy } = setup();
    await expect(call({ FunctionName: 'nobody' })).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      message: 'Function not found: arn:aws:lambda:us-east-1:123456789012:function:nobody',
      status: 404,
    });
    await expect(call({ FunctionName: 'echo', Payload: '{' })).rejects.toMatchObject({
      code: 'InvalidRequestContentException',
    });
    deploy('closed', ECHO, { ReservedConcurrentExecutions: 0 });
    await expect(call({ FunctionName: 'closed' })).rejects.toMatchObject({
      code: 'TooManyRequestsException',
      status: 429,
      members: { Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded' },
    });
  });
});

describe('concurrency (Lambda developer guide, "Understanding Lambda function scaling")', () => {
  it('what is reserved for one function is taken from the others', async () => {
    const { deploy, lambda, settle } = setup();
    deploy('hog', ECHO, { ReservedConcurrentExecutions: 999 });
    const call = () => lambda.functions.invoke({ functionArn: 'echo', payload: {}, source: 'invoke:user' });
    const answers = await settle(Promise.allSettled([call(), call()]));
    expect(answers).toMatchObject([
      { status: 'fulfilled' },
      { status: 'rejected', reason: { code: 'TooManyRequestsException' } },
    ]);
  });
});

describe('resources', () => {
  it('permits by principal and source', () => {
    const { lambda } = setup();
    const rule = 'arn:aws:events:us-east-1:123456789012:rule/bus/created';
    const permission = {
      FunctionName: 'echo',
      Action: 'lambda:InvokeFunction',
      Principal: 'events.amazonaws.com',
      SourceArn: 'arn:aws:events:us-east-1:123456789012:rule/bus/*',
    };
    lambda.addPermission(permission, 'rules');
    const { permits } = lambda.functions;
    expect(permits('echo', 'events.amazonaws.com', rule)).toBe(true);
    expect(permits('echo', 'sns.amazonaws.com', rule)).toBe(false);
    expect(permits('echo', 'events.amazonaws.com', rule.replace('bus', 'other'))).toBe(false);
    expect(permits('nobody', 'events.amazonaws.com', rule)).toBe(false);
  });

  it.each([
    [{ Runtime: 'python3.13' }, 'AWS::Lambda::Function.Runtime: python3.13 is not supported by the lab'],
    [{ VpcConfig: {} }, 'AWS::Lambda::Function.VpcConfig is not supported by the lab'],
    [
      { LoggingConfig: { LogFormat: 'JSON' } },
      'AWS::Lambda::Function.LoggingConfig.LogFormat: JSON is not supported',
    ],
    [{ Environment: { Variables: { AWS_REGION: 'x' } } }, 'Reserved keys used in this request: AWS_REGION'],
  ])('refuses a function with %j', (properties, message) => {
    const { deploy } = setup();
    expect(() => deploy('x', ECHO, properties)).toThrow(message);
  });
});

describe('logs', () => {
  it('keeps events for the retention of their group, and meters their bytes', async () => {
    const { logs, kernel, meter } = createFixture();
    logs.createLogGroup({ LogGroupName: 'g', RetentionInDays: 1 });
    logs.write('g', 's', 'é');
    kernel.clock.after(86_400_001, () => {});
    await kernel.clock.run();
    logs.write('g', 's', 'new');
    expect(logs.read('g').map(({ message }) => message)).toEqual(['new']);
    expect(meter.read()).toEqual([
      { unit: 'logs.bytes', quantity: 5, caller: 'service:logs', resource: 'g' },
    ]);
    expect(() => logs.createLogGroup({ LogGroupName: 'h', RetentionInDays: 2 })).toThrow('RetentionInDays');
  });
});
