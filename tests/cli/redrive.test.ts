import { ListQueuesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadPackage } from '../../lab/template/load.ts';
import { takeAccounts } from '../../scripts/comparison/accounts.ts';
import { packageDirectory } from '../../scripts/comparison/package-stages.ts';
import { createWorld, type World } from '../../scripts/comparison/world.ts';
import { readDeadLetter } from '../../scripts/redrive/dead-letter.ts';
import { type DeadLetterQueue, deadLetterQueues } from '../../scripts/redrive/queues.ts';
import { list, type Redriven, redrive } from '../../scripts/redrive/redrive.ts';
import { takeAll } from '../../scripts/redrive/take.ts';
import { read } from '../contracts/samples.ts';
import { stages, templateOf } from '../template/packages.ts';
import { type Run, run } from './command.ts';
import { deployedStage } from './endpoint.ts';

const OUTAGE_SECONDS = 110 * 60;

/** The reconciler is out for good: nothing heals by itself. */
const script = [
  { at: 'delivery', function: 'reconciler', drop: true },
  {
    at: 'invocation',
    function: 'order',
    untilSecond: OUTAGE_SECONDS,
    fail: { name: 'OrderDown', message: 'the order function is broken' },
  },
  {
    at: 'delivery',
    function: 'kitchen',
    by: 'rule',
    times: 1,
    fail: { name: 'AccessDeniedException', message: 'not authorized to invoke the kitchen' },
  },
] as const;

const pizza = { customerId: 'cust-789', pizzaType: 'margherita', size: 'large', toppings: [] };

/** Cause, reason and event of each message. */
const seen = ({ deadLetters }: Redriven) =>
  deadLetters
    .map(({ cause, reason, eventType }) => [cause, reason, eventType?.replace('com.pizzaco.', '')])
    .sort();

