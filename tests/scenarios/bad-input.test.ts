import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { HttpRequest, HttpResponse, Identity } from '../../lab/http-api/http-message.ts';
import { PATTERNS } from '../../scripts/comparison/minimum.ts';
import { menu } from '../../src/services/order/seed.ts';
import { expectOnly, openStage, type Stage } from './stage.ts';

/** Bad requests at the API of a deployed stage: the right status, what is at fault and how to mend it, and nothing written. */

const order: Readonly<Record<string, unknown>> = JSON.parse(
  JSON.parse(readFileSync('events/place-order.json', 'utf8')).body,
);

const signedBy = (user: string): Identity => ({
  accessKey: 'AKIAIOSFODNN7EXAMPLE',
  accountId: '123456789012',
  callerId: `AROAEXAMPLE:${user}`,
  userArn: `arn:aws:sts::123456789012:assumed-role/${user}/session`,
  userId: `AROAEXAMPLE:${user}`,
});

type Request = Omit<HttpRequest, 'apiId'>;

const JSON_TYPE = { 'content-type': 'application/json' };

const post = (body: unknown, over: Partial<Request> = {}): Request => ({
  method: 'POST',
  path: '/orders',
  headers: { ...JSON_TYPE, 'idempotency-key': 'bad' },
  body: typeof body === 'string' ? body : JSON.stringify(body),
  identity: signedBy('Shop'),
  ...over,
});

const withKey = (key: string): Request => post(order, { headers: { ...JSON_TYPE, 'idempotency-key': key } });

const get = (orderId: string, user = 'Shop'): Request => ({
  method: 'GET',
  path: `/orders/${orderId}`,
  identity: signedBy(user),
});

const { identity: _, ...unsigned } = post(order);
const { identity: _signed, ...unsignedGet } = get('12345');
const { customerId: _customer, ...anonymous } = order;
const pizzas = Object.keys(menu.pizzas).join(', ');
const toppings = Object.keys(menu.toppings).join(', ');
const oneTooMany = Array(21).fill('olives');
const inText = (json: string): string => JSON.stringify(order).replace('15.99', json);

const WORD = 'must be a text of 1 to 64 characters';
const TOPPINGS = 'toppings must be a list of at most 20 toppings';
const AMOUNT = 'totalAmount must be a positive amount with at most two decimals';
const CURRENCY = 'currency must be three capital letters, as in GBP';
const NOT_JSON = 'the body is not JSON; send one order as a JSON object';
const NO_OBJECT = 'the body must be one order as an object';
const KEY = 'send the header Idempotency-Key, 1 to 255 visible ASCII characters, the same for a repetition';

const reversed = (value: object): string =>
  JSON.stringify(Object.fromEntries(Object.entries(value).toReversed()));

