import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { PATTERNS } from '../../scripts/comparison/minimum.ts';
import { read } from '../contracts/samples.ts';
import { type Aftermath, expectOnly, type Invoked, openStage, type Stage } from './stage.ts';

/** Wrong events at the functions that are no consumers: those of the API, of the streams, of the schedule, and the provider. */

type Json = Readonly<Record<string, unknown>>;

const created = 'com.pizzaco.order.created';
const { orderId: _, ...request } = read('order.created').data as Json;

/** A row of the order table as far as the relay and the starter read it. */
const row = (orderId: string, over: Json = {}): Json => ({
  orderId,
  outbox: created,
  said: { [created]: { time: '2026-01-13T10:00:00Z', attempt: 1, causationid: 'request-1', data: request } },
  attempt: 1,
  deadline: Date.parse('2026-01-13T10:30:00Z'),
  ...over,
});

const saying = (data: Json, over: Json = {}): Json => ({
  said: { [created]: { time: '2026-01-13T10:00:00Z', attempt: 1, causationid: 'request-1', data, ...over } },
});

const INVALID = `not a valid ${created}: `;

/** What is wrong with a row, the row, and the reason that it is kept for. */
const unreadable: readonly (readonly [string, Json, string])[] = [
  [
    'of another kind',
    row('a', { said: undefined }),
    'the row of order a never said com.pizzaco.order.created',
  ],
  [
    'whose fact is at no time',
    row('c', saying(request, { time: 'noon' })),
    `${INVALID}time: invalid datetime`,
  ],
  ['whose order lacks its fields', row('d', saying({})), `${INVALID}data.customerId: expected string`],
  [
    'with foreign money',
    row('e', saying({ ...request, currency: 'EUR' })),
    `${INVALID}data.currency: expected 'GBP'`,
  ],
  [
    'with negative money',
    row('f', saying({ ...request, totalAmount: -1 })),
    `${INVALID}data.totalAmount: not allowed`,
  ],
  [
    'too large to be said',
    row('g', saying({ ...request, padding: 'x'.repeat(300_000) })),
    'com.pizzaco.order.created order-g-created has 3',
  ],
];

/** What the relay can publish, but nobody can start a run for. */
const unstartable: readonly (readonly [string, Json, string])[] = [
  [
    'without a deadline',
    row('h', { deadline: undefined }),
    'no run can be started for it: deadline: expected number',
  ],
  [
    'under no attempt',
    row('i', { attempt: 0 }),
    'no run can be started for it: attempt: expected at least 1',
  ],
  [
    'with an id that names no execution',
    row('no name'),
    'no run can be started for it: orderId: invalid regex',
  ],
];

/** Function → the rows that it cannot read, when they come to it. */
const unreadableFor: Readonly<Record<string, typeof unreadable>> = {
  relay: [
    ...unreadable,
    ['that says nothing', row('b', { outbox: undefined }), 'the row of order b has no outbox'],
    [
      'that says what is no fact',
      row('b', { outbox: 'com.virus.scanned' }),
      'the row of order b never said com.virus.scanned',
    ],
  ],
  starter: [
    ...unreadable,
    ...unstartable,
    [
      'that is not new',
      row('k', { outbox: 'com.pizzaco.order.completed' }),
      `no run can be started for it: outbox: expected '${created}'`,
    ],
  ],
};

const record = (image: Json): Json => ({
  eventName: 'INSERT',
  eventSource: 'aws:dynamodb',
  dynamodb: { SequenceNumber: '1', NewImage: marshall(image, { removeUndefinedValues: true }) },
});

const HTTP = 'not a request of an HTTP API: ';

/** What invokes a function of the API by hand, and the answer. */
const requests: readonly (readonly [string, unknown, number, string, string])[] = [
  ['null', null, 400, 'malformed', `${HTTP}event: expected object`],
  ['text', 'pizza, please', 400, 'malformed', `${HTTP}event: expected object`],
  ['a list', [], 400, 'malformed', `${HTTP}event: expected object`],
  [
    'headers that are none',
    { headers: { 'idempotency-key': 5 } },
    400,
    'malformed',
    `${HTTP}headers.idempotency-key: expected string`,
  ],
  ['a body that is no text', { body: {} }, 400, 'malformed', `${HTTP}body: expected string`],
  [
    'a path that is none',
    { pathParameters: { orderId: 5 } },
    400,
    'malformed',
    `${HTTP}pathParameters.orderId: expected string`,
  ],
  ['nobody', {}, 403, 'caller', 'the request is not signed; sign it with AWS Signature Version 4'],
  [
    'a CloudEvent',
    read('order.created'),
    403,
    'caller',
    'the request is not signed; sign it with AWS Signature Version 4',
  ],
];

