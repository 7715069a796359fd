import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadPackage } from '../../lab/template/load.ts';
import { packageDirectory } from '../../scripts/comparison/package-stages.ts';
import { run } from './command.ts';
import { answering, deployedStage, refusal } from './endpoint.ts';
import { startLab } from './lab-process.ts';

const STAGES = ['--stages', 'choreography', 'orchestration'];
const keys = { AWS_ACCESS_KEY_ID: 'lab', AWS_SECRET_ACCESS_KEY: 'lab' };
const region = { AWS_REGION: 'us-east-1' };

const compare = (environment: Readonly<Record<string, string>>, ...args: string[]) =>
  run('compare', [...STAGES, ...args], environment);

interface Hop {
  readonly who: string;
  readonly what: string;
}

describe('npm run compare -- --stages, over two stages that run', () => {
  let lab: Awaited<ReturnType<typeof startLab>>;
  let environment: Readonly<Record<string, string>>;

  beforeAll(async () => {
    lab = await startLab('--stage', 'choreography', '--stage', 'orchestration');
    environment = { ...keys, ...region, AWS_ENDPOINT_URL: lab.endpoint };
  });
  afterAll(() => lab.stop());

  it('--json: what became of every order, its trace, and the way it went', async () => {
    const { status, stdout, stderr } = await compare(environment, '--orders', '3', '--sample-all', '--json');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const { stages } = JSON.parse(stdout);
    const order = {
      orderId: expect.any(String),
      status: 'completed',
      traceId: expect.stringMatching(/^1-[0-9a-f]{8}-[0-9a-f]{24}$/),
    };
    const times = { p50: expect.any(Number), p90: expect.any(Number), p99: expect.any(Number) };
    const stage = (name: string) =>
      expect.objectContaining({
        ...{ name, pattern: name, stack: `pizza-two-ways-${name}`, traced: 3 },
        ...{ orders: [order, order, order], readyMs: times, completedMs: times },
      });
    expect(stages).toEqual([stage('choreography'), stage('orchestration')]);
    const [choreography, orchestration] = stages;
    expect(choreography.calls).toMatchObject({ EventBridge: 8, Lambda: 1, 'function runs': 21 });
    expect(orchestration.calls).toMatchObject({ EventBridge: 2, 'Step Functions': 1, states: 10 });
    const functionsOf = ({ path }: { path: readonly Hop[] }) =>
      path.filter(({ who }) => who !== 'state machine').map(({ who, what }) => `${who} ${what}`);
    const [first, ...others] = functionsOf(choreography);
    expect([first, others.at(-1)]).toEqual(['placeOrder placeOrder', 'order kitchen.completed']);
    expect(others).toEqual(expect.arrayContaining(['relay kitchen.ready', 'kitchen kitchen.ready']));
    expect(functionsOf(orchestration)).toEqual(
      expect.arrayContaining(['starter order.created', 'kitchen decideOrder', 'order completeOrder']),
    );
  });

  it('prints tables and both waterfalls, plain and within its width', async () => {
    const { status, stdout } = await compare(environment, '--orders', '1', '--sample-all');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^choreography +1 completed +1 of 1 +\d/m);
    expect(stdout).toMatch(/^orchestration: the critical path to completed, in ms$/m);
    expect(stdout).toMatch(/^choreography: an order, \d.* {3}orchestration: an order, \d/m);
    const waterfall = stdout.slice(stdout.indexOf('choreography: an order')).split('\n');
    expect(waterfall.filter((line) => line.length > 120)).toEqual([]);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal's sequences are what must not be there.
    expect(stdout).not.toMatch(/\x1b/);
  });

  it('without --sample-all says how many were sampled; Lambda takes the first of each second', async () => {
    const { status, stdout } = await compare(environment, '--orders', '2');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^choreography +2 completed +[12] of 2 /m);
  });

  it('says which stage is not there, before it places an order', async () => {
    const { status, stdout, stderr } = await run(
      'compare',
      ['--stages', 'choreography', 'dev-orchestration'],
      environment,
    );
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/^there is no stack pizza-two-ways-dev-orchestration in us-east-1; deploy the /);
  });
});

it('says that a stage is not seeded, and how to seed it', async () => {
  const { lab, endpoint } = await deployedStage('choreography');
  await lab.deploy(loadPackage(packageDirectory(process.cwd(), 'orchestration')));
  const { status, stdout, stderr } = await compare(endpoint.environment, '--orders', '1');
  endpoint.close();
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toMatch(
    /placeOrder answered \d+: .*; is the stage seeded\? npm run seed -- --stage choreography$/m,
  );
});

describe('npm run compare -- --stages says in a sentence', () => {
  const fails = async (environment: Readonly<Record<string, string>>): Promise<string> => {
    const { status, stdout, stderr } = await compare(environment);
    const lines = stderr.trimEnd().split('\n');
    expect({ status, stdout, lines: lines.length }).toEqual({ status: 1, stdout: '', lines: 1 });
    return lines[0] ?? '';
  };

  it.each([
    ['no region', keys, /^no region: give --region, or set AWS_REGION; /],
    ['no credentials', region, /^no credentials: .*; set AWS_PROFILE, or AWS_ACCESS_KEY_ID and /],
    ['nobody there', { ...keys, ...region, AWS_ENDPOINT_URL: 'http://127.0.0.1:1' }, / cannot be reached: /],
  ])('%s', async (_what, environment, sentence) => {
    expect(await fails(environment as Record<string, string>)).toMatch(sentence);
  });

  it.each([
    ['no permission', 403, refusal('AccessDenied', 'User: a may not'), 'access denied: User: a may not'],
    [
      'throttled',
      400,
      refusal('Throttling', 'Rate exceeded'),
      'throttled, after 3 attempts: Rate exceeded; try again later',
    ],
  ])('%s', async (_what, status, body, sentence) => {
    const endpoint = await answering(status, body);
    try {
      expect(await fails(endpoint.environment)).toBe(sentence);
    } finally {
      endpoint.close();
    }
  });
});
