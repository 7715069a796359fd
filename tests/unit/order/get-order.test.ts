import { describe, expect, it } from '@jest/globals';
import { getOrder } from '../../../src/services/order/get-order.ts';
import type { HttpRequest } from '../../../src/services/order/request.ts';
import { CALLER, order, rows } from './given.ts';

const ask = (orderId: string | undefined, userArn: string | undefined): HttpRequest => ({
  ...(orderId !== undefined && { pathParameters: { orderId } }),
  requestContext: { authorizer: { iam: { userArn } } },
});

const read = async (orderId: string) => (orderId === '12345' ? rows.created : undefined);
const { customerId: _, ...shown } = order;

describe('getOrder', () => {
  it('shows an order to who placed it, in whatever session, and not what belongs to others', async () => {
    expect(await getOrder(ask('12345', `${CALLER}/another-session`), { rows: { read } })).toEqual({
      status: 200,
      body: {
        orderId: '12345',
        status: 'created',
        settled: false,
        deadline: '2026-01-13T10:30:00.000Z',
        ...shown,
      },
    });
  });

  it.each(['completed', 'cancelled', 'timeout'] as const)(
    'tells whether a %s order is settled',
    async (status) => {
      const { openShard: _s, lookAgainAt: _l, ...closed } = rows[status];
      const bodyOf = async (row: typeof closed) =>
        (await getOrder(ask('12345', CALLER), { rows: { read: async () => row } })).body;
      expect(await bodyOf(rows[status])).toMatchObject({ status, settled: false });
      expect(await bodyOf(closed)).toMatchObject({ status, settled: true });
    },
  );

  it("answers for another's order as for one that does not exist", async () => {
    for (const request of [ask('12345', 'arn:aws:iam::123456789012:user/curious'), ask('54321', CALLER)])
      await expect(getOrder(request, { rows: { read } })).rejects.toMatchObject({
        status: 404,
        code: 'unknown-order',
      });
  });

  it('does not read without an id', async () => {
    const reading = async (): Promise<never> => {
      throw new Error('DynamoDB refuses an empty key');
    };
    await expect(getOrder(ask(undefined, CALLER), { rows: { read: reading } })).rejects.toMatchObject({
      status: 404,
    });
    await expect(getOrder(ask('', CALLER), { rows: { read: reading } })).rejects.toMatchObject({
      status: 404,
    });
  });

  it('refuses a request that is not signed', async () => {
    await expect(getOrder(ask('12345', undefined), { rows: { read } })).rejects.toMatchObject({
      status: 403,
    });
  });
});