/** What is no event of a stream. */
const noStream: readonly (readonly [string, unknown])[] = [
  ['null', null],
  ['text', 'pizza, please'],
  ['a list of records', [record(row('1'))]],
  ['nothing in it', {}],
  ['records that are no list', { Records: 5 }],
  ['a CloudEvent', read('order.created')],
];

/** Records that a person might send. */
const noRecords: readonly (readonly [string, unknown, string])[] = [
  ['null', null, 'the record has no new image'],
  [
    'a message of a queue',
    { eventSource: 'aws:sqs', messageId: '1', body: '{}' },
    'the record has no new image',
  ],
  [
    'the removal of a row',
    { eventName: 'REMOVE', dynamodb: { SequenceNumber: '1', Keys: {} } },
    'the record has no new image',
  ],
  ['a row that is not marshalled', { dynamodb: { SequenceNumber: '1', NewImage: row('1') } }, ''],
];

const text = 'expected a text of 1 to 255 characters';
const charge = {
  operation: 'charge',
  idempotencyKey: 'bad',
  amount: 1599,
  currency: 'GBP',
  token: 'tok_approved',
};
const refund = { operation: 'refund', idempotencyKey: 'bad-refund', chargeKey: 'bad', amount: 1599 };

/** What the payment provider is asked, and the error. */
const charges: readonly (readonly [string, unknown, string, string])[] = [
  ['null', null, 'InvalidRequest', 'operation: expected charge or refund or lookUp'],
  ['nothing in it', {}, 'InvalidRequest', 'operation: expected charge or refund or lookUp'],
  [
    'to give money away',
    { ...charge, operation: 'give' },
    'InvalidRequest',
    'operation: expected charge or refund or lookUp',
  ],
  [
    'an operation by a name that objects have',
    { ...charge, operation: 'constructor' },
    'InvalidRequest',
    'operation: ',
  ],
  [
    'a charge without a key',
    { ...charge, idempotencyKey: undefined },
    'InvalidRequest',
    `idempotencyKey: ${text}`,
  ],
  [
    'a charge under an empty key',
    { ...charge, idempotencyKey: '' },
    'InvalidRequest',
    `idempotencyKey: ${text}`,
  ],
  [
    'a charge under a key of 256 characters',
    { ...charge, idempotencyKey: 'k'.repeat(256) },
    'InvalidRequest',
    `idempotencyKey: ${text}`,
  ],
  ['a charge in no currency', { ...charge, currency: undefined }, 'InvalidRequest', `currency: ${text}`],
  ['a charge to nobody', { ...charge, token: undefined }, 'InvalidRequest', `token: ${text}`],
  [
    'a charge to an unknown token',
    { ...charge, token: 'tok_gold' },
    'InvalidRequest',
    'the token is no test token',
  ],
  [
    'negative money',
    { ...charge, amount: -1599 },
    'InvalidRequest',
    '-1599 is not a positive number of minor units',
  ],
  ['no money', { ...charge, amount: 0 }, 'InvalidRequest', '0 is not a positive number of minor units'],
  [
    'less than a penny',
    { ...charge, amount: 15.99 },
    'InvalidRequest',
    '15.99 is not a positive number of minor units',
  ],
  [
    'money as text',
    { ...charge, amount: '1599' },
    'InvalidRequest',
    '1599 is not a positive number of minor units',
  ],
  ['a refund of no charge', { ...refund, chargeKey: undefined }, 'InvalidRequest', `chargeKey: ${text}`],
  ['a refund of an unknown charge', refund, 'UnknownCharge', 'there is no charge bad'],
  ['a look-up of nothing', { operation: 'lookUp' }, 'InvalidRequest', `idempotencyKey: ${text}`],
];

