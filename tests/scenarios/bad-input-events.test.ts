import { beforeAll, describe, expect, it } from '@jest/globals';
import { loadPackage } from '../../lab/template/load.ts';
import { packageDirectory } from '../../scripts/comparison/package-stages.ts';
import { read, shortNames } from '../contracts/samples.ts';
import { expectOnly, openStage, type Stage } from './stage.ts';

/**
 * Wrong events at every consumer of the choreography, by every way that leads to it: what no retry can mend is kept
 * whole in its DLQ, with a reason; the function succeeds, and nothing else happens.
 */

type Json = Readonly<Record<string, unknown>>;

interface Rule {
  readonly EventPattern?: { readonly 'detail-type'?: readonly string[] };
  readonly Targets: readonly { readonly Arn: { readonly 'Fn::GetAtt': readonly [string, 'Arn'] } }[];
}

/** Consumer → the facts that its rules bring to it, by the packaged template. */
const heardBy = (): ReadonlyMap<string, readonly string[]> => {
  const { Resources } = loadPackage(packageDirectory(process.cwd(), 'choreography')).template;
  const heard = new Map<string, readonly string[]>();
  for (const { Type, Properties } of Object.values(Resources)) {
    if (Type !== 'AWS::Events::Rule') continue;
    const { EventPattern, Targets } = Properties as unknown as Rule;
    const name = Targets[0]?.Arn['Fn::GetAtt'][0].replace(/LambdaFunction$/, '').toLowerCase() ?? '';
    const facts = EventPattern?.['detail-type']?.map((type) => type.replace('com.pizzaco.', '')) ?? [];
    if (facts.length > 0) heard.set(name, [...(heard.get(name) ?? []), ...facts]);
  }
  return heard;
};

const heard = heardBy();
const consumers = [...heard.keys()].toSorted();
const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
const dlqOf = (name: string): string => `${capital(name)}Dlq`;

/** As EventBridge delivers an event: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html */
const enveloped = (content: unknown): Json => {
  const { type = '', source = '' } = (content ?? {}) as Json;
  return {
    version: '0',
    id: 'e-1',
    'detail-type': type,
    source,
    time: '2026-01-13T10:00:00Z',
    detail: content,
  };
};

/** As Lambda describes an event that it gave up. */
const givenUp = (requestPayload: unknown): Json => ({
  version: '1.0',
  requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 3 },
  requestPayload,
  responseContext: { statusCode: 200, functionError: 'Unhandled' },
});

const inAscii = (value: unknown): string => JSON.stringify(value).replaceAll('\uffff', '\\uffff');

/** The ways that lead to a consumer: from the bus, out of its retry queue, and by hand. */
const ways: Readonly<Record<string, (stage: Stage, name: string, content: unknown) => Promise<unknown>>> = {
  bus: (stage, name, content) => stage.invokeAsync(name, enveloped(content)),
  queue: (stage, name, content) =>
    stage.enqueue(`${capital(name)}RetryQueue`, inAscii(givenUp(enveloped(content)))),
  hand: (stage, name, content) => stage.invoke(name, JSON.stringify(content)),
};

/** Sends the content by every way, and expects each time that it is kept and that nothing else comes of it. */
const expectKept = async (stage: Stage, name: string, content: unknown, reason: string): Promise<void> => {
  for (const [way, send] of Object.entries(ways)) {
    const aftermath = await stage.watch(() => send(stage, name, content));
    const kept = [{ queue: dlqOf(name), content, reason: expect.stringContaining(reason) }];
    expectOnly(aftermath, { runs: [name], kept }, { way });
    expect(aftermath.kept[0]?.reason?.length).toBeLessThanOrEqual(1000);
  }
};

describe('an event that means nothing to a consumer', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage('choreography');
  });

  it.each(
    consumers.flatMap((name) =>
      shortNames.filter((fact) => !heard.get(name)?.includes(fact)).map((fact) => [name, fact] as const),
    ),
  )('%s keeps %s', async (name, fact) => {
    const reason = `UnreadableEvent: unknown-type: no com.pizzaco.${fact} is expected here`;
    await expectKept(stage, name, read(fact), reason);
  });
});

/** A sample for each consumer of what it hears, with data that it cannot do without. */
const sampleFor: Readonly<Record<string, Json>> = {
  aggregator: read('payment.completed'),
  chef: read('order.created'),
  inventory: read('order.created'),
  kitchen: read('kitchen.ready'),
  order: read('kitchen.rejected'),
  payment: read('order.created'),
};

