import { describe, expect, it, jest } from '@jest/globals';
import { AwsError } from '../../../lab/kernel/aws-error.ts';
import type { Point } from '../../../lab/kernel/point.ts';
import type { Functions } from '../../../lab/kernel/ports.ts';
import { functionArn, identity, libraryApi, type Options, START } from './library-api.ts';

const routes = { 'POST /loans': 'NONE' } as const;
const post = (options: Options = {}) => libraryApi(routes, options).request('POST', '/loans');

/** API Gateway Developer Guide, "Lambda function response for format 2.0". */
describe('the response', () => {
  it.each<[unknown, string]>([
    ['Hello from Lambda!', 'Hello from Lambda!'],
    [{ message: 'Hello' }, '{"message":"Hello"}'],
    [[1, 2], '[1,2]'],
    [7, '7'],
    [null, 'null'],
  ])('is inferred from an answer without a status: %j', async (payload, body) => {
    expect(await post({ answer: () => ({ payload }) })).toEqual({
      statusCode: 200,
      headers: { 'content-type': 'application/json', 'apigw-requestid': expect.any(String) },
      body,
    });
  });

  it('is the answer’s own when it has a status', async () => {
    const payload = {
      statusCode: 201,
      headers: { 'Content-Type': 'text/css', 'X-N': 1 },
      cookies: ['a=1', 'b'],
      body: 'b',
    };
    expect(await post({ answer: () => ({ payload }) })).toEqual({
      statusCode: 201,
      headers: {
        'apigw-requestid': expect.stringMatching(/^[\w+/]{15}=$/),
        'content-type': 'text/css',
        'set-cookie': ['a=1', 'b'],
        'x-n': '1',
      },
      body: 'b',
    });
  });

  it('may be bytes, or empty', async () => {
    const bytes = { statusCode: 200, body: 'iVA=', isBase64Encoded: true };
    expect((await post({ answer: () => ({ payload: bytes }) })).body).toEqual(Buffer.from([137, 80]));
    expect(await post({ answer: () => ({ payload: { statusCode: 204 } }) })).toMatchObject({
      statusCode: 204,
      body: '',
    });
  });

  it.each<[string, Options]>([
    ['fails', { answer: () => ({ payload: { errorMessage: 'x' }, functionError: 'Unhandled' }) }],
    ['answers a status that is none', { answer: () => ({ payload: { statusCode: 'ok' } }) }],
    ['answers a body that is no text', { answer: () => ({ payload: { statusCode: 200, body: {} } }) }],
    [
      'answers headers that are none',
      { answer: () => ({ payload: { statusCode: 200, headers: { a: [] } } }) },
    ],
    ['answers cookies that are none', { answer: () => ({ payload: { statusCode: 200, cookies: 'a' } }) }],
    [
      'is throttled',
      { answer: () => Promise.reject(new AwsError('TooManyRequestsException', 'Rate Exceeded.')) },
    ],
    ['does not permit it', { permits: () => false }],
  ])('is 500 when the function %s', async (_what, options) => {
    expect(await post(options)).toMatchObject({
      statusCode: 500,
      body: '{"message":"Internal Server Error"}',
    });
  });

  it('is 503 when the function takes longer than the integration waits', async () => {
    const api = libraryApi(routes, {
      timeoutMs: 1_000,
      answer: () => api.kernel.clock.sleep(5_000).then(() => ({})),
    });
    expect(await api.request('POST', '/loans')).toMatchObject({
      statusCode: 503,
      body: '{"message":"Service Unavailable"}',
    });
    expect(api.kernel.clock.now()).toBe(START + 1_000);
    expect(api.kernel.clock.pending()).toBe(1);
  });

  it('leaves no timer behind when it is in time', async () => {
    const api = libraryApi(routes);
    await api.request('POST', '/loans');
    expect(api.kernel.clock.pending()).toBe(0);
  });

  it('is 413 above 10 MB', async () => {
    const { request } = libraryApi(routes);
    const limit = 10 * 1024 * 1024;
    expect((await request('POST', '/loans', { body: new Uint8Array(limit) })).statusCode).toBe(200);
    expect(await request('POST', '/loans', { body: new Uint8Array(limit + 1) })).toMatchObject({
      statusCode: 413,
      body: '{"message":"Request Entity Too Large"}',
    });
  });
});

describe('a route under IAM', () => {
  it('is forbidden to the anonymous, who pay nothing', async () => {
    const { request, invocations, meter } = libraryApi({ 'POST /loans': 'AWS_IAM' });
    expect(await request('POST', '/loans')).toMatchObject({
      statusCode: 403,
      body: '{"message":"Forbidden"}',
    });
    expect(invocations).toEqual([]);
    expect(meter.read()).toEqual([]);
    expect((await request('POST', '/loans', { identity })).statusCode).toBe(200);
  });
});

/** API Gateway Developer Guide, "Invoke permission": <api>/<stage>/<method>/<path of the route>. */
it.each([
  ['POST /loans', 'POST', '/loans', 'POST/loans'],
  ['ANY /loans/{id}', 'PUT', '/loans/7', 'PUT/loans/{id}'],
  ['$default', 'GET', '/x', '$default'],
])('asks the function’s policy for the route %s', async (routeKey, method, path, source) => {
  const permits = jest.fn<Functions['permits']>(() => true);
  const { apiId, request } = libraryApi({ [routeKey]: 'NONE' }, { permits });
  await request(method, path);
  const sourceArn = `arn:aws:execute-api:us-east-1:123456789012:${apiId}/$default/${source}`;
  expect(permits).toHaveBeenCalledWith(functionArn, 'apigateway.amazonaws.com', sourceArn);
});

/** Amazon API Gateway pricing: HTTP API requests are metered in increments of 512 KB. */
it.each([
  [0, 1],
  [512 * 1024, 1],
  [512 * 1024 + 1, 2],
])('a request of %i bytes is metered as %i', async (size, quantity) => {
  const { request, meter } = libraryApi(routes);
  await request('POST', '/loans', { body: new Uint8Array(size) });
  expect(meter.read()).toEqual([{ unit: 'http.requests', quantity, caller: 'user', resource: 'library' }]);
});

describe('the delivery to the function', () => {
  it('is a point, and is invoked under the same name', async () => {
    const { kernel, request, invocations } = libraryApi(routes);
    const points: Point[] = [];
    kernel.observe((point) => points.push(point));
    await request('POST', '/loans');
    expect(points).toEqual([
      { kind: 'delivery', source: 'http:library', target: 'function:lend', payload: invocations[0]?.payload },
    ]);
    expect(invocations).toEqual([{ functionArn, source: 'http:library', payload: expect.anything() }]);
    expect(kernel.clock.now()).toBeGreaterThan(START);
  });

  it.each<[string, object, number, number]>([
    ['lost', { drop: true }, 0, 503],
    ['doubled', { copies: 2 }, 2, 200],
    ['failed', { error: { name: 'E', message: 'm' } }, 0, 500],
    ['failed once done', { error: { name: 'E', message: 'm', when: 'after' } }, 1, 500],
  ])('may be %s', async (_what, verdict, invoked, statusCode) => {
    const { kernel, request, invocations } = libraryApi(routes);
    kernel.install(() => verdict);
    expect((await request('POST', '/loans')).statusCode).toBe(statusCode);
    expect(invocations).toHaveLength(invoked);
  });
});
