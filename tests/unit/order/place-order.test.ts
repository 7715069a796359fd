import '../fakes/runtime.ts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { saidEvent } from '../../../src/platform/said.ts';
import { placeOrder } from '../../../src/services/order/place-order.ts';
import { type HttpRequest, Refused } from '../../../src/services/order/request.ts';
import { menu } from '../../../src/services/order/seed.ts';
import { CALLER, DEADLINE, order, orders } from './given.ts';

const sample: HttpRequest = JSON.parse(
  readFileSync(join(process.cwd(), 'events', 'place-order.json'), 'utf8'),
);

const withBody = (body: unknown): HttpRequest => ({ ...sample, body: JSON.stringify(body) });
const withKey = (key: string | undefined): HttpRequest => ({
  ...sample,
  headers: { 'content-type': 'application/json', ...(key !== undefined && { 'Idempotency-Key': key }) },
});
const signedBy = (userArn: string | undefined): HttpRequest => ({
  ...sample,
  requestContext: { authorizer: { iam: { userArn } } },
});

const given = () => {
  const { deps, rows, world } = orders();
  const place = (request: HttpRequest) =>
    placeOrder(request, { ...deps, menu: async () => menu, timeoutMinutes: 30 });
  return { place, rows, world };
};

describe('placing an order', () => {
  it('answers 202 with its id, and the write carries order.created', async () => {
    const { place, rows } = given();
    const { status, body } = await place(sample);
    expect({ status, body }).toEqual({
      status: 202,
      body: { orderId: expect.stringMatching(/^[0-9a-f]{20}$/), status: 'created' },
    });
    const [row] = rows.all();
    expect(row).toMatchObject({
      orderId: body.orderId,
      caller: CALLER,
      deadline: DEADLINE,
      status: 'created',
    });
    const event = row && saidEvent(row, row.outbox ?? '');
    expect(event).toMatchObject({ subject: body.orderId, attempt: 1, data: order });
    expect(event?.causationid).toBe(`request-${body.orderId}`);
  });

  it('takes a body that API Gateway has encoded', async () => {
    const { place } = given();
    const encoded = Buffer.from(sample.body ?? '').toString('base64');
    const plain = await place(sample);
    expect(await place({ ...sample, body: encoded, isBase64Encoded: true })).toEqual(plain);
  });
});

describe('a request that comes again', () => {
  it('is answered the same although the menu has changed in between', async () => {
    const { deps } = orders();
    const dearer = { ...menu, toppings: { ...menu.toppings, olives: 999 } };
    const place = (current: typeof menu) =>
      placeOrder(sample, { ...deps, menu: async () => current, timeoutMinutes: 30 });
    const first = await place(menu);
    expect(await place(dearer)).toEqual(first);
  });

  it('is refused by the changed menu if it had not been taken', async () => {
    const { deps } = orders();
    const dearer = { ...menu, toppings: { ...menu.toppings, olives: 999 } };
    const placing = placeOrder(sample, { ...deps, menu: async () => dearer, timeoutMinutes: 30 });
    await expect(placing).rejects.toMatchObject({ status: 422, code: 'menu' });
  });
});