/** What is refused, the request, and its status, code and message. */
const refusals: readonly (readonly [string, Request, number, string, string])[] = [
  ['no key', post(order, { headers: JSON_TYPE }), 400, 'idempotency-key', KEY],
  ['an empty key', withKey(''), 400, 'idempotency-key', KEY],
  ['a key with a space', withKey('a b'), 400, 'idempotency-key', KEY],
  ['a key beyond ASCII', withKey('clé'), 400, 'idempotency-key', KEY],
  ['a key of 256 characters', withKey('k'.repeat(256)), 400, 'idempotency-key', KEY],
  ['no body', post(''), 400, 'malformed', NOT_JSON],
  ['a body that is no JSON', post('pizza, please'), 400, 'malformed', NOT_JSON],
  ['a body that breaks off', post(JSON.stringify(order).slice(0, -1)), 400, 'malformed', NOT_JSON],
  ['no number at all', post(inText('NaN')), 400, 'malformed', NOT_JSON],
  ['a body of null', post('null'), 400, 'malformed', NO_OBJECT],
  ['a body of text', post('"margherita"'), 400, 'malformed', NO_OBJECT],
  ['a list of orders', post([order]), 400, 'malformed', NO_OBJECT],
  [
    'an empty order',
    post({}),
    400,
    'malformed',
    `customerId ${WORD}; pizzaType ${WORD}; ${TOPPINGS}; size ${WORD}; ${AMOUNT}; ${CURRENCY}`,
  ],
  ['a missing field', post(anonymous), 400, 'malformed', `customerId ${WORD}`],
  [
    'fields too many',
    post({ ...order, cardNumber: '4111', orderId: '1' }),
    400,
    'malformed',
    'cardNumber is no field of an order: leave it out; orderId is no field of an order: leave it out',
  ],
  [
    'a field by a name that objects have',
    post(`{"__proto__":{},${JSON.stringify(order).slice(1)}`),
    400,
    'malformed',
    '__proto__ is no field of an order: leave it out',
  ],
  ['an empty text', post({ ...order, size: '' }), 400, 'malformed', `size ${WORD}`],
  ['a text too long', post({ ...order, customerId: 'c'.repeat(65) }), 400, 'malformed', `customerId ${WORD}`],
  ['toppings as text', post({ ...order, toppings: 'olives' }), 400, 'malformed', TOPPINGS],
  [
    'a topping that is no text',
    post({ ...order, toppings: ['olives', 7] }),
    400,
    'malformed',
    `toppings.1 ${WORD}`,
  ],
  ['21 toppings', post({ ...order, toppings: oneTooMany }), 400, 'malformed', TOPPINGS],
  ['money as text', post({ ...order, totalAmount: '15.99' }), 400, 'malformed', AMOUNT],
  ['negative money', post({ ...order, totalAmount: -15.99 }), 400, 'malformed', AMOUNT],
  ['no money', post({ ...order, totalAmount: 0 }), 400, 'malformed', AMOUNT],
  ['less than a penny', post({ ...order, totalAmount: 15.991 }), 400, 'malformed', AMOUNT],
  ['endless money', post(inText('1e999')), 400, 'malformed', AMOUNT],
  ['a currency by its name', post({ ...order, currency: 'pounds' }), 400, 'malformed', CURRENCY],
  [
    'foreign money',
    post({ ...order, currency: 'EUR' }),
    422,
    'menu',
    'currency EUR is not taken; the menu is in GBP',
  ],
  [
    'a wrong total',
    post({ ...order, totalAmount: 15.98 }),
    422,
    'menu',
    'totalAmount is 15.98, but by the menu it is 15.99',
  ],
  [
    'an unknown pizza',
    post({ ...order, pizzaType: 'hawaii' }),
    422,
    'menu',
    `no pizza "hawaii" on the menu; there is ${pizzas}`,
  ],
  [
    'a pizza by a name that objects have',
    post({ ...order, pizzaType: 'constructor' }),
    422,
    'menu',
    `no pizza "constructor" on the menu; there is ${pizzas}`,
  ],
  [
    'an unknown size',
    post({ ...order, size: 'giant' }),
    422,
    'menu',
    'no size "giant" on the menu; there is small, medium, large',
  ],
  [
    'an unknown topping',
    post({ ...order, toppings: ['pineapple'] }),
    422,
    'menu',
    `no topping "pineapple" on the menu; there is ${toppings}`,
  ],
  [
    'a body too large',
    post(`${JSON.stringify(order)}${' '.repeat(9000)}`),
    413,
    'too-large',
    'the body has 9139 bytes; send at most 8192',
  ],
];

/** What the API refuses by itself: no function runs. */
const turnedAway: readonly (readonly [string, Request, number, string])[] = [
  ['an order that nobody signed', unsigned, 403, 'Forbidden'],
  ['a question that nobody signed', unsignedGet, 403, 'Forbidden'],
  ['another path', post(order, { path: '/order' }), 404, 'Not Found'],
  ['a slash too many', post(order, { path: '/orders/' }), 404, 'Not Found'],
  ['another method for all orders', post(order, { method: 'GET' }), 404, 'Not Found'],
  ['another method for one order', { ...get('12345'), method: 'DELETE' }, 404, 'Not Found'],
  ['a body of 11 MB', post('x'.repeat(11 * 1024 * 1024)), 413, 'Request Entity Too Large'],
];

const bodyOf = ({ body }: HttpResponse): Readonly<Record<string, unknown>> => JSON.parse(String(body));

