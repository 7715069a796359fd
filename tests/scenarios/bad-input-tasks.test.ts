import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { read, shortNames } from '../contracts/samples.ts';
import { expectOnly, openStage, type Stage } from './stage.ts';

/**
 * Wrong tasks and events at every function of the orchestration: what no retry can mend fails under its own name,
 * which the state machine does not retry, and is kept whole in the tasks' DLQ, with the reason.
 */

type Json = Readonly<Record<string, unknown>>;

/** Function → the tasks that it does. */
const commands: Readonly<Record<string, readonly string[]>> = {
  payment: ['chargePayment', 'undoPayment'],
  inventory: ['reserveInventory', 'confirmHold', 'undoReservation'],
  chef: ['assignChef', 'freeChef', 'undoAssignment'],
  kitchen: ['decideOrder', 'prepareOrder'],
  order: ['completeOrder', 'callOffOrder', 'closeOrder'],
};
const functions = Object.keys(commands);

/** Function → the facts that stand for one of its tasks, when a person sends them. */
const means: Readonly<Record<string, readonly string[]>> = {
  payment: ['order.created', 'order.cancelled', 'order.timeout'],
  inventory: ['order.created', 'kitchen.ready', 'order.cancelled', 'order.timeout'],
  chef: ['order.created', 'kitchen.completed', 'order.completed', 'order.cancelled', 'order.timeout'],
  kitchen: ['kitchen.ready'],
  order: ['kitchen.completed', 'kitchen.rejected'],
};

const { data: order } = read('order.created') as { data: Json };
const task = (command: string, over: Json = {}): Json => ({ command, order, attempt: 1, ...over });

/** Invokes the function, and expects it to fail under that name and to have kept what it was sent. */
const expectRefused = async (
  stage: Stage,
  name: string,
  content: unknown,
  errorType: string,
  reason: string,
): Promise<void> => {
  const aftermath = await stage.watch(() => stage.invoke(name, JSON.stringify(content)));
  expect(aftermath.answer.failed).toMatchObject({
    errorType,
    errorMessage: expect.stringContaining(reason),
  });
  const kept = [
    { queue: 'TaskDlq', content, reason: `${errorType}: ${aftermath.answer.failed?.errorMessage}` },
  ];
  expectOnly(aftermath, { runs: [`${name}: ${errorType}`], kept });
};

let stage: Stage;
beforeAll(async () => {
  stage = await openStage('orchestration');
});