describe('redrive, after an outage of the order function and a poisonous event', () => {
  let world: World;
  let client: SQSClient;
  let queues: readonly DeadLetterQueue[];
  let orderIds: readonly string[];
  let failedAt: number;

  const queue = (name: string): DeadLetterQueue => {
    const found = queues.find((each) => each.name === name);
    if (found === undefined) throw new Error(`there is no ${name}`);
    return found;
  };
  const now = () => world.lab.kernel.clock.now();
  const listAll = () => world.settle(Promise.all(queues.map((each) => list(client, each, { now }))));
  const redriveAll = (poison = false) =>
    world.settle(Promise.all(queues.map((each) => redrive(client, each, { poison, now }))));
  const counts = (results: readonly Redriven[]): Record<string, number> =>
    Object.fromEntries(
      results.flatMap(({ queue: { name }, deadLetters }) =>
        deadLetters.length === 0 ? [] : [[name, deadLetters.length]],
      ),
    );
  const movedOf = (results: readonly Redriven[]): number =>
    results.reduce((sum, { moved }) => sum + moved.size, 0);

  beforeAll(async () => {
    world = await createWorld(loadPackage(packageDirectory(process.cwd(), 'choreography')), { seed: 1 });
    client = new SQSClient(world.lab.client as object);
    const { QueueUrls = [] } = await world.settle(client.send(new ListQueuesCommand({})));
    const resources = QueueUrls.map((physicalId) => {
      const [, logicalId = ''] = physicalId.split(world.prefix)[1]?.match(/^(\w+)-/) ?? [];
      return { logicalId, physicalId, type: 'AWS::SQS::Queue' };
    });
    queues = deadLetterQueues(resources, 'choreography');
    world.install(script);
    const { clock } = world.lab.kernel;
    const startedAt = clock.now();
    orderIds = await world.settle(Promise.all([world.place(pizza, 1), world.place(pizza, 2)]));
    const event = {
      ...read('payment.completed'),
      dataschema: 'https://pizzaco.example/schemas/payment.completed/2',
    };
    await world.settle(world.intrude({ event }));
    await world.settle(
      world.intrude({ orderRow: { orderId: 'malformed', outbox: 'com.pizzaco.order.created' } }),
    );
    failedAt = startedAt + OUTAGE_SECONDS * 1000;
    await clock.run(() => clock.now() >= failedAt);
  });

  it('lists what is there: how many, since when, why, and of which orders', async () => {
    const results = await listAll();
    const of = (name: string): Redriven => {
      const found = results.find((each) => each.queue.name === name);
      if (found === undefined) throw new Error(`nothing of ${name}`);
      return found;
    };
    expect(counts(results)).toEqual({ AggregatorDlq: 1, KitchenDlq: 1, OrderDlq: 2, RelayDlq: 1 });
    const failed = 'OrderDown: the order function is broken';
    expect(seen(of('OrderDlq'))).toEqual([
      ['failed', failed, 'chef.released'],
      ['failed', failed, 'kitchen.completed'],
    ]);
    expect(seen(of('KitchenDlq'))).toEqual([
      ['undelivered', 'NO_PERMISSIONS: not authorized to invoke the kitchen', 'kitchen.ready'],
    ]);
    expect(seen(of('AggregatorDlq'))).toEqual([
      [
        'poison',
        'UnreadableEvent: unknown-version: version 2 of com.pizzaco.payment.completed',
        'payment.completed',
      ],
    ]);
    expect(of('RelayDlq').deadLetters).toMatchObject([{ cause: 'poison', orderId: 'malformed' }]);
    const [stuck, unheard] = [of('OrderDlq'), of('KitchenDlq')].map(({ deadLetters }) => deadLetters[0]);
    expect([stuck?.orderId, unheard?.orderId].sort()).toEqual([...orderIds].sort());
    // Since it first failed, not since it was given up.
    expect(stuck?.since).toBeLessThan(failedAt - 100 * 60 * 1000);
  });

  it('changes nothing by listing: everybody still sees every message', async () => {
    expect(counts(await listAll())).toEqual(counts(await listAll()));
    expect(new Set(world.deadLetters().map(({ queue: name }) => name)).size).toBe(4);
  });

  it('stops when a queue fills faster than it is read', async () => {
    let time = 0;
    const { deadLetters, all } = await world.settle(
      takeAll(client, queue('OrderDlq'), () => {
        time += 40_000;
        return time;
      }),
    );
    expect({ taken: deadLetters.length, all }).toEqual({ taken: 2, all: false });
    // As after a crash: it is back when nobody gave it back.
    expect((await world.settle(list(client, queue('OrderDlq'), { now }))).deadLetters).toEqual([]);
    const { clock } = world.lab.kernel;
    const later = clock.now() + 300_000;
    await clock.run(() => clock.now() >= later);
    expect((await world.settle(list(client, queue('OrderDlq'), { now }))).deadLetters).toHaveLength(2);
  });

  it.each([
    ['before the message is sent', 'sqs:SendMessage'],
    ['between sending and deleting', 'sqs:DeleteMessage'],
  ])('interrupted %s, it loses nothing', async (_when, calls) => {
    const fail = { name: 'InternalFailure', message: 'interrupted' };
    world.install([{ at: 'call', function: 'user', calls, times: 1, fail }]);
    const interrupted = redrive(client, queue('OrderDlq'), { now });
    await expect(world.settle(interrupted)).rejects.toThrow('interrupted');
    expect((await world.settle(list(client, queue('OrderDlq'), { now }))).deadLetters).toHaveLength(1);
  });

  it('sends everything back that can be handled, and every order ends well', async () => {
    const results = await redriveAll();
    expect(movedOf(results)).toBe(2);
    await world.lab.kernel.clock.run();
    expect(await takeAccounts(world, undefined)).toMatchObject({
      statuses: { completed: 2 },
      open: 0,
      faults: [],
    });
  });

  it('leaves poison where it is, and does nothing the second time', async () => {
    const results = await redriveAll();
    expect({ moved: movedOf(results), left: counts(results) }).toEqual({
      moved: 0,
      left: { AggregatorDlq: 1, RelayDlq: 1 },
    });
  });

  it('sends poison back when it is told to, whence it returns with its reason; a row has no way back', async () => {
    const before = await takeAccounts(world, undefined);
    expect(movedOf(await redriveAll(true))).toBe(1);
    await world.lab.kernel.clock.run();
    const results = await listAll();
    expect(counts(results)).toEqual({ AggregatorDlq: 1, RelayDlq: 1 });
    expect(results.flatMap(seen)).toContainEqual([
      'poison',
      'UnreadableEvent: unknown-version: version 2 of com.pizzaco.payment.completed',
      'payment.completed',
    ]);
    expect(await takeAccounts(world, undefined)).toEqual(before);
  });
});

