import { describe, expect, it } from '@jest/globals';
import { AwsError } from '../../../lab/kernel/aws-error.ts';
import { awsJson } from '../../../lab/wire/protocols/aws-json.ts';
import type { HttpRequest } from '../../../lab/wire/protocols/http.ts';
import { lambdaRest } from '../../../lab/wire/protocols/lambda-rest.ts';
import { serviceOf } from '../../../lab/wire/protocols/service-of.ts';

const request = (parts: Partial<Omit<HttpRequest, 'body'>> & { body?: string }): HttpRequest => ({
  ...{ method: 'POST', path: '/', query: {}, headers: {} },
  ...parts,
  body: Buffer.from(parts.body ?? ''),
});

describe('which service a request is for', () => {
  it.each([
    ['dynamodb.us-east-1.amazonaws.com', 'dynamodb'],
    ['123456789012.ddb.us-east-1.amazonaws.com', 'dynamodb'],
    ['events.us-east-1.amazonaws.com', 'events'],
    ['sqs.us-east-1.amazonaws.com', 'sqs'],
  ])('by host: %s', (host, service) => {
    expect(serviceOf(request({ headers: { host } }))).toBe(service);
  });

  it('by the scope of the signature, whatever the host', () => {
    const authorization =
      'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/us-east-1/states/aws4_request, SignedHeaders=host, Signature=0';
    expect(serviceOf(request({ headers: { host: '127.0.0.1:4566', authorization } }))).toBe('states');
  });

  it('or not at all', () => {
    expect(() => serviceOf(request({ headers: { host: 'example.com' } }))).toThrow(
      'Missing Authentication Token',
    );
  });
});

describe('AWS JSON (Smithy, "AWS JSON 1.0 protocol")', () => {
  it('reads the operation from x-amz-target and the input from the body', () => {
    const headers = { 'x-amz-target': 'DynamoDB_20120810.GetItem' };
    expect(awsJson.decode(request({ headers, body: '{"TableName":"é"}' }), 'dynamodb')).toEqual({
      service: 'dynamodb',
      operation: 'GetItem',
      input: { TableName: 'é' },
    });
  });

  it('refuses a body that is not JSON', () => {
    const headers = { 'x-amz-target': 'AWSEvents.PutEvents' };
    expect(() => awsJson.decode(request({ headers, body: '{' }), 'events')).toThrow(
      expect.objectContaining({ code: 'SerializationException' }),
    );
  });

  it('answers JSON, an empty object for no output', () => {
    const call = { service: 'events', operation: 'PutEvents', input: {} };
    expect(awsJson.encode(undefined, call)).toEqual({
      status: 200,
      headers: { 'content-type': 'application/x-amz-json-1.1' },
      body: '{}',
    });
  });

  it('encodes errors with their members', () => {
    const error = new AwsError('ConditionalCheckFailedException', 'The conditional request failed', {
      members: { Item: { pk: { S: 'a' } } },
    });
    const { status, headers, body } = awsJson.encodeError(error, 'dynamodb');
    expect(status).toBe(400);
    expect(headers).toMatchObject({ 'x-amzn-errortype': 'ConditionalCheckFailedException' });
    expect(JSON.parse(body)).toEqual({
      __type: 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException',
      message: 'The conditional request failed',
      Item: { pk: { S: 'a' } },
    });
  });

  it('tells clients of SQS the code of the query protocol', () => {
    const { headers } = awsJson.encodeError(new AwsError('QueueDoesNotExist', ''), 'sqs');
    expect(headers['x-amzn-query-error']).toBe('AWS.SimpleQueueService.NonExistentQueue;Sender');
  });
});

describe('Lambda Invoke (Lambda API reference)', () => {
  const path =
    '/2015-03-31/functions/arn%3Aaws%3Alambda%3Aus-east-1%3A123456789012%3Afunction%3Apay/invocations';

  it('reads name, headers, qualifier and payload', () => {
    const headers = { 'x-amz-invocation-type': 'Event', 'x-amz-log-type': 'Tail' };
    const query = { Qualifier: '$LATEST' };
    expect(lambdaRest.decode(request({ path, headers, query, body: '{"a":1}' }), 'lambda')).toEqual({
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
    const other = request({ method: 'GET', path: '/2015-03-31/functions/' });
    expect(() => lambdaRest.decode(other, 'lambda')).toThrow(
      'The lab does not support GET /2015-03-31/functions/.',
    );
  });

  it('answers the payload as it is, its failure in a header', () => {
    const output = {
      StatusCode: 200,
      FunctionError: 'Unhandled',
      ExecutedVersion: '$LATEST',
      Payload: '{"a":1}',
    };
    const call = { service: 'lambda', operation: 'Invoke', input: {} };
    expect(lambdaRest.encode(output, call)).toEqual({
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
