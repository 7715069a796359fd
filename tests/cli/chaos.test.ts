import {
  GetFunctionConcurrencyCommand,
  LambdaClient,
  PutFunctionConcurrencyCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { run } from './command.ts';
import { answering, deployedStage, refusal } from './endpoint.ts';

const CHEF = 'pizza-two-ways-choreography-chef';

describe('npm run chaos, at a stage', () => {
  let stage: Awaited<ReturnType<typeof deployedStage>>;
  let client: LambdaClient;

  beforeAll(async () => {
    stage = await deployedStage('choreography');
    client = new LambdaClient(stage.lab.client as object);
  });
  afterAll(() => stage.endpoint.close());

  const chaos = (...args: string[]) =>
    run('chaos', ['--stage', 'choreography', ...args], stage.endpoint.environment);

  const reserved = async (): Promise<number | undefined> =>
    (await stage.settle(client.send(new GetFunctionConcurrencyCommand({ FunctionName: CHEF }))))
      .ReservedConcurrentExecutions;

  it.each([
    ['down', `${CHEF} is down\n`, 0],
    ['down', `${CHEF} was down already\n`, 0],
    ['up', `${CHEF} is up\n`, undefined],
    ['up', `${CHEF} was up already\n`, undefined],
  ])('%s: %j', async (action, stdout, concurrency) => {
    expect(await chaos('chef', action)).toEqual({ status: 0, stdout, stderr: '' });
    expect(await reserved()).toBe(concurrency);
  });

  it.each(['down', 'up'])('%s leaves alone a concurrency that it did not set', async (action) => {
    const own = { FunctionName: CHEF, ReservedConcurrentExecutions: 7 };
    await stage.settle(client.send(new PutFunctionConcurrencyCommand(own)));
    expect(await chaos('chef', action)).toEqual({
      status: 1,
      stdout: '',
      stderr: `${CHEF} has a reserved concurrency of 7, which "up" could not give back; take it away first\n`,
    });
    expect(await reserved()).toBe(7);
  });

  it('names the functions there are', async () => {
    const { status, stderr } = await chaos('waiter', 'down');
    expect(status).toBe(2);
    expect(stderr).toMatch(/^there is no function "waiter"; there is .*\bchef\b.*\bplaceOrder\b/);
  });
});

it.each([
  [
    'no stage there',
    400,
    refusal('ValidationError', 'Stack with id pizza-two-ways-choreography does not exist'),
    /^there is no stack /,
  ],
  ['no permission', 403, refusal('AccessDenied', 'not authorized'), /^access denied: not authorized$/m],
])('npm run chaos says in a sentence: %s', async (_what, status, body, sentence) => {
  const endpoint = await answering(status, body);
  const ran = await run('chaos', ['--stage', 'choreography', 'chef', 'down'], endpoint.environment);
  endpoint.close();
  expect(ran).toMatchObject({ status: 1, stdout: '', stderr: expect.stringMatching(sentence) });
});
