import { describe, expect, it } from '@jest/globals';
import { virtualKernel } from '../../../lab/kernel/kernel.ts';
import type { Point, Verdict } from '../../../lab/kernel/point.ts';
import { createStory } from '../../../scripts/comparison/story.ts';
import { orderIdOf } from '../../../src/services/order/request.ts';

const MINE = '9cede1ccec1fca0eb191';
const YOURS = 'a212ea1699eb825316e4';

const setup = () => {
  const kernel = virtualKernel({ seed: 1, startAt: 1_000 });
  const story = createStory('shop-');
  kernel.observe(story.observer);
  return {
    kernel,
    told: () => story.lines.map(({ who, what }) => `${who} ${what}`),
    tellings: () => story.lines.map(({ orderId, what }) => [orderId, what]),
    pass: (point: Point, verdict?: Verdict) => {
      const remove = kernel.install(() => verdict);
      return kernel.clock.settle(kernel.pass(point)).finally(remove);
    },
  };
};

const created = (orderId: string) => ({
  type: 'com.pizzaco.order.created',
  subject: orderId,
  causationid: `request-${orderId}`,
  attempt: 1,
});

const delivery = (payload: unknown, source = 'rule:shop-payment'): Point => ({
  ...{ kind: 'delivery', source, target: 'function:shop-payment', payload },
});
const invocation = (payload: unknown): Point => ({ ...delivery(payload), kind: 'invocation' });
const call = (target: string, payload: unknown): Point => ({
  ...{ kind: 'call', source: 'function:shop-relay', target, payload },
});
const publish = (...orderIds: readonly string[]): Point =>
  call('events:PutEvents', { Entries: orderIds.map((id) => ({ Detail: JSON.stringify(created(id)) })) });

const died = { name: 'Runtime.ExitError', message: 'the process died' };
const BRINGS = 'bus brings order.created (because of the request) to payment';
const PUBLISHES = 'relay publishes order.created (because of the request)';

describe('the story says what became of what it tells', () => {
  it.each<[string, Verdict | undefined, string]>([
    ['nothing struck', undefined, ''],
    ['it only took longer', { delayMs: 5 }, ''],
    ['it was dropped', { drop: true }, ': lost on the way'],
    ['it was carried twice', { copies: 2 }, ', 2 times'],
    ['it failed', { error: died }, ': did not happen (Runtime.ExitError)'],
    [
      'its answer was lost',
      { error: { ...died, when: 'after' } },
      ': happened, but the answer was lost (Runtime.ExitError)',
    ],
  ])('of a delivery: %s', async (_, verdict, fate) => {
    const { pass, told } = setup();
    await pass(delivery({ detail: created(MINE) }), verdict);
    expect(told()).toEqual([`${BRINGS}${fate}`]);
  });

  it('of a call: before it there is nothing, after it only the answer is missing', async () => {
    const { pass, told } = setup();
    await pass(publish(MINE), { error: died });
    await pass(publish(MINE), { error: { ...died, when: 'after' } });
    expect(told()).toEqual([
      `${PUBLISHES}: did not happen (Runtime.ExitError)`,
      `${PUBLISHES}: happened, but the answer was lost (Runtime.ExitError)`,
    ]);
  });

  it('of a call that the service refused, whatever became of the answer', async () => {
    const { kernel, pass, told } = setup();
    const input = { Item: { orderId: { S: MINE }, status: { S: 'HELD' } } };
    await pass(call('dynamodb:PutItem', input), { error: { ...died, when: 'after' } });
    kernel.tell('function:shop-relay', 'refused', { input, error: { code: 'ConditionalCheckFailed' } });
    expect(told()).toEqual(['relay writes its row: HELD: refused (ConditionalCheckFailed)']);
  });

  it('of a call that failed for some of its entries', async () => {
    const { pass, tellings } = setup();
    const [, publishes = ''] = PUBLISHES.split('relay ');
    await pass(publish(MINE, YOURS), { error: { ...died, name: 'InternalFailure', entries: [1] } });
    expect(tellings()).toEqual([
      [MINE, publishes],
      [YOURS, `${publishes}: did not happen (InternalFailure)`],
    ]);
  });

  it('of an answer that another took the place of', async () => {
    const { pass, told } = setup();
    await pass(invocation({ command: 'chargePayment' }), { answer: { nonsense: true } });
    expect(told()).toEqual(['payment is taken to answer {"nonsense":true}, whatever it does']);
  });
});

