import { describe, expect, it } from '@jest/globals';
import { parseSignature } from '../../../../lab/wire/signature/parse.ts';
import { isValid, type SignedRequest } from '../../../../lab/wire/signature/verify.ts';
import { credentials, presign, sign, signedAt, type Unsigned } from './sign.ts';

const MINUTE = 60_000;

const verify = (request: SignedRequest, now = signedAt): boolean => {
  const [path = '', query] = request.target.split('?');
  const signature = parseSignature({
    ...request,
    path,
    query: Object.fromEntries(new URLSearchParams(query)),
  });
  if (signature === undefined) throw new Error('not signed');
  return isValid(request, signature, credentials.secretAccessKey, now);
};

const orders: Unsigned = { method: 'POST', path: '/orders', body: '{"size":"large"}' };

describe('a signature, Version 4 (IAM User Guide, "Create a signed AWS API request")', () => {
  // AWS's test suite, "get-vanilla".
  it('is what AWS makes of its own example', () => {
    const request = {
      method: 'GET',
      target: '/',
      headers: {
        host: 'example.amazonaws.com',
        'x-amz-date': '20150830T123600Z',
        authorization:
          'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, ' +
          'SignedHeaders=host;x-amz-date, ' +
          'Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
      },
      body: Buffer.of(),
    };
    expect(verify(request, Date.parse('2015-08-30T12:36:00Z'))).toBe(true);
  });

  it.each<[string, Unsigned]>([
    ['a plain one', { path: '/' }],
    ['a body', orders],
    ['a path with what must be encoded', { path: "/_aws/execute-api/a1/orders/a%20b/it's(1)/%C3%A9" }],
    ['a query in any order', { query: { b: '2', a: ['z', 'y'], 'a-b': '1', empty: '', 'é&=': ' +' } }],
    ['headers with spaces', { headers: { 'x-note': '  a   b ' } }],
  ])('of the official library is right: %s', async (_what, unsigned) => {
    expect(verify(await sign(unsigned))).toBe(true);
    expect(verify(await presign(unsigned, 60))).toBe(true);
  });

  it.each<[string, (request: SignedRequest) => SignedRequest]>([
    ['the method', (request) => ({ ...request, method: 'PUT' })],
    ['the path', (request) => ({ ...request, target: '/orders/' })],
    ['the query', (request) => ({ ...request, target: '/orders?x=1' })],
    ['the body', (request) => ({ ...request, body: Buffer.from('{"size":"small"}') })],
    ['a header', ({ headers, ...request }) => ({ ...request, headers: { ...headers, host: 'other.com' } })],
  ])('covers %s', async (_what, change) => {
    const request = await sign(orders);
    expect(verify(request)).toBe(true);
    expect(verify(change(request))).toBe(false);
  });

  it('is wrong with another secret', async () => {
    expect(verify(await sign(orders, { secretAccessKey: 'other' }))).toBe(false);
  });

  it.each([
    [-6 * MINUTE, false],
    [-4 * MINUTE, true],
    [4 * MINUTE, true],
    [6 * MINUTE, false],
  ])('is good for five minutes around its time: %i ms', async (distance, valid) => {
    expect(verify(await sign(orders), signedAt + distance)).toBe(valid);
  });

  it.each([
    [59, true],
    [61, false],
  ])('in the query is good for as long as it says: after %i of 60 s', async (seconds, valid) => {
    expect(verify(await presign({ path: '/orders' }, 60), signedAt + seconds * 1000)).toBe(valid);
  });

  it.each([
    ['x-note', true],
    ['host', false],
  ])('need not cover every header, but the host: %s', async (name, valid) => {
    const unsigned = { ...orders, headers: { 'x-note': 'a' } };
    expect(verify(await sign(unsigned, { uncovered: [name] }))).toBe(valid);
  });
});