describe.each(PATTERNS)('requests to the %s stage', (pattern) => {
  let stage: Stage;
  let orderId: string;

  beforeAll(async () => {
    stage = await openStage(pattern);
    const { answer } = await stage.watch(() => stage.request(withKey('first')));
    orderId = String(bodyOf(answer).orderId);
  });

  it.each(refusals)('refused: %s', async (_what, request, statusCode, code, message) => {
    const aftermath = await stage.watch(() => stage.request(request));
    const { answer } = aftermath;
    expect({ statusCode: answer.statusCode, ...bodyOf(answer) }).toEqual({ statusCode, code, message });
    expect(answer.headers['content-type']).toBe('application/json');
    expectOnly(aftermath, { runs: ['placeOrder'] });
  });

  it('names ten faults at most', async () => {
    const many = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`f${index}`, index]));
    const { message } = bodyOf(await stage.request(post({ ...order, ...many })));
    expect(message).toMatch(/^f0 is no field .*; f9 is no field of an order: leave it out; and 290 more$/);
  });

  it.each(turnedAway)('turned away by the API: %s', async (_what, request, statusCode, message) => {
    const aftermath = await stage.watch(() => stage.request(request));
    expect({ statusCode: aftermath.answer.statusCode, ...bodyOf(aftermath.answer) }).toEqual({
      statusCode,
      message,
    });
    expectOnly(aftermath, { runs: [] });
  });

  it.each<[string, () => Request, () => string]>([
    ['nobody placed', () => get('0123456789abcdef0123'), () => '0123456789abcdef0123'],
    ['of somebody else', () => get(orderId, 'Rival'), () => orderId],
    ['with an id longer than any key', () => get('x'.repeat(3000)), () => 'x'.repeat(64)],
    ['with an id that is no text', () => get('%ff%00'), () => '%ff%00'],
    ['with an id that is a path', () => get('..%2Forders'), () => '../orders'],
  ])('refused: to show an order %s', async (_what, requestOf, named) => {
    const aftermath = await stage.watch(() => stage.request(requestOf()));
    expect({ statusCode: aftermath.answer.statusCode, ...bodyOf(aftermath.answer) }).toEqual({
      statusCode: 404,
      code: 'unknown-order',
      message: `there is no order "${named()}"; take the id that placing it was answered with, and the same caller`,
    });
    expectOnly(aftermath, { runs: ['getOrder'] });
  });

  it.each<[string, Request]>([
    ['the same request', withKey('first')],
    ['the header spelt otherwise', post(order, { headers: { ...JSON_TYPE, 'IDEMPOTENCY-KEY': 'first' } })],
    ['its fields in another order', { ...withKey('first'), body: reversed(order) }],
    [
      'a body that the API takes for bytes, and encodes',
      post(order, { headers: { 'content-type': 'application/octet-stream', 'idempotency-key': 'first' } }),
    ],
  ])('repeated, the answer is the same and there is one order: %s', async (_what, request) => {
    const aftermath = await stage.watch(() => stage.request(request));
    expect(aftermath.answer.statusCode).toBe(202);
    expect(bodyOf(aftermath.answer)).toEqual({ orderId, status: 'created' });
    expectOnly(aftermath, { runs: ['placeOrder'] });
  });

  it('the key of another order is refused, and that order stays as it is', async () => {
    const another = { ...order, toppings: ['olives', 'extra-cheese'] };
    const request = { ...withKey('first'), body: JSON.stringify(another) };
    const aftermath = await stage.watch(() => stage.request(request));
    expect({ statusCode: aftermath.answer.statusCode, ...bodyOf(aftermath.answer) }).toEqual({
      statusCode: 422,
      code: 'idempotency-key',
      message: 'this Idempotency-Key was used for another order; choose a new one',
    });
    expectOnly(aftermath, { runs: ['placeOrder'] });
  });

  it("another caller's same key is another order", async () => {
    const { answer, before, after } = await stage.watch(() =>
      stage.request({ ...withKey('first'), identity: signedBy('Rival') }),
    );
    expect(answer.statusCode).toBe(202);
    expect(bodyOf(answer).orderId).not.toBe(orderId);
    expect(after.OrderTable).toHaveLength(Number(before.OrderTable?.length) + 1);
  });

  it('sent five times at the same moment, there is one order', async () => {
    const { world, physicalId } = stage;
    const request = { apiId: physicalId('HttpApi'), ...withKey('at-once') };
    const five = () => Promise.all(Array.from({ length: 5 }, () => world.lab.httpApi.request(request)));
    const { answer, before, after } = await stage.watch(() => world.settle(five()));
    expect(new Set(answer.map(({ body }) => body)).size).toBe(1);
    expect(answer.map(({ statusCode }) => statusCode)).toEqual([202, 202, 202, 202, 202]);
    expect(after.OrderTable).toHaveLength(Number(before.OrderTable?.length) + 1);
  });
});