describe("the story tells what happens without anybody's asking", () => {
  it('that Lambda tries again: each run beyond those that were carried', async () => {
    const { pass, told } = setup();
    const payload = { detail: created(MINE) };
    await pass(delivery(payload), { copies: 2 });
    for (let run = 1; run <= 3; run++) await pass(invocation(payload));
    expect(told()).toEqual([
      `${BRINGS}, 2 times`,
      'Lambda brings order.created (because of the request) to payment again',
    ]);
  });

  it('of one event to two functions, whichever runs first, and of what was tried twice to be carried', async () => {
    const { pass, told } = setup();
    const payload = { detail: created(MINE) };
    const toChef = { target: 'function:shop-chef' };
    await pass(delivery(payload), { error: died });
    for (const target of [{}, toChef]) await pass({ ...delivery(payload), ...target });
    for (let run = 1; run <= 2; run++) await pass({ ...invocation(payload), ...toChef });
    expect(told().slice(3)).toEqual(['Lambda brings order.created (because of the request) to chef again']);
    for (let run = 1; run <= 2; run++) await pass(invocation(payload));
    expect(told().slice(4)).toEqual([
      'Lambda brings order.created (because of the request) to payment again',
    ]);
  });

  it('nothing of the schedule, nor of a run that its caller asked for', async () => {
    const { pass, told } = setup();
    const tick = { ...delivery({}, 'schedule:shop-look') };
    await pass(tick);
    for (let run = 1; run <= 2; run++) await pass({ ...tick, kind: 'invocation' });
    await pass(invocation({ operation: 'charge' }));
    expect(told()).toEqual([]);
  });

  it('that an execution ends in another way than it should', () => {
    const { kernel, tellings } = setup();
    const end = (how: object): void => kernel.tell('states:shop', `execution:${MINE}-2`, how);
    end({ status: 'SUCCEEDED', output: '{}' });
    end({ status: 'ABORTED' });
    end({ status: 'FAILED', error: 'CompensationIncomplete', cause: 'an undo keeps failing' });
    expect(tellings()).toEqual([
      [MINE, `ends the execution ${MINE}-2: ABORTED`],
      [MINE, `ends the execution ${MINE}-2: FAILED: CompensationIncomplete: an undo keeps failing`],
    ]);
  });
});

describe('the story tells each order its own', () => {
  const row = (orderId: string) => ({
    dynamodb: { NewImage: { orderId: { S: orderId }, outbox: { S: 'com.pizzaco.order.created' } } },
  });

  it('of a batch its part, and of its failure that it failed', async () => {
    const { kernel, pass, tellings } = setup();
    const payload = { Records: [row(MINE), row(YOURS), row(MINE)] };
    await pass(delivery(payload, 'stream:shop-OrderTable-X'));
    kernel.tell('function:shop-relay', 'failed', {
      payload,
      result: { payload: { errorType: 'Error', errorMessage: 'no' } },
    });
    const says = 'a row that says order.created';
    expect(tellings()).toEqual([
      [MINE, `brings ${says} and ${says} to payment`],
      [YOURS, `brings ${says} to payment`],
      [MINE, 'fails: Error: no'],
      [YOURS, 'fails: Error: no'],
    ]);
  });

  it('of a request the order that it asks for, and of a refused one none', async () => {
    const { pass, tellings } = setup();
    const request = (userArn?: string) => ({
      routeKey: 'POST /orders',
      headers: { 'idempotency-key': 'k' },
      requestContext: { authorizer: { iam: { userArn } } },
    });
    await pass(delivery(request('arn:aws:iam::1:user/a'), 'http:shop'));
    await pass(delivery(request(), 'http:shop'));
    expect(tellings()).toEqual([
      [orderIdOf('arn:aws:iam::1:user/a', 'k'), 'brings POST /orders to payment'],
      [undefined, 'brings POST /orders to payment'],
    ]);
  });

  it('of an event without an attempt, or with another than the first', async () => {
    const { pass, told } = setup();
    const { attempt: _, ...forged } = created(MINE);
    await pass(delivery({ detail: forged }));
    await pass(delivery({ detail: { ...forged, attempt: 2 } }));
    expect(told()).toEqual([BRINGS, BRINGS.replace('request)', 'request, attempt 2)')]);
  });
});
