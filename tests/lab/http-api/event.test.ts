import { expect, it } from '@jest/globals';
import { identity, libraryApi, START } from './library-api.ts';

const eventOf = async (...[method, path, rest]: Parameters<ReturnType<typeof libraryApi>['request']>) => {
  const api = libraryApi({ 'POST /loans/{id}': 'AWS_IAM', $default: 'NONE' });
  const response = await api.request(method, path, rest);
  return { ...api, response, event: api.invocations[0]?.payload as Record<string, unknown> };
};

/** API Gateway Developer Guide, "Create AWS Lambda proxy integrations for HTTP APIs", payload format 2.0. */
it('the event has the payload format 2.0 in full', async () => {
  const { apiId, event, response } = await eventOf('POST', '/loans/7?a=1&b=x%20y&a=2', {
    identity,
    headers: {
      'Content-Type': 'application/json',
      'X-Shelf': ['1', '2'],
      Cookie: 'one=1; two=2',
      'User-Agent': 'u',
    },
    body: '{"é":1}',
  });
  expect(event).toEqual({
    version: '2.0',
    routeKey: 'POST /loans/{id}',
    rawPath: '/loans/7',
    rawQueryString: 'a=1&b=x%20y&a=2',
    cookies: ['one=1', 'two=2'],
    headers: {
      'content-length': '8',
      'content-type': 'application/json',
      host: `${apiId}.execute-api.us-east-1.amazonaws.com`,
      'user-agent': 'u',
      'x-amzn-trace-id': expect.stringMatching(/^Root=1-5e6a879e-[\da-f]{24}$/),
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-port': '443',
      'x-forwarded-proto': 'https',
      'x-shelf': '1,2',
    },
    queryStringParameters: { a: '1,2', b: 'x y' },
    requestContext: {
      accountId: '123456789012',
      apiId,
      authorizer: { iam: { ...identity, cognitoIdentity: null, principalOrgId: null } },
      domainName: `${apiId}.execute-api.us-east-1.amazonaws.com`,
      domainPrefix: apiId,
      http: { method: 'POST', path: '/loans/7', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'u' },
      requestId: response.headers['apigw-requestid'],
      routeKey: 'POST /loans/{id}',
      stage: '$default',
      time: '12/Mar/2020:19:03:58 +0000',
      timeEpoch: START,
    },
    pathParameters: { id: '7' },
    body: '{"é":1}',
    isBase64Encoded: false,
  });
});

it('fields without content are absent', async () => {
  const { event } = await eventOf('GET', '/');
  expect(Object.keys(event)).toEqual([
    'version',
    'routeKey',
    'rawPath',
    'rawQueryString',
    'headers',
    'requestContext',
    'isBase64Encoded',
  ]);
  expect(event.rawQueryString).toBe('');
  expect(event.requestContext).not.toHaveProperty('authorizer');
});

it.each([
  ['text/plain;charset=utf-8', 'é', 'é', false],
  ['application/cloudevents+json', '{}', '{}', false],
  ['image/png', new Uint8Array([137, 80]), 'iVA=', true],
  [undefined, new Uint8Array([137, 80]), 'iVA=', true],
  ['application/json', new Uint8Array([123, 125]), '{}', false],
])('a body of type %s is text, or else base64', async (contentType, sent, body, isBase64Encoded) => {
  const { event } = await eventOf('PUT', '/', { headers: { 'content-type': contentType }, body: sent });
  expect(event).toMatchObject({ body, isBase64Encoded });
});

it('times are whole milliseconds, whatever the lab’s clock says', async () => {
  const api = libraryApi({ $default: 'NONE' });
  api.kernel.clock.after(0.75, () => {});
  await api.kernel.clock.run();
  await api.request('GET', '/');
  expect(api.invocations[0]?.payload).toMatchObject({ requestContext: { timeEpoch: START } });
});