describe.each(PATTERNS)('the functions of the %s stage', (pattern) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage(pattern);
  });
  const streams = pattern === 'choreography' ? ['relay'] : ['relay', 'starter'];
  const dlqOf = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}Dlq`;
  const invoke = (name: string, payload: unknown): Promise<Aftermath<Invoked>> =>
    stage.watch(() => stage.invoke(name, JSON.stringify(payload)));

  it.each(
    ['placeOrder', 'getOrder'].flatMap((name) =>
      requests.map(([what, payload, statusCode, code, message]) => ({
        name,
        what,
        payload,
        statusCode,
        code,
        message,
      })),
    ),
  )(
    '$name, invoked by hand with $what, answers $statusCode',
    async ({ name, payload, statusCode, code, message }) => {
      const aftermath = await invoke(name, payload);
      const { statusCode: status, body } = aftermath.answer.answer as { statusCode: number; body: string };
      expect({ statusCode: status, ...JSON.parse(body) }).toEqual({ statusCode, code, message });
      expectOnly(aftermath, { runs: [name] });
    },
  );

  it.each(streams.flatMap((name) => noStream.map(([what, payload]) => ({ name, what, payload }))))(
    '$name, invoked with $what, fails and does nothing',
    async ({ name, payload }) => {
      const aftermath = await invoke(name, payload);
      expect(aftermath.answer.failed).toMatchObject({
        errorType: 'NotAStreamEvent',
        errorMessage: expect.stringContaining(
          'the event must be {"Records": [...]}, as a stream delivers it',
        ),
      });
      expectOnly(aftermath, { runs: [`${name}: NotAStreamEvent`] });
    },
  );

  it.each(streams)('%s does nothing about no records', async (name) => {
    const aftermath = await invoke(name, { Records: [] });
    expect(aftermath.answer).toEqual({ answer: { batchItemFailures: [] } });
    expectOnly(aftermath, { runs: [name] });
  });

  const records = (name: string): typeof noRecords => [
    ...noRecords,
    ...(unreadableFor[name] ?? []).map(
      ([what, image, reason]) => [`a row ${what}`, record(image), reason] as const,
    ),
  ];
  it.each(
    streams.flatMap((name) =>
      records(name).map(([what, content, reason]) => ({ name, what, content, reason })),
    ),
  )('$name keeps $what, and does not fail', async ({ name, content, reason }) => {
    const aftermath = await invoke(name, { Records: [content] });
    const why = expect.stringContaining(`UnreadableRow: ${reason}`);
    expect(aftermath.answer).toEqual({ answer: { batchItemFailures: [] } });
    expectOnly(aftermath, { runs: [name], kept: [{ queue: dlqOf(name), content, reason: why }] });
  });

  it.each([
    ['null', null],
    ['text', 'pizza, please'],
    ['a list', []],
    ['a CloudEvent', read('order.created')],
  ])('reconciler, invoked with %s, looks at the open orders as ever', async (_what, payload) => {
    const aftermath = await invoke('reconciler', payload);
    expectOnly(aftermath, { runs: ['reconciler'] });
  });

  it.each(charges)('paymentProvider refuses %s', async (_what, payload, errorType, errorMessage) => {
    const aftermath = await invoke('paymentProvider', payload);
    expect(aftermath.answer.failed).toMatchObject({
      errorType,
      errorMessage: expect.stringContaining(errorMessage),
    });
    expectOnly(aftermath, { runs: [`paymentProvider: ${errorType}`] });
  });

  it.each(['placeOrder', 'getOrder', 'reconciler', 'paymentProvider', ...streams])(
    'Lambda does not invoke %s with what is no JSON',
    async (name) => {
      const aftermath = await stage.watch(() => stage.invoke(name, 'pizza, please'));
      expect(aftermath.answer).toEqual({ refused: 'InvalidRequestContentException' });
      expectOnly(aftermath, { runs: [] });
    },
  );
});

describe.each(PATTERNS)('a row in the order table of the %s stage', (pattern) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage(pattern);
  });
  const put = (Item: Json): Promise<unknown> => {
    const client = DynamoDBDocumentClient.from(new DynamoDBClient(stage.world.lab.client as object), {
      marshallOptions: { removeUndefinedValues: true },
    });
    return stage.world.settle(client.send(new PutCommand({ TableName: stage.world.tables.order, Item })));
  };
  const queues = pattern === 'choreography' ? ['RelayDlq'] : ['RelayDlq', 'StarterDlq'];
  const pizza = { customerId: 'cust-789', pizzaType: 'margherita', size: 'large', toppings: ['olives'] };

  it.each(unreadable)('%s is kept once, and holds nothing up', async (_what, image, reason) => {
    const { kept, runs, published, started } = await stage.watch(() => put(image));
    expect({ runs: runs.toSorted(), published, started }).toEqual({
      ...{
        runs: queues.map((queue) => queue.replace('Dlq', '').toLowerCase()),
        published: [],
        started: [],
      },
    });
    expect(kept.map(({ queue }) => queue)).toEqual(queues);
    for (const letter of kept) expect(letter.reason).toContain(reason);
  });

  if (pattern === 'orchestration')
    it.each(unstartable)('%s is kept by the starter, and holds nothing up', async (_what, image, reason) => {
      const { kept, runs, started } = await stage.watch(() => put(image));
      expect({ runs: runs.toSorted(), started }).toEqual({ runs: ['relay', 'starter'], started: [] });
      expect(kept).toEqual([
        { queue: 'StarterDlq', body: expect.any(String), reason: expect.stringContaining(reason) },
      ]);
    });

  it('an order that is placed afterwards is completed', async () => {
    const { answer, after } = await stage.watch(() => stage.world.settle(stage.world.place(pizza, 1)));
    expect(after.OrderTable).toContainEqual(
      expect.objectContaining({ orderId: answer, status: 'completed' }),
    );
  });
});
