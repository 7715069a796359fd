import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, ListRulesCommand } from '@aws-sdk/client-eventbridge';
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { DescribeStateMachineCommand, ListStateMachinesCommand, SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { linesOf, sectionOf } from '../documents.ts';
import type { Stage } from '../template/packages.ts';
import { run } from './command.ts';
import { startLab } from './lab-process.ts';
import { settledStatus } from './settled-status.ts';
import { copyProject, type Project } from './sls.ts';

const README = readFileSync('README.md', 'utf8');

/** The commands of the README: the one that starts the lab, where it is, and all that is tried with it. */
const [start = '', where = '', ...commands] = linesOf(sectionOf(README, 'Try it like AWS'), 'sh');

/** What each command prints, by its words without the stage. */
const PRINTED: Readonly<Record<string, (stage: Stage) => string | RegExp>> = {
  'sls deploy': (stage) => `Service deployed to stack pizza-two-ways-${stage}`,
  'sls deploy again': () => 'No changes to deploy. Deployment skipped.',
  'run seed': (stage) => `seeded menu, stock, chefs and wallets of pizza-two-ways-${stage}`,
  'sls invoke -f placeOrder --path events/place-order.json': () => /"statusCode": 202/,
  'sls invoke -f placeOrder --path events/place-order.json --log': () =>
    /"statusCode": 202[\s\S]*Memory Used: \d+ MB/,
  'sls invoke -f payment --path events/order.created.json': () => '"type": "com.pizzaco.payment.completed"',
  'sls logs -f placeOrder --filter REPORT': () => /Duration: [\d.]+ ms/,
  'sls info': (stage) => `paymentProvider: pizza-two-ways-${stage}-paymentProvider`,
  'sls deploy list': () => 'compiled-cloudformation-template.json',
  'sls deploy function -f payment': () => 'Code did not change. Function deployment skipped.',
  'sls remove': () => 'Service pizza-two-ways has been successfully removed',
};

/** Consumers of CloudEvents, each with a sample that it hears, and what it says. */
const CONSUMERS: Readonly<Record<Stage, readonly (readonly [name: string, sample: string, says: string])[]>> =
  {
    choreography: [
      ['payment', 'order.created', 'com.pizzaco.payment.completed'],
      ['inventory', 'order.created', 'com.pizzaco.inventory.reserved'],
      ['chef', 'order.created', 'com.pizzaco.chef.assigned'],
      ['aggregator', 'payment.completed', 'null'],
      ['kitchen', 'kitchen.ready', 'null'],
      // The order of the sample was never placed.
      ['order', 'kitchen.completed', 'NotYetVisible'],
    ],
    orchestration: [
      ['payment', 'order.created', 'com.pizzaco.payment.completed'],
      ['inventory', 'order.created', 'com.pizzaco.inventory.reserved'],
      ['chef', 'order.created', 'com.pizzaco.chef.assigned'],
    ],
  };

const edit = (file: string, from: string, to: string): void => {
  const text = readFileSync(file, 'utf8');
  if (text.split(from).length !== 2) throw new Error(`${file} does not have "${from}" once`);
  writeFileSync(file, text.replace(from, to));
};

/** Deploys a stage to the lab by the real framework, command by command as the README has it. */
export const tryLikeAws = (stage: Stage): void => {
  let lab: Awaited<ReturnType<typeof startLab>>;
  let environment: Readonly<Record<string, string>>;
  let project: Project;
  const stackName = `pizza-two-ways-${stage}`;

  beforeAll(async () => {
    lab = await startLab();
    environment = {
      AWS_ENDPOINT_URL: lab.endpoint,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'any',
      AWS_SECRET_ACCESS_KEY: 'any',
    };
    project = copyProject({ ...environment, SLS_AWS_MONITORING_FREQUENCY: '50' }, ['src', 'statemachines']);
  });
  afterAll(async () => {
    await lab.stop();
    project.remove();
  });

  const stackStatus = () => settledStatus(new CloudFormationClient(lab.client), stackName);
  /** The keys of the orders placed. */
  const orders = async (): Promise<unknown> => {
    const { Environment } = await configuration('placeOrder');
    const TableName = Environment?.Variables?.ORDER_TABLE;
    const { Items } = await new DynamoDBClient(lab.client).send(new ScanCommand({ TableName }));
    return Items?.map(({ orderId }) => orderId);
  };
  const configuration = (name: string) =>
    new LambdaClient(lab.client).send(
      new GetFunctionConfigurationCommand({ FunctionName: `${stackName}-${name}` }),
    );
  const logLevel = async (): Promise<string | undefined> =>
    (await configuration('placeOrder')).Environment?.Variables?.POWERTOOLS_LOG_LEVEL;
  /** What the pattern coordinates by: the rules' patterns, or the machine's definition. */
  const coordination = async (): Promise<string> => {
    if (stage === 'choreography') {
      const { Rules } = await new EventBridgeClient(lab.client).send(
        new ListRulesCommand({ EventBusName: stackName }),
      );
      return JSON.stringify(Rules?.map(({ EventPattern }) => EventPattern));
    }
    const states = new SFNClient(lab.client);
    const { stateMachines: [machine] = [] } = await states.send(new ListStateMachinesCommand({}));
    const stateMachineArn = machine?.stateMachineArn;
    return String((await states.send(new DescribeStateMachineCommand({ stateMachineArn }))).definition);
  };

  const deployed = commands.findIndex((line) => line.includes(' sls invoke '));
  const removed = commands.length - 1;
  const execute = async (line: string) => {
    const [program, , ...args] = line.replaceAll('choreography', stage).split(' ');
    if (program === 'npx') return project.sls(...args);
    // npm run <script> -- <arguments>
    const [script = '', , ...rest] = args;
    return run(script, rest, environment);
  };
  const seen = new Set<string>();
  const runs = (line: string): void => {
    const command = line.replace(/^(?:npx|npm) /, '').replace(/ (?:-- )?--stage \w+/, '');
    const key = seen.has(command) ? `${command} again` : command;
    seen.add(command);
    it(`${line}${key === command ? '' : ', again'}`, async () => {
      const { status, stdout, stderr } = await execute(line);
      const expected = PRINTED[key]?.(stage) ?? 'no such command is known here';
      expect(`${stdout}${stderr}`).toMatch(expected);
      expect(status).toBe(0);
    });
  };

  it('starts with the lab, and says where it is', () => {
    expect(start).toBe('npm run lab');
    const names = [...where.matchAll(/(\w+)=/g)].map(([, name]) => name);
    expect(names.sort()).toEqual(Object.keys(environment).sort());
  });

  for (const line of commands.slice(0, deployed)) runs(line);
  for (const line of commands.slice(deployed, removed)) runs(line);

  describe('every consumer', () => {
    it.each(CONSUMERS[stage])('%s hears its sample %s', (name, sample, says) => {
      const { stdout, stderr } = project.sls(
        ...['invoke', '--stage', stage, '-f', name, '--path', `events/${sample}.json`],
      );
      expect(`${stdout}${stderr}`).toContain(says);
    });
  });

  it('logs --tail tells what comes', async () => {
    const place = ['--stage', stage, '-f', 'placeOrder'];
    const printed = await project.slsUntil('Memory Used', ['logs', ...place, '--tail'], () => {
      project.sls('invoke', ...place, '--path', 'events/place-order.json');
    });
    expect(printed).toMatch(/Duration: [\d.]+ ms/);
  });

  it('deployed again, changed, functions and coordination are new, and tables keep their items', async () => {
    const before = { orders: await orders(), coordination: await coordination() };
    const { CodeSha256 } = await configuration('getOrder');
    edit(
      join(project.folder, 'src/services/order/handlers/get-order.ts'),
      '\nexport const handler',
      "\nconsole.info('changed');\nexport const handler",
    );
    if (stage === 'choreography') {
      edit(join(project.folder, 'src/choreography/wiring.cjs'), "    'order.overdue',\n", '');
    } else {
      edit(join(project.folder, 'statemachines/pizza-order.asl.yml'), 'One order, from', 'An order, from');
    }
    edit(join(project.folder, 'serverless.yml'), 'LOG_LEVEL: INFO', 'LOG_LEVEL: DEBUG');
    const { status, stdout, stderr } = project.sls('deploy', '--stage', stage);
    expect(`${stdout}${stderr}`).toContain(`Service deployed to stack ${stackName}`);
    expect(status).toBe(0);
    expect(await stackStatus()).toBe('UPDATE_COMPLETE');
    expect((await configuration('getOrder')).CodeSha256).not.toBe(CodeSha256);
    expect(await logLevel()).toBe('DEBUG');
    expect(await coordination()).not.toBe(before.coordination);
    expect(before.orders).toHaveLength(1);
    expect(await orders()).toEqual(before.orders);
    const { stdout: log } = project.sls(
      'invoke',
      '--stage',
      stage,
      '-f',
      'getOrder',
      '--log',
      '--data',
      '{}',
    );
    expect(log).toContain('changed');
  });

  it('deployed with another deadline, it is refused in a sentence, for that is fixed', async () => {
    const { status, stdout, stderr } = project.sls('deploy', '--stage', stage, '--param', 'timeoutMinutes=6');
    expect(`${stdout}${stderr}`).toContain(
      `stage "${stage}" was first deployed with timeoutMinutes=30, which is fixed since then, and not with 6; add --param timeoutMinutes=30, or remove the stage first.`,
    );
    expect(status).toBe(1);
    expect(await stackStatus()).toBe('UPDATE_COMPLETE');
  });

  it('deployed with a role that may not do what its function needs, it is refused, and put back', async () => {
    edit(join(project.folder, 'serverless.yml'), '[xray:PutTraceSegments, ', '[');
    edit(join(project.folder, 'serverless.yml'), 'LOG_LEVEL: DEBUG', 'LOG_LEVEL: WARN');
    const { status, stdout, stderr } = project.sls('deploy', '--stage', stage);
    expect(`${stdout}${stderr}`).toContain(
      'The provided execution role does not have permissions to call PutTraceSegments on XRAY',
    );
    expect(status).toBe(1);
    expect(await stackStatus()).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await logLevel()).toBe('DEBUG');
  });

  for (const line of commands.slice(removed)) runs(line);

  it('leaves nothing', async () => {
    await expect(stackStatus()).rejects.toThrow(`Stack with id ${stackName} does not exist`);
    await expect(configuration('placeOrder')).rejects.toThrow('Function not found');
  });
};