describe('the dead-letter queues of a stage', () => {
  it.each(stages)(
    '%s: each goes back to the queue that gives up to it, or says what becomes of it',
    (stage) => {
      const { Resources } = templateOf(stage);
      const resources = Object.entries(Resources).map(([logicalId, { Type }]) => ({
        logicalId,
        type: Type,
        physicalId: logicalId,
      }));
      const sources = Object.entries(Resources).flatMap(([logicalId, { Properties }]) => {
        const policy = Properties?.RedrivePolicy as
          | { deadLetterTargetArn: { 'Fn::GetAtt': [string, string] } }
          | undefined;
        return policy === undefined
          ? []
          : [[policy.deadLetterTargetArn['Fn::GetAtt'][0], logicalId] as const];
      });
      const queues = deadLetterQueues(resources, stage);
      expect(
        queues.filter(({ source }) => source !== undefined).map(({ name, source }) => [name, source]),
      ).toEqual(sources.sort(([a], [b]) => a.localeCompare(b)));
      for (const { name, source, remedy } of queues) {
        expect([name, remedy.includes('--poison')]).toEqual([name, source !== undefined]);
      }
    },
  );
});

describe('a message of a dead-letter queue', () => {
  /** https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html */
  it('that speaks of a place in a stream names the table and how many records', () => {
    const body = {
      requestContext: {
        requestId: '316aa6d0-8154-xmpl-9af7-85d5f4a6bc81',
        functionArn: 'arn:aws:lambda:us-east-2:123456789012:function:relay',
        condition: 'RetryAttemptsExhausted',
        approximateInvokeCount: 1,
      },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      version: '1.0',
      timestamp: '2026-01-14T00:13:49.717Z',
      DDBStreamBatchInfo: {
        shardId: 'shardId-00000001573689847184-864758bb',
        startSequenceNumber: '800000000003126276362',
        endSequenceNumber: '800000000003126276364',
        approximateArrivalOfFirstRecord: '2026-01-14T00:13:19Z',
        approximateArrivalOfLastRecord: '2026-01-14T00:13:19Z',
        batchSize: 3,
        streamArn: 'arn:aws:dynamodb:us-east-2:123456789012:table/orders/stream/2026-01-14T00:14:04.851',
      },
    };
    expect(readDeadLetter({ Body: JSON.stringify(body) })).toMatchObject({
      cause: 'position',
      reason: 'RetryAttemptsExhausted: 3 records of orders',
      orderId: undefined,
    });
  });

  it.each([
    ['a task that could not be read', { command: 'charge', order: { orderId: '12345' } }, '12345'],
    ['a row', { dynamodb: { Keys: { orderId: { S: '12345' } } } }, '12345'],
    ['text', 'no JSON at all', undefined],
    ['null', null, undefined],
  ])('that is %s', (_what, content, orderId) => {
    const MessageAttributes = { reason: { DataType: 'String', StringValue: 'MalformedTask: it is' } };
    expect(readDeadLetter({ Body: JSON.stringify(content), MessageAttributes })).toMatchObject({
      cause: 'poison',
      reason: 'MalformedTask: it is',
      orderId,
    });
  });

  it('that came back once more, and was given up again', () => {
    expect(readDeadLetter({ Body: JSON.stringify(read('order.created')) })).toMatchObject({
      cause: 'failed',
      reason: 'the retry queue gave it up',
      orderId: '12345',
      eventType: 'com.pizzaco.order.created',
    });
  });
});

