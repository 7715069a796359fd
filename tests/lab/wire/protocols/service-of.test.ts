import { describe, expect, it } from '@jest/globals';
import { serviceOf } from '../../../../lab/wire/protocols/service-of.ts';
import { request } from './request.ts';

describe('which service a request is for', () => {
  it.each([
    ['dynamodb.us-east-1.amazonaws.com', 'dynamodb'],
    ['123456789012.ddb.us-east-1.amazonaws.com', 'dynamodb'],
    ['events.us-east-1.amazonaws.com', 'events'],
    ['sqs.us-east-1.amazonaws.com', 'sqs'],
    ['s3.amazonaws.com', 's3'],
    ['a.bucket.s3.us-east-1.amazonaws.com', 's3'],
  ])('by host: %s', (host, service) => {
    expect(serviceOf(request({ headers: { host } }))).toBe(service);
  });

  it('by the scope of the signature, whatever the host', () => {
    const authorization =
      'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/us-east-1/states/aws4_request, SignedHeaders=host, Signature=0';
    expect(serviceOf(request({ headers: { host: '127.0.0.1:4566', authorization } }))).toBe('states');
  });

  it('by the scope of a signature in the query', () => {
    const query = { 'X-Amz-Credential': 'AKIDEXAMPLE/20260101/us-east-1/s3/aws4_request' };
    expect(serviceOf(request({ headers: { host: '127.0.0.1:4566' }, query }))).toBe('s3');
  });

  // Both are signed for dynamodb.
  it('by the target before all', () => {
    const headers = {
      'x-amz-target': 'DynamoDBStreams_20120810.ListStreams',
      host: 'dynamodb.us-east-1.amazonaws.com',
    };
    expect(serviceOf(request({ headers }))).toBe('streams.dynamodb');
  });

  it('or not at all', () => {
    expect(() => serviceOf(request({ headers: { host: 'example.com' } }))).toThrow(
      'Missing Authentication Token',
    );
  });
});
