import { describe, expect, it } from '@jest/globals';
import { AwsError } from '../../../../lab/kernel/aws-error.ts';
import { awsJson } from '../../../../lab/wire/protocols/aws-json.ts';
import { request } from './request.ts';

describe('AWS JSON (Smithy, "AWS JSON 1.0 protocol")', () => {
  it('reads the operation from x-amz-target and the input from the body', () => {
    const headers = { 'x-amz-target': 'DynamoDB_20120810.GetItem' };
    expect(awsJson.decode(request({ headers, body: '{"TableName":"é"}' }), 'dynamodb')).toEqual({
      service: 'dynamodb',
      operation: 'GetItem',
      input: { TableName: 'é' },
    });
  });

  it.each(['{', '[]', '1', 'null'])('refuses a body that is no JSON object: %s', (body) => {
    const headers = { 'x-amz-target': 'AWSEvents.PutEvents' };
    expect(() => awsJson.decode(request({ headers, body }), 'events')).toThrow(
      expect.objectContaining({ code: 'SerializationException' }),
    );
  });

  it('answers JSON, an empty object for no output', () => {
    const call = { service: 'events', operation: 'PutEvents', input: {} };
    expect(awsJson.encode(undefined, call, '')).toEqual({
      status: 200,
      headers: { 'content-type': 'application/x-amz-json-1.1' },
      body: '{}',
    });
  });

  it('encodes errors with their members', () => {
    const error = new AwsError('ConditionalCheckFailedException', 'The conditional request failed', {
      members: { Item: { pk: { S: 'a' } } },
    });
    const { status, headers, body } = awsJson.encodeError(error, 'dynamodb', '');
    expect(status).toBe(400);
    expect(headers).toMatchObject({ 'x-amzn-errortype': 'ConditionalCheckFailedException' });
    expect(JSON.parse(String(body))).toEqual({
      __type: 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException',
      message: 'The conditional request failed',
      Item: { pk: { S: 'a' } },
    });
  });

  it('tells clients of SQS the code of the query protocol', () => {
    const { headers } = awsJson.encodeError(new AwsError('QueueDoesNotExist', ''), 'sqs', '');
    expect(headers['x-amzn-query-error']).toBe('AWS.SimpleQueueService.NonExistentQueue;Sender');
  });
});