const withData = (sample: Json, data: Json): Json => ({
  ...sample,
  data: { ...(sample.data as Json), ...data },
});

/** What is wrong, the event, and the reason it is kept for. */
const breaches: readonly (readonly [string, (sample: Json) => unknown, string])[] = [
  ['null', () => null, 'malformed: event: expected object'],
  ['text', () => 'pizza, please', 'malformed: event: expected object'],
  ['a number', () => 42, 'malformed: event: expected object'],
  ['a list of events', (sample) => [sample], 'malformed: event: expected object'],
  ['an object without anything', () => ({}), "malformed: specversion: expected '1.0'; id: expected string"],
  ['no data', ({ data: _, ...sample }) => sample, 'malformed: data: expected record'],
  ['an id that is no text', (sample) => ({ ...sample, id: 7 }), 'malformed: id: expected string'],
  ['no order', (sample) => withData(sample, { orderId: '' }), 'malformed: data.orderId: expected at least 1'],
  [
    'an order by two names',
    (sample) => ({ ...sample, subject: 'another' }),
    'malformed: subject, correlationid and data.orderId name different orders',
  ],
  ['attempt 0', (sample) => ({ ...sample, attempt: 0 }), 'malformed: attempt: expected at least 1'],
  ['the time of day', (sample) => ({ ...sample, time: 'noon' }), 'malformed: time: invalid datetime'],
  ["another service's name", (sample) => ({ ...sample, source: 'virus' }), 'malformed: source: expected '],
  ['data without its fields', (sample) => ({ ...sample, data: { orderId: '12345' } }), 'malformed: data.'],
  [
    'the next major version',
    (sample) => ({ ...sample, dataschema: String(sample.dataschema).replace(/1$/, '2') }),
    'unknown-version: version 2 of com.pizzaco.',
  ],
  [
    'a version that is none',
    (sample) => ({ ...sample, dataschema: `${sample.dataschema}.5` }),
    'malformed: dataschema: expected ',
  ],
  [
    'more bytes than an event has',
    (sample) => withData(sample, { padding: 'x'.repeat(300_000) }),
    'EventTooLarge: com.pizzaco.',
  ],
  [
    'a type of 300,000 letters',
    (sample) => ({ ...sample, type: 'x'.repeat(300_000) }),
    'unknown-type: no xxx',
  ],
  [
    'characters that no queue takes',
    (sample) => ({ ...sample, type: 'com.\u0000\uffff' }),
    'unknown-type: no com.\\u0000\\uffff is expected here',
  ],
];

/** Wrong money and the like, in events that are otherwise what the consumer hears. */
const wrongData: readonly (readonly [string, string, Json, string])[] = [
  ['payment', 'foreign money', { currency: 'EUR' }, "data.currency: expected 'GBP'"],
  ['payment', 'negative money', { totalAmount: -15.99 }, 'data.totalAmount: not allowed'],
  ['payment', 'money too precise', { totalAmount: 15.999 }, 'data.totalAmount: not allowed'],
  ['payment', 'money as text', { totalAmount: '15.99' }, 'data.totalAmount: expected number'],
  ['inventory', '21 toppings', { toppings: Array(21).fill('olives') }, 'data.toppings: expected at most 20'],
  ['chef', 'a pizza without a name', { pizzaType: '' }, 'data.pizzaType: expected at least 1'],
  ['aggregator', 'negative money', { amountCharged: -1 }, 'data.amountCharged: not allowed'],
  ['kitchen', 'another status', { status: 'burnt' }, "data.status: expected 'ready-for-preparation'"],
  ['order', 'a reason of its own', { reason: 'bored' }, 'data.reason: '],
];