describe('what is no task', () => {
  const attempt = 'attempt: expected ';
  const everywhere: readonly (readonly [string, (name: string) => unknown, string])[] = [
    ['null', () => null, 'input: expected object'],
    ['text', () => 'pizza, please', 'input: expected object'],
    ['a number', () => 42, 'input: expected object'],
    ['a list', (name) => [task(commands[name]?.[0] ?? '')], 'input: expected object'],
    [
      'nothing in it',
      () => ({}),
      'command: expected string; order: expected object; attempt: expected number',
    ],
    ['no command', () => ({ order, attempt: 1 }), 'command: expected string'],
    ["another function's command", () => task('bakeCake'), 'command: "bakeCake" is none of '],
    [
      'a command by a name that objects have',
      () => task('constructor'),
      'command: "constructor" is none of ',
    ],
    ['no order', (name) => task(commands[name]?.[0] ?? '', { order: null }), 'order: expected object'],
    [
      'an order without an id',
      (name) => task(commands[name]?.[0] ?? '', { order: {} }),
      'order.orderId: expected string',
    ],
    ['attempt 0', (name) => task(commands[name]?.[0] ?? '', { attempt: 0 }), `${attempt}at least 1`],
    ['half an attempt', (name) => task(commands[name]?.[0] ?? '', { attempt: 1.5 }), `${attempt}int`],
    [
      'messages of a queue',
      () => ({ Records: [{ eventSource: 'aws:sqs', messageId: '1', body: '{}' }] }),
      'command: ',
    ],
  ];

  it.each(
    functions.flatMap((name) =>
      everywhere.map(([what, of, reason]) => ({ name, what, content: of(name), reason })),
    ),
  )('$name refuses and keeps: $what', async ({ name, content, reason }) => {
    await expectRefused(stage, name, content, 'MalformedTask', reason);
  });

  const fact = (name: string): Json => read(name);
  it.each<readonly [string, string, Json, string, string]>([
    [
      'payment',
      'an order without its fields',
      task('chargePayment', { order: { orderId: '1' } }),
      'MalformedTask',
      'totalAmount: expected number',
    ],
    [
      'payment',
      'foreign money',
      task('chargePayment', { order: { ...order, currency: 'EUR' } }),
      'MalformedTask',
      "currency: expected 'GBP'",
    ],
    [
      'payment',
      'negative money',
      task('chargePayment', { order: { ...order, totalAmount: -1 } }),
      'MalformedTask',
      'totalAmount: not allowed',
    ],
    [
      'payment',
      'money too precise',
      task('chargePayment', { order: { ...order, totalAmount: 0.001 } }),
      'MalformedTask',
      'totalAmount: not allowed',
    ],
    [
      'inventory',
      '21 toppings',
      task('reserveInventory', { order: { ...order, toppings: Array(21).fill('ham') } }),
      'MalformedTask',
      'toppings: expected at most 20',
    ],
    [
      'chef',
      'a pizza without a name',
      task('assignChef', { order: { ...order, pizzaType: '' } }),
      'MalformedTask',
      'pizzaType: expected at least 1',
    ],
    ['kitchen', 'no facts', task('decideOrder'), 'MalformedTask', 'facts: expected array'],
    [
      'kitchen',
      'facts that are none',
      task('decideOrder', { facts: ['paid'] }),
      'MalformedTask',
      'facts[0]: expected ',
    ],
    [
      'kitchen',
      'a fact that cannot be read',
      task('decideOrder', { facts: [{ nonsense: true }, null] }),
      'UnreadableEvent',
      'malformed: ',
    ],
    [
      'kitchen',
      'a fact that does not arrive there',
      task('decideOrder', { facts: [fact('order.created')] }),
      'UnreadableEvent',
      'unknown-type: ',
    ],
    [
      'kitchen',
      'a fact of another order',
      task('decideOrder', { order: { ...order, orderId: '54321' }, facts: [fact('payment.completed')] }),
      'MalformedTask',
      'facts: payment-12345-completed is of another order',
    ],
    ['order', 'no verdict', task('callOffOrder'), 'MalformedTask', 'verdict: expected object'],
    [
      'order',
      'a verdict without a reason',
      task('callOffOrder', { verdict: { reason: 'bored', received: [] } }),
      'MalformedTask',
      'verdict.reason: ',
    ],
  ])('%s refuses and keeps: %s', async (name, _what, content, errorType, reason) => {
    await expectRefused(stage, name, content, errorType, reason);
  });
});

describe('a CloudEvent that a person sends', () => {
  it.each(
    functions.flatMap((name) =>
      shortNames.filter((fact) => !means[name]?.includes(fact)).map((fact) => [name, fact] as const),
    ),
  )('%s refuses and keeps %s', async (name, fact) => {
    const reason = `command: "com.pizzaco.${fact}" is none of ${commands[name]?.join(', ')}`;
    await expectRefused(stage, name, read(fact), 'MalformedTask', reason);
  });

  const breaches: readonly (readonly [string, (sample: Json) => Json, string, string])[] = [
    ['no data', ({ data: _, ...sample }) => sample, 'UnreadableEvent', 'malformed: data: expected record'],
    [
      'the time of day',
      (sample) => ({ ...sample, time: 'noon' }),
      'UnreadableEvent',
      'malformed: time: invalid datetime',
    ],
    [
      'an order by two names',
      (sample) => ({ ...sample, subject: 'another' }),
      'UnreadableEvent',
      'malformed: subject, correlationid and data.orderId name different orders',
    ],
    [
      'the next major version',
      (sample) => ({ ...sample, dataschema: String(sample.dataschema).replace(/1$/, '2') }),
      'UnreadableEvent',
      'unknown-version: version 2 of com.pizzaco.',
    ],
    [
      'a type that nobody knows',
      (sample) => ({ ...sample, type: 'com.virus.scanned' }),
      'UnreadableEvent',
      'unknown-type: no com.virus.scanned',
    ],
    [
      'more bytes than an event has',
      (sample) => ({ ...sample, data: { ...(sample.data as Json), padding: 'x'.repeat(300_000) } }),
      'EventTooLarge',
      'com.pizzaco.',
    ],
  ];

  it.each(
    functions.flatMap((name) =>
      breaches.map(([what, of, errorType, reason]) => ({ name, what, of, errorType, reason })),
    ),
  )('$name refuses and keeps: $what', async ({ name, of, errorType, reason }) => {
    await expectRefused(stage, name, of(read(means[name]?.[0] ?? '')), errorType, reason);
  });
});