describe('npm run redrive', () => {
  let stage: Awaited<ReturnType<typeof deployedStage>>;
  beforeAll(async () => {
    stage = await deployedStage('choreography');
  });
  afterAll(() => stage.endpoint.close());

  const command = (...args: string[]) =>
    run('redrive', ['--stage', 'choreography', ...args], stage.endpoint.environment);

  const bury = (logicalId: string, body: object, reason?: string) => {
    const client = new SQSClient(stage.lab.client as object);
    const QueueUrl = stage.stack.resources.find((each) => each.logicalId === logicalId)?.physicalId;
    const MessageAttributes = reason && { reason: { DataType: 'String', StringValue: reason } };
    const input = {
      QueueUrl,
      MessageBody: JSON.stringify(body),
      ...(MessageAttributes && { MessageAttributes }),
    };
    return stage.settle(client.send(new SendMessageCommand(input)));
  };

  it('says so when there is nothing', async () => {
    expect(await command()).toEqual({
      status: 0,
      stdout:
        'pizza-two-ways-choreography: nothing in AggregatorDlq, ChefDlq, InventoryDlq, KitchenDlq, OrderDlq, PaymentDlq, RelayDlq\n',
      stderr: '',
    });
  });

  it('prints a line for each queue and reason, and what becomes of what stays', async () => {
    const poison = {
      ...read('order.created'),
      dataschema: 'https://pizzaco.example/schemas/order.created/2',
    };
    await bury('PaymentDlq', read('order.cancelled'));
    await bury(
      'PaymentDlq',
      poison,
      'UnreadableEvent: unknown-version: version 2 of com.pizzaco.order.created',
    );
    const shown = (sentBack: string): string =>
      [
        'queue       messages  sent back  oldest                why                                                                               orders',
        `PaymentDlq         1          ${sentBack}  2026-01-13T10:mm:ssZ  failed: the retry queue gave it up                                                12345`,
        'PaymentDlq         1          0  2026-01-13T10:mm:ssZ  poison: UnreadableEvent: unknown-version: version 2 of com.pizzaco.order.created  12345',
        '',
        'PaymentDlq: what could not be read goes back with --poison, once the function that reads it is deployed.',
        '',
      ].join('\n');
    const timeless = ({ stdout, ...rest }: Run) => ({
      ...rest,
      stdout: stdout.replace(/10:\d\d:\d\dZ/g, '10:mm:ssZ'),
    });
    expect(timeless(await command('--list'))).toEqual({ status: 0, stdout: shown('0'), stderr: '' });
    expect(timeless(await command('--queue', 'PaymentDlq'))).toEqual({
      status: 0,
      stdout: shown('1'),
      stderr: '',
    });
  });

  it('--json prints one document and nothing else', async () => {
    await bury('RelayDlq', { dynamodb: { Keys: { orderId: { S: '12345' } } } }, 'Error: never said');
    const { status, stdout, stderr } = await command('--queue', 'RelayDlq', '--json');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({
      stage: 'choreography',
      stack: 'pizza-two-ways-choreography',
      queues: [
        {
          name: 'RelayDlq',
          url: expect.stringContaining('RelayDlq'),
          all: true,
          messages: [
            {
              messageId: expect.any(String),
              since: expect.stringMatching(/^2026-01-13T10:\d\d:\d\dZ$/),
              cause: 'poison',
              reason: 'Error: never said',
              orderId: '12345',
              eventType: null,
              moved: false,
            },
          ],
        },
      ],
    });
    expect((await command('--list')).stdout).toContain(
      '  Once looked at, empty it: aws sqs purge-queue --queue-url ',
    );
  });

  it('names the queue that it may not read, and still shows the others', async () => {
    const remove = stage.lab.kernel.install(({ kind, target, payload }) =>
      kind === 'call' && target === 'sqs:ReceiveMessage' && JSON.stringify(payload).includes('ChefDlq')
        ? { error: { name: 'AccessDenied', message: 'not authorized', status: 403 } }
        : undefined,
    );
    const { status, stdout, stderr } = await command('--list', '--json');
    remove();
    expect({ status, stderr }).toEqual({ status: 1, stderr: 'ChefDlq: access denied: not authorized\n' });
    expect(JSON.parse(stdout).queues).toHaveLength(6);
  });

  it('names the queues when there is no such', async () => {
    const { status, stdout, stderr } = await command('--queue', 'PizzaDlq');
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^there is no queue "PizzaDlq"; there is AggregatorDlq, ChefDlq, /);
  });
});
