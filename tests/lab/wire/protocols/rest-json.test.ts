import { describe, expect, it } from '@jest/globals';
import { AwsError } from '../../../../lab/kernel/aws-error.ts';
import { lambdaRoutes } from '../../../../lab/wire/protocols/rest/lambda.ts';
import type { Route } from '../../../../lab/wire/protocols/rest/route.ts';
import { restJson } from '../../../../lab/wire/protocols/rest-json.ts';
import { request } from './request.ts';

const routes: readonly Route[] = [
  {
    operation: 'ListBooks',
    method: 'GET',
    path: '/books',
    query: { MaxItems: 'number', Marker: 'text', Lent: 'flag' },
  },
  { operation: 'GetBook', method: 'GET', path: '/books/{Title}' },
  { operation: 'PutBook', method: 'PUT', path: '/books/{Title}/copies/{Copy}', answer: { status: 201 } },
  { operation: 'DeleteBook', method: 'DELETE', path: '/books/{Title}', answer: { status: 204 } },
];
const library = restJson(routes);

describe('REST JSON (Smithy, "AWS restJson1 protocol")', () => {
  const decode = (parts: Parameters<typeof request>[0]) => {
    const { operation, input } = library.decode(request(parts), 'library');
    return [operation, input];
  };

  it('reads labels, URL-encoded, and the body', () => {
    const put = { method: 'PUT', path: '/books/a%2Fb%20c/copies/1', body: '{"Shelf":"K"}' };
    expect(decode(put)).toEqual(['PutBook', { Title: 'a/b c', Copy: '1', Shelf: 'K' }]);
  });

  it('reads parameters of the query by their types', () => {
    const list = { method: 'GET', path: '/books/', query: { MaxItems: '10', Lent: 'false', other: 'x' } };
    expect(decode(list)).toEqual(['ListBooks', { MaxItems: 10, Lent: false }]);
  });

  it.each([
    ['MaxItems', 'ten', 'a number'],
    ['MaxItems', '', 'a number'],
    ['Lent', 'yes', 'true or false'],
  ])('refuses a parameter of another type: %s=%s', (name, text, expected) => {
    const list = request({ method: 'GET', path: '/books', query: { [name]: text } });
    expect(() => library.decode(list, 'library')).toThrow(
      new AwsError('SerializationException', `${name} is "${text}", and must be ${expected}.`),
    );
  });

  it.each([
    ['POST', '/books'],
    ['GET', '/books/a/b'],
    ['GET', '/books//'],
    ['GET', '/'],
  ])('names what it does not support: %s %s', (method, path) => {
    expect(() => library.decode(request({ method, path }), 'library')).toThrow(
      expect.objectContaining({
        code: 'UnknownOperationException',
        status: 404,
        message: `The lab does not support ${method} ${path}.`,
      }),
    );
  });

  it('refuses a path that is not URL-encoded', () => {
    const get = request({ method: 'GET', path: '/books/%zz' });
    expect(() => library.decode(get, 'library')).toThrow('"%zz" in the path is not URL-encoded.');
  });

  it.each([
    ['GetBook', { Title: 'Emma' }, 200, '{"Title":"Emma"}'],
    ['PutBook', undefined, 201, '{}'],
    ['DeleteBook', undefined, 204, ''],
  ])('answers %s', (operation, output, status, body) => {
    const call = { service: 'library', operation, input: {} };
    expect(library.encode(output, call, '')).toEqual({
      ...{ status, body },
      headers: { 'content-type': 'application/json' },
    });
  });

  it('encodes errors with their code in a header', () => {
    const error = new AwsError('ResourceNotFoundException', 'No such book', {
      status: 404,
      members: { Type: 'User' },
    });
    const { status, headers, body } = library.encodeError(error, 'library', '');
    expect([status, headers['x-amzn-errortype']]).toEqual([404, 'ResourceNotFoundException']);
    expect(JSON.parse(String(body))).toEqual({ Message: 'No such book', Type: 'User' });
  });
});

const lambda = restJson(lambdaRoutes);

describe('Lambda Invoke (Lambda API reference)', () => {
  const path =
    '/2015-03-31/functions/arn%3Aaws%3Alambda%3Aus-east-1%3A123456789012%3Afunction%3Apay/invocations';

  it('reads name, headers, qualifier and payload', () => {
    const headers = { 'x-amz-invocation-type': 'Event', 'x-amz-log-type': 'Tail' };
    const query = { Qualifier: '$LATEST' };
    expect(lambda.decode(request({ path, headers, query, body: '{"a":1}' }), 'lambda')).toEqual({
      service: 'lambda',
      operation: 'Invoke',
      input: {
        FunctionName: 'arn:aws:lambda:us-east-1:123456789012:function:pay',
        Qualifier: '$LATEST',
        InvocationType: 'Event',
        LogType: 'Tail',
        Payload: '{"a":1}',
      },
    });
  });

  it('names what it does not support', () => {
    const other = request({ method: 'GET', path: '/2018-10-31/layers' });
    expect(() => lambda.decode(other, 'lambda')).toThrow('The lab does not support GET /2018-10-31/layers.');
  });

  it('answers the payload as it is, its failure in a header', () => {
    const output = {
      StatusCode: 200,
      FunctionError: 'Unhandled',
      ExecutedVersion: '$LATEST',
      Payload: '{"a":1}',
    };
    const call = { service: 'lambda', operation: 'Invoke', input: {} };
    expect(lambda.encode(output, call, '')).toEqual({
      status: 200,
      headers: {
        'content-type': 'application/json',
        'x-amz-function-error': 'Unhandled',
        'x-amz-executed-version': '$LATEST',
      },
      body: '{"a":1}',
    });
  });
});