describe('what is refused, and how', () => {
  const { customerId: _, ...anonymous } = order;
  const tooLarge = { ...order, customerId: 'x'.repeat(8 * 1024) };

  it.each<[string, HttpRequest, number, string, string]>([
    ['a body that is no JSON', { ...sample, body: '{"customerId":' }, 400, 'malformed', 'not JSON'],
    ['no body', { ...sample, body: undefined }, 400, 'malformed', 'not JSON'],
    ['a body that is no object', withBody([order]), 400, 'malformed', 'body'],
    ['a missing field', withBody(anonymous), 400, 'malformed', 'customerId'],
    ['a field too many', withBody({ ...order, cardNumber: '4111' }), 400, 'malformed', 'cardNumber'],
    ['an empty name', withBody({ ...order, size: '' }), 400, 'malformed', 'size'],
    [
      'a topping that is no name',
      withBody({ ...order, toppings: ['olives', 7] }),
      400,
      'malformed',
      'toppings.1',
    ],
    ['21 toppings', withBody({ ...order, toppings: Array(21).fill('olives') }), 400, 'malformed', 'toppings'],
    ['money as text', withBody({ ...order, totalAmount: '15.99' }), 400, 'malformed', 'totalAmount'],
    ['no money', withBody({ ...order, totalAmount: 0 }), 400, 'malformed', 'totalAmount'],
    ['less than no money', withBody({ ...order, totalAmount: -15.99 }), 400, 'malformed', 'totalAmount'],
    ['a fraction of a penny', withBody({ ...order, totalAmount: 15.999 }), 400, 'malformed', 'totalAmount'],
    [
      'nearly a penny',
      withBody({ ...order, totalAmount: 15.990000000000002 }),
      400,
      'malformed',
      'totalAmount',
    ],
    ['more money than there is', withBody({ ...order, totalAmount: 1e15 }), 400, 'malformed', 'totalAmount'],
    ['no currency', withBody({ ...order, currency: 'pounds' }), 400, 'malformed', 'currency'],
    ['a foreign currency', withBody({ ...order, currency: 'EUR' }), 422, 'menu', 'EUR'],
    ['an unknown pizza', withBody({ ...order, pizzaType: 'hawaii' }), 422, 'menu', 'hawaii'],
    ['an unknown topping', withBody({ ...order, toppings: ['pineapple'] }), 422, 'menu', 'pineapple'],
    ['an unknown size', withBody({ ...order, size: 'giant' }), 422, 'menu', 'giant'],
    ['a wrong total', withBody({ ...order, totalAmount: 14.99 }), 422, 'menu', '15.99'],
    ['no key', withKey(undefined), 400, 'idempotency-key', 'Idempotency-Key'],
    ['an empty key', withKey(''), 400, 'idempotency-key', 'Idempotency-Key'],
    ['a key with a space', withKey('a b'), 400, 'idempotency-key', 'visible ASCII'],
    ['a key of 256 characters', withKey('k'.repeat(256)), 400, 'idempotency-key', '255'],
    ['a request that is not signed', { ...sample, requestContext: {} }, 403, 'caller', 'not signed'],
    ['no request context', { body: sample.body, headers: sample.headers ?? {} }, 403, 'caller', 'not signed'],
    ['a body that is too large', withBody(tooLarge), 413, 'too-large', '8192'],
  ])('%s', async (_case, request, status, code, message) => {
    const { place, rows } = given();
    const refused = await place(request).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(Refused);
    expect(refused).toMatchObject({ status, code, message: expect.stringContaining(message) });
    expect(rows.all()).toEqual([]);
  });

  it('measures the body in bytes, as it is when decoded', async () => {
    const { place } = given();
    const body = JSON.stringify({ ...order, customerId: 'é'.repeat(5_000) });
    expect(body.length).toBeLessThan(8 * 1024);
    await expect(place({ ...sample, body })).rejects.toMatchObject({ status: 413 });
    const encoded = { ...sample, body: Buffer.from(body).toString('base64'), isBase64Encoded: true };
    await expect(place(encoded)).rejects.toMatchObject({ status: 413 });
  });
});

describe('idempotency', () => {
  it('the same key with the same body is the same order, and the same answer', async () => {
    const { place, rows } = given();
    const first = await place(sample);
    const reordered = Object.fromEntries(Object.entries(order).toReversed());
    expect(await place(sample)).toEqual(first);
    expect(await place(withBody(reordered))).toEqual(first);
    expect(rows.all()).toMatchObject([{ version: 1 }]);
  });

  it('the same key with another body is refused, and changes nothing', async () => {
    const { place, rows } = given();
    await place(sample);
    await expect(place(withBody({ ...order, toppings: ['olives', 'extra-cheese'] }))).rejects.toMatchObject({
      status: 422,
      code: 'idempotency-key',
    });
    expect(rows.all()).toMatchObject([{ version: 1 }]);
  });

  it('another key, or another caller, is another order', async () => {
    const { place, rows } = given();
    await place(sample);
    await place(withKey('another'));
    await place(signedBy('arn:aws:iam::123456789012:user/pizza-customer'));
    await place(signedBy('arn:aws:sts::210987654321:assumed-role/pizza-customer/web-shop'));
    expect(new Set(rows.all().map(({ orderId }) => orderId)).size).toBe(4);
  });

  it("the next session of the caller's role is the same caller", async () => {
    const { place, rows } = given();
    const first = await place(sample);
    expect(await place(signedBy(`${CALLER}/another-session`))).toEqual(first);
    expect(rows.all()).toMatchObject([{ caller: CALLER }]);
  });

  it('the header is found however it is spelt', async () => {
    const { place } = given();
    const key = sample.headers?.['idempotency-key'];
    expect(await place(withKey(key))).toEqual(await place(sample));
  });

  it('a key and a caller cannot be shifted into one another', async () => {
    const { place, rows } = given();
    await place({ ...signedBy('arn:aws:iam::1:user/a'), headers: { 'idempotency-key': 'bc' } });
    await place({ ...signedBy('arn:aws:iam::1:user/ab'), headers: { 'idempotency-key': 'c' } });
    expect(rows.all()).toHaveLength(2);
  });
});
