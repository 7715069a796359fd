import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { START } from '../../http-api/library-api.ts';
import { credentials, sign, type Unsigned } from '../signature/sign.ts';
import { send, startServer } from './world.ts';

type Started = Awaited<ReturnType<typeof startServer>>;

let started: Started;
beforeEach(async () => {
  started = await startServer();
});
afterEach(() => started.server.close(0));

const hostOf = () => `${started.library.apiId}.execute-api.us-east-1.amazonaws.com`;
const pathOf = (path: string) => `/_aws/execute-api/${started.library.apiId}${path}`;

/** Signed with the clock of the lab, unless told otherwise. */
const post = async (unsigned: Unsigned, options: Parameters<typeof sign>[1] = {}) => {
  const signed = await sign(
    { method: 'POST', body: '{"title":"Emma"}', ...unsigned },
    { at: START, ...options },
  );
  return { ...signed, path: signed.target };
};

const FORBIDDEN = { status: 403, body: '{"message":"Forbidden"}' };

describe('an HTTP API at the lab', () => {
  it('is reached by the name of its endpoint', async () => {
    const answer = await send(started.endpoint, {
      ...{ method: 'GET', path: '/books?a=1', headers: { host: hostOf() } },
    });
    expect(answer).toMatchObject({
      status: 200,
      body: 'lent',
      headers: { 'apigw-requestid': expect.any(String) },
    });
    expect(started.answered).toEqual([['/books?a=1', 200, undefined]]);
  });

  it('is reached by a path in its place, which the function does not see', async () => {
    const answer = await send(started.endpoint, { method: 'GET', path: `${pathOf('/books')}?a=1` });
    expect(answer).toMatchObject({ status: 200, body: 'lent' });
    expect(started.library.invocations[0]?.payload).toMatchObject({
      rawPath: '/books',
      rawQueryString: 'a=1',
    });
  });

  it('is not there under another id', async () => {
    const answer = await send(started.endpoint, { method: 'GET', path: '/_aws/execute-api/nobody/books' });
    expect(answer).toMatchObject({ status: 404, body: '{"message":"Not Found"}' });
  });

  it.each([
    ['by name', () => ({ host: hostOf(), path: '/books' })],
    ['by path', () => ({ host: `127.0.0.1:${started.server.port}`, path: pathOf('/books') })],
  ])('knows who has signed: %s', async (_how, address) => {
    const answer = await send(started.endpoint, await post(address()));
    expect(answer.status).toBe(200);
    expect(started.library.invocations[0]?.payload).toMatchObject({
      body: expect.any(String),
      requestContext: {
        authorizer: {
          iam: {
            accessKey: credentials.accessKeyId,
            userArn: 'arn:aws:iam::123456789012:user/lab',
          },
        },
      },
    });
  });

  it.each<[string, Parameters<typeof post>, string]>([
    ['another secret', [{}, { secretAccessKey: 'other' }], 'the signature does not match, or is over'],
    ['another service', [{}, { service: 'lambda' }], 'signed for lambda in us-east-1'],
    ['another time', [{}, { at: START - 3_600_000 }], 'the signature does not match, or is over'],
  ])('forbids who signs with %s, and the log says why', async (_what, [unsigned, options], problem) => {
    const answer = await send(
      started.endpoint,
      await post({ host: hostOf(), path: '/books', ...unsigned }, options),
    );
    expect(answer).toMatchObject(FORBIDDEN);
    expect(started.answered).toEqual([['/books', 403, problem]]);
    expect(started.library.invocations).toEqual([]);
  });

  it('forbids who signs with a key that the lab does not know', async () => {
    const { headers, ...request } = await post({ host: hostOf(), path: '/books' });
    const authorization = headers.authorization?.replace('AKIDEXAMPLE', 'AKIDOTHER') ?? '';
    expect(
      await send(started.endpoint, { ...request, headers: { ...headers, authorization } }),
    ).toMatchObject(FORBIDDEN);
    expect(started.answered).toEqual([['/books', 403, 'the lab knows no access key AKIDOTHER']]);
  });

  it.each([
    ['unsigned', {}],
    ['signed in another form', { authorization: 'Bearer abc' }],
  ])('forbids what is %s', async (_what, headers) => {
    expect(await send(started.endpoint, { path: pathOf('/books'), headers })).toMatchObject(FORBIDDEN);
  });

  it('takes what is signed wrong where no signature is asked for', async () => {
    const headers = { authorization: 'Bearer abc' };
    expect(await send(started.endpoint, { method: 'GET', path: pathOf('/books'), headers })).toMatchObject({
      status: 200,
    });
  });

  it('refuses a body of more than 10 MB', async () => {
    const body = Buffer.alloc(10 * 1024 * 1024 + 1);
    expect(await send(started.endpoint, { path: pathOf('/books'), body })).toMatchObject({
      status: 413,
      body: '{"message":"Request Entity Too Large"}',
    });
  });
});