describe('an event that cannot be read', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage('choreography');
  });
  const sampleOf = (name: string): Json => sampleFor[name] ?? {};

  it.each(
    consumers.flatMap((name) => breaches.map(([what, breach, reason]) => ({ name, what, breach, reason }))),
  )('$name keeps $what', async ({ name, breach, reason }) => {
    await expectKept(stage, name, breach(sampleOf(name)), reason);
  });

  it.each(wrongData)('%s keeps %s', async (name, _what, data, reason) => {
    await expectKept(stage, name, withData(sampleOf(name), data), `UnreadableEvent: malformed: ${reason}`);
  });

  it.each(consumers)('%s keeps a message of its retry queue that is no JSON', async (name) => {
    for (const text of ['pizza, please', '{"specversion":']) {
      const aftermath = await stage.watch(() => stage.enqueue(`${capital(name)}RetryQueue`, text));
      const reason = 'UnreadableEvent: malformed: event: expected object';
      expectOnly(aftermath, { runs: [name], kept: [{ queue: dlqOf(name), content: text, reason }] });
    }
  });

  it.each(consumers)('Lambda does not invoke %s with what is no JSON', async (name) => {
    const aftermath = await stage.watch(() => stage.invoke(name, 'pizza, please'));
    expect(aftermath.answer).toEqual({ refused: 'InvalidRequestContentException' });
    expectOnly(aftermath, { runs: [] });
  });

  it('what else is in the batch is handled', async () => {
    const { kept, waiting, before, after } = await stage.watch(() =>
      Promise.all([
        stage.enqueue('PaymentRetryQueue', JSON.stringify(read('chef.assigned'))),
        stage.enqueue('PaymentRetryQueue', JSON.stringify(read('order.created'))),
        stage.enqueue('PaymentRetryQueue', 'pizza, please'),
      ]),
    );
    expect(kept).toHaveLength(2);
    expect(waiting).toBe(0);
    expect(before.PaymentTable).toEqual([]);
    expect(after.PaymentTable).toMatchObject([{ orderId: '12345', status: 'COMPLETED' }]);
  });
});

/** Consumer, the fact that it has heard of the completed or the declined order, and what another one says. */
const conflicts: readonly (readonly [string, string, 'completed' | 'declined', Json])[] = [
  ['payment', 'order.created', 'completed', { totalAmount: 0.01 }],
  ['payment', 'order.cancelled', 'declined', { reason: 'overdue' }],
  ['inventory', 'order.created', 'completed', { size: 'small' }],
  ['inventory', 'kitchen.ready', 'completed', { status: 'ready-for-preparation', note: 'another' }],
  ['inventory', 'order.cancelled', 'declined', { reason: 'overdue' }],
  ['chef', 'order.created', 'completed', { pizzaType: 'tartufo' }],
  ['chef', 'order.cancelled', 'declined', { reason: 'overdue' }],
  ['aggregator', 'payment.completed', 'completed', { amountCharged: 0.01 }],
  ['aggregator', 'inventory.reserved', 'completed', { expiresAt: '2036-01-13T10:00:00Z' }],
  ['aggregator', 'chef.assigned', 'completed', { chefId: 'chef-nobody' }],
  ['aggregator', 'payment.failed', 'declined', { reason: 'no-money' }],
  ['kitchen', 'kitchen.ready', 'completed', { note: 'another' }],
  ['order', 'kitchen.completed', 'completed', { note: 'another' }],
  ['order', 'chef.released', 'completed', { note: 'another' }],
  ['order', 'kitchen.rejected', 'declined', { reason: 'overdue' }],
  ['order', 'payment.voided', 'declined', { note: 'another' }],
  ['order', 'inventory.released', 'declined', { note: 'another' }],
];

describe('an event that contradicts what was heard before (H8)', () => {
  const pizza = { pizzaType: 'margherita', size: 'large', toppings: ['olives'] };
  const said = new Map<string, Json>();
  const orderIds: Record<string, string> = {};
  let stage: Stage;

  beforeAll(async () => {
    stage = await openStage('choreography');
    const { world } = stage;
    world.lab.kernel.observe(({ target, payload }) => {
      if (target !== 'events:PutEvents') return;
      for (const { Detail } of (payload as { Entries: { Detail: string }[] }).Entries) {
        const event = JSON.parse(Detail);
        said.set(`${event.subject} ${event.type}`, event);
      }
    });
    await stage.watch(async () => {
      orderIds.completed = await world.settle(world.place({ customerId: 'cust-789', ...pizza }, 1));
      orderIds.declined = await world.settle(world.place({ customerId: 'cust-declined', ...pizza }, 2));
    });
  });

  it.each(conflicts)('%s keeps another %s of the %s order', async (name, fact, order, data) => {
    const event = said.get(`${orderIds[order]} com.pizzaco.${fact}`) ?? {};
    const changed = withData(event, data);
    expect(changed).not.toEqual(event);
    await expectKept(stage, name, changed, `ConflictingPayload: order ${orderIds[order]} has already heard`);
  });
});
