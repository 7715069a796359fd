import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Tables, tablesOf } from '../../scripts/comparison/seed.ts';
import { bookingItems, skillItems } from '../../src/services/chef/seed.ts';
import { stockItems } from '../../src/services/inventory/seed.ts';
import { run } from './command.ts';
import { answering, deployedStage, type Endpoint, refusal } from './endpoint.ts';

describe('npm run seed, at a stage', () => {
  let stage: Awaited<ReturnType<typeof deployedStage>>;
  let client: DynamoDBDocumentClient;
  let tables: Tables;

  beforeAll(async () => {
    stage = await deployedStage('choreography');
    client = DynamoDBDocumentClient.from(new DynamoDBClient(stage.lab.client as object));
    const { resources } = stage.stack;
    tables = tablesOf((id) => resources.find(({ logicalId }) => logicalId === id)?.physicalId ?? '');
  });
  afterAll(() => stage.endpoint.close());

  const seed = (...args: string[]) =>
    run('seed', ['--stage', 'choreography', ...args], stage.endpoint.environment);

  const itemsOf = async (TableName: string): Promise<readonly Record<string, unknown>[]> =>
    (await stage.settle(client.send(new ScanCommand({ TableName })))).Items ?? [];

  const put = (TableName: string, Item: object) =>
    stage.settle(client.send(new PutCommand({ TableName, Item: { ...Item } })));

  it('writes menu, stock, chefs and wallets, and says so', async () => {
    expect(await seed()).toEqual({
      status: 0,
      stdout: 'seeded menu, stock, chefs and wallets of pizza-two-ways-choreography\n',
      stderr: '',
    });
    expect(await itemsOf(tables.menu)).toHaveLength(1);
    // The recipes stand beside the shelves.
    expect(await itemsOf(tables.stock)).toHaveLength(stockItems().length + 1);
    expect(await itemsOf(tables.chef)).toHaveLength(skillItems().length + bookingItems().length);
    expect((await itemsOf(tables.wallet)).length).toBeGreaterThan(0);
    expect(await itemsOf(tables.order)).toEqual([]);
  });

  it('writes over what is there', async () => {
    const [shelf] = stockItems();
    await put(tables.stock, { ...shelf, quantity: 0 });
    expect(await seed()).toMatchObject({ status: 0 });
    expect(await itemsOf(tables.stock)).toContainEqual(shelf);
  });

  it('refuses while orders are open, unless it is forced', async () => {
    const open = (orderId: string, openShard: string) => ({ orderId, openShard, lookAgainAt: 1 });
    await put(tables.order, open('a', '0'));
    await put(tables.order, open('b', '7'));
    await put(tables.order, { orderId: 'closed' });
    const [shelf] = stockItems();
    await put(tables.stock, { ...shelf, quantity: 0 });
    expect(await seed()).toEqual({
      status: 1,
      stdout: '',
      stderr:
        '2 orders are open in pizza-two-ways-choreography, and seeding would forget the stock and chefs they hold; ' +
        'wait until they are closed, or give --force\n',
    });
    expect(await itemsOf(tables.stock)).toContainEqual({ ...shelf, quantity: 0 });
    expect(await seed('--force')).toMatchObject({ status: 0 });
    expect(await itemsOf(tables.stock)).toContainEqual(shelf);
  });

  it('says how to deploy a stage that is not there', async () => {
    const missing = 'Stack with id pizza-two-ways-dev-choreography does not exist';
    const { environment, close } = await answering(400, refusal('ValidationError', missing));
    const ran = await run('seed', ['--stage', 'dev-choreography', '--region', 'eu-west-2'], environment);
    close();
    expect(ran).toEqual({
      status: 1,
      stdout: '',
      stderr:
        'there is no stack pizza-two-ways-dev-choreography in eu-west-2; deploy the stage with ' +
        'npx sls deploy --stage dev-choreography --region eu-west-2, or say with --region where it is\n',
    });
  });
});

const keys = { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret' };
const region = { AWS_REGION: 'eu-west-2' };

describe.each(['seed', 'redrive'])('npm run %s, when AWS does not', (command) => {
  const fails = async (environment: Readonly<Record<string, string>>): Promise<string> => {
    const { status, stdout, stderr } = await run(command, ['--stage', 'choreography'], environment);
    expect({ status, stdout, lines: stderr.trimEnd().split('\n').length }).toEqual({
      status: 1,
      stdout: '',
      lines: 1,
    });
    return stderr.trimEnd();
  };

  it('no region', async () => {
    expect(await fails(keys)).toBe(
      'no region: give --region, or set AWS_REGION; sls deploys to us-east-1 unless it is told otherwise',
    );
  });

  it('no credentials', async () => {
    expect(await fails(region)).toMatch(/^no credentials: .*; set AWS_PROFILE, or AWS_ACCESS_KEY_ID and /);
  });

  it('an endpoint that is no URL', async () => {
    expect(await fails({ ...keys, ...region, AWS_ENDPOINT_URL: 'localhost' })).toBe(
      'AWS_ENDPOINT_URL is "localhost", which is no URL',
    );
  });

  it('an endpoint where nobody answers', async () => {
    const endpoint = await answering(200, '');
    const { AWS_ENDPOINT_URL = '' } = endpoint.environment;
    endpoint.close();
    expect(await fails({ ...keys, ...region, AWS_ENDPOINT_URL })).toMatch(
      new RegExp(`^${AWS_ENDPOINT_URL} cannot be reached: connect ECONNREFUSED`),
    );
  });

  it.each([
    [
      'access denied',
      [403, refusal('AccessDenied', 'User: a is not authorized to perform: b')],
      'access denied: User: a is not authorized to perform: b',
    ],
    [
      'credentials that are not accepted',
      [403, refusal('ExpiredToken', 'The security token included in the request is expired')],
      'AWS does not accept the credentials: The security token included in the request is expired',
    ],
    [
      'throttled',
      [400, refusal('Throttling', 'Rate exceeded')],
      'throttled, after 3 attempts: Rate exceeded; try again later',
    ],
    [
      'another error of a service',
      [400, refusal('ValidationError', '1 validation error detected')],
      'ValidationError: 1 validation error detected',
    ],
  ] as const)('%s', async (_what, [status, body], sentence) => {
    const endpoint: Endpoint = await answering(status, body);
    try {
      expect(await fails(endpoint.environment)).toBe(sentence);
    } finally {
      endpoint.close();
    }
  });
});