it.each(functions)('Lambda does not invoke %s with what is no JSON', async (name) => {
  const aftermath = await stage.watch(() => stage.invoke(name, 'pizza, please'));
  expect(aftermath.answer).toEqual({ refused: 'InvalidRequestContentException' });
  expectOnly(aftermath, { runs: [] });
});

describe('an execution that a person starts', () => {
  const input = { order, attempt: 1, deadline: '2026-01-13T10:30:00Z' };
  const start = async (name: string, text: string): Promise<string> => {
    const { world } = stage;
    const client = new SFNClient(world.lab.client as object);
    const stateMachineArn = stage.physicalId('PizzaDashtwoDashwaysDashorchestration');
    const command = new StartExecutionCommand({ stateMachineArn, name, input: text });
    const { executionArn } = await world.settle(client.send(command));
    await world.lab.kernel.clock.run();
    const described = await world.settle(client.send(new DescribeExecutionCommand({ executionArn })));
    return `${described.status}: ${described.error}`;
  };

  it.each<[string, string, string, string]>([
    ['with a name that is none', 'no name', '{}', 'InvalidName'],
    ['with what is no JSON', 'no-json', 'pizza, please', 'InvalidExecutionInput'],
  ])('is refused %s', async (_what, name, text, error) => {
    const aftermath = await stage.watch(() => start(name, text).catch(({ name }: Error) => name));
    expect(aftermath.answer).toBe(error);
    expectOnly(aftermath, { runs: [] });
  });

  it.each<[string, object, string, number]>([
    ['with nothing', {}, 'FAILED: States.QueryEvaluationError', 0],
    ['with an empty list', [], 'FAILED: States.QueryEvaluationError', 0],
    ['under attempt 0', { ...input, attempt: 0 }, 'FAILED: MalformedTask', 4],
    ['for an order without an id', { ...input, order: {} }, 'FAILED: MalformedTask', 4],
  ])('fails %s, and nothing is written', async (what, content, outcome, letters) => {
    const name = what.replaceAll(' ', '-');
    const aftermath = await stage.watch(() => start(name, JSON.stringify(content)));
    expect(aftermath.answer).toBe(outcome);
    const { after, before, published } = aftermath;
    expect({ after, published }).toEqual({ after: before, published: [] });
    expect(aftermath.kept.map(({ queue, reason }) => [queue, reason?.split(':')[0]])).toEqual(
      Array(letters).fill(['TaskDlq', 'MalformedTask']),
    );
  });
});

/** Function, the fact that stands for its task, and what another one says. Undoing an order twice is one undo, whatever the reason. */
const conflicts: readonly (readonly [string, string, Json])[] = [
  ['payment', 'order.created', { totalAmount: 0.01 }],
  ['inventory', 'order.created', { size: 'small' }],
  ['chef', 'order.created', { pizzaType: 'tartufo' }],
];

describe('what contradicts a task done before (H8)', () => {
  let created: Json;
  beforeAll(async () => {
    const { world } = stage;
    world.lab.kernel.observe(({ target, payload }) => {
      if (target !== 'events:PutEvents') return;
      const [entry] = (payload as { Entries: { DetailType: string; Detail: string }[] }).Entries;
      if (entry?.DetailType === 'com.pizzaco.order.created') created = JSON.parse(entry.Detail);
    });
    const pizza = { pizzaType: 'margherita', size: 'large', toppings: ['olives'] };
    await stage.watch(() => world.settle(world.place({ customerId: 'cust-789', ...pizza }, 1)));
  });

  it.each(conflicts)('%s refuses and keeps another %s', async (name, _fact, data) => {
    const changed = { ...created, data: { ...(created.data as Json), ...data } };
    await expectRefused(stage, name, changed, 'ConflictingPayload', 'has already heard');
  });

  it('the order decided once is decided, whatever facts another run brings (H38)', async () => {
    const content = { ...task('decideOrder', { order: created.data, facts: [null, null, null] }) };
    const aftermath = await stage.watch(() => stage.invoke('kitchen', JSON.stringify(content)));
    expect(aftermath.answer).toMatchObject({ answer: { type: 'com.pizzaco.kitchen.ready' } });
    expectOnly(aftermath, { runs: ['kitchen'] });
  });
});
