import '../fakes/runtime.ts';
import { describe, expect, it } from '@jest/globals';
import type { Context } from 'aws-lambda';
import { httpHandler } from '../../../src/platform/middleware/http.ts';
import { Refused } from '../../../src/services/order/request.ts';

const answerOf = (handle: () => Promise<{ status: number; body: unknown }>) =>
  httpHandler(handle)(undefined as never, {} as Context);

const failing = (error: unknown) => async (): Promise<never> => {
  throw error;
};

describe('httpHandler', () => {
  it('answers in payload format 2.0, as JSON', async () => {
    expect(await answerOf(async () => ({ status: 202, body: { orderId: '12345' } }))).toEqual({
      statusCode: 202,
      headers: { 'content-type': 'application/json' },
      body: '{"orderId":"12345"}',
    });
  });

  it.each([400, 403, 404, 413, 422])('tells the client what to mend: %i', async (status) => {
    const { statusCode, body } = await answerOf(failing(new Refused(status, 'a-code', 'do this instead')));
    expect(statusCode).toBe(status);
    expect(JSON.parse(body ?? '')).toEqual({ code: 'a-code', message: 'do this instead' });
  });

  it.each([
    ['an error', new Error('table pizza-orders, order 12345, card 4111')],
    ["the system's error, which has a code", Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })],
    ['no error at all', 'something thrown'],
  ])('says nothing about what the client cannot mend: %s', async (_, error) => {
    const { statusCode, body } = await answerOf(failing(error));
    expect(statusCode).toBe(500);
    expect(JSON.parse(body ?? '')).toEqual({
      code: 'internal',
      message: 'something failed here; try again',
    });
  });
});
