import { describe, expect, it } from '@jest/globals';
import { libraryApi } from './library-api.ts';

const routeKeys = [
  '$default',
  'ANY /{proxy+}',
  'GET /books/{proxy+}',
  'ANY /books/{id}',
  'GET /books/{id}',
  'GET /books/new/1',
  'GET /{shelf}/{place}/spine',
  'GET /',
];

/** API Gateway Developer Guide, "Create routes for HTTP APIs": the most specific match is taken. */
describe('the route of a request', () => {
  const api = libraryApi(Object.fromEntries(routeKeys.map((key) => [key, 'NONE'])));
  it.each<[string, string, string, object | undefined]>([
    ['GET', '/books/new/1', 'GET /books/new/1', undefined],
    ['GET', '/books/7', 'GET /books/{id}', { id: '7' }],
    ['GET', '/books/7?page=/1/2', 'GET /books/{id}', { id: '7' }],
    ['GET', '/books/a%20b', 'GET /books/{id}', { id: 'a b' }],
    ['GET', '/books/100%', 'GET /books/{id}', { id: '100%' }],
    ['DELETE', '/books/7', 'ANY /books/{id}', { id: '7' }],
    ['GET', '/books/7/pages/2', 'GET /books/{proxy+}', { proxy: '7/pages/2' }],
    // A full match comes before a greedy one, even one that begins with a literal.
    ['GET', '/books/7/spine', 'GET /{shelf}/{place}/spine', { shelf: 'books', place: '7' }],
    ['POST', '/books/7/pages', 'ANY /{proxy+}', { proxy: 'books/7/pages' }],
    ['GET', '/', 'GET /', undefined],
    ['POST', '/', '$default', undefined],
  ])('%s %s is %s', async (method, path, routeKey, pathParameters) => {
    api.invocations.length = 0;
    await api.request(method, path);
    const event = api.invocations[0]?.payload as Record<string, unknown> | undefined;
    expect(event).toMatchObject({ routeKey, requestContext: { routeKey } });
    expect(event?.pathParameters).toEqual(pathParameters);
  });

  it.each([
    ['GET', '/loans'],
    ['POST', '/loans/'],
    ['POST', '/loans/1'],
    ['POST', '/'],
  ])('may not exist: %s %s', async (method, path) => {
    const response = await libraryApi({ 'POST /loans': 'NONE' }).request(method, path);
    expect(response).toMatchObject({ statusCode: 404, body: '{"message":"Not Found"}' });
    expect(response.headers['content-type']).toBe('application/json');
  });

  it('follows the name of a stage that is not the default one', async () => {
    const { request, invocations } = libraryApi(
      { 'POST /loans': 'NONE', 'GET /': 'NONE' },
      { stage: 'test' },
    );
    expect((await request('POST', '/loans')).statusCode).toBe(404);
    await request('POST', '/test/loans');
    await request('GET', '/test');
    expect(invocations.map(({ payload }) => payload)).toEqual([
      expect.objectContaining({
        routeKey: 'POST /loans',
        rawPath: '/test/loans',
        requestContext: expect.objectContaining({ stage: 'test' }),
      }),
      expect.objectContaining({ routeKey: 'GET /' }),
    ]);
  });
});
