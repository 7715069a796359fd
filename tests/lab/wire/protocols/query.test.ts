import { describe, expect, it } from '@jest/globals';
import { AwsError } from '../../../../lab/kernel/aws-error.ts';
import { query } from '../../../../lab/wire/protocols/query.ts';
import { request } from './request.ts';

describe('AWS query (Smithy, "AWS query protocol")', () => {
  const decode = (...parameters: string[]) => {
    const body = ['Action=CreateChangeSet', 'Version=2010-05-15', ...parameters].join('&');
    return query.decode(request({ body }), 'cloudformation');
  };

  it.each<[string, string[], unknown]>([
    ['text', ['StackName=a%20%26+b'], { StackName: 'a & b' }],
    ['nothing', ['StackName='], { StackName: '' }],
    ['structures', ['A.B.C=1', 'A.D=2'], { A: { B: { C: '1' }, D: '2' } }],
    ['lists', ['Capabilities.member.1=X', 'Capabilities.member.2=Y'], { Capabilities: ['X', 'Y'] }],
    ['lists in the order of their numbers', ['A.member.10=j', 'A.member.2=b'], { A: ['b', 'j'] }],
    [
      'lists of structures',
      ['Tags.member.1.Key=k', 'Tags.member.1.Value=v', 'Tags.member.2.Key=l'],
      { Tags: [{ Key: 'k', Value: 'v' }, { Key: 'l' }] },
    ],
    [
      'flattened lists',
      ['Attribute.1.Name=a', 'Attribute.1.Value=b'],
      { Attribute: [{ Name: 'a', Value: 'b' }] },
    ],
    ['maps', ['Attributes.entry.1.key=k', 'Attributes.entry.1.value=v'], { Attributes: { k: 'v' } }],
  ])('reads %s', (_what, parameters, input) => {
    const call = { service: 'cloudformation', operation: 'CreateChangeSet', input };
    expect(decode(...parameters)).toEqual(call);
  });

  it.each<[string, string, string, unknown]>([
    [
      'numbers',
      'monitoring',
      'Period=60&MetricData.member.1.Value=1e-3',
      { Period: 60, MetricData: [{ Value: 0.001 }] },
    ],
    [
      'no number in a text of the same name',
      'monitoring',
      'Dimensions.member.1.Value=1',
      { Dimensions: [{ Value: '1' }] },
    ],
    ['booleans', 'monitoring', 'ActionsEnabled=false', { ActionsEnabled: false }],
    ['times', 'monitoring', 'StartTime=2026-01-01T00%3A00%3A01Z', { StartTime: 1_767_225_601 }],
    [
      'flattened maps',
      'sqs',
      'Attribute.1.Name=DelaySeconds&Attribute.1.Value=1',
      { Attributes: { DelaySeconds: '1' } },
    ],
    ['flattened lists by the name of the whole', 'sqs', 'TagKey.1=a&TagKey.2=b', { TagKeys: ['a', 'b'] }],
    ['one by the name of a member of many', 'sqs', 'QueueUrl=u', { QueueUrl: 'u' }],
  ])('reads %s of a service whose shapes have them', (_what, service, parameters, input) => {
    expect(query.decode(request({ body: `Action=Any&${parameters}` }), service).input).toEqual(input);
  });

  it.each([
    ['sqs', 'DelaySeconds=soon', '"soon" is not a number.'],
    ['sqs', 'DelaySeconds=', '"" is not a number.'],
    ['monitoring', 'ActionsEnabled=yes', '"yes" is not a boolean.'],
    ['monitoring', 'StartTime=yesterday', '"yesterday" is not a time of ISO 8601.'],
  ])('refuses to %s %s', (service, parameters, message) => {
    expect(() => query.decode(request({ body: `Action=Any&${parameters}` }), service)).toThrow(
      expect.objectContaining({ code: 'MalformedInput', message }),
    );
  });

  it('reads a GET', () => {
    const get = request({ method: 'GET', query: { Action: 'GetCallerIdentity', Version: '2011-06-15' } });
    expect(query.decode(get, 'sts')).toEqual({ service: 'sts', operation: 'GetCallerIdentity', input: {} });
  });

  it('refuses a request without an action', () => {
    expect(() => query.decode(request({ body: 'A=1' }), 'sts')).toThrow(
      expect.objectContaining({ code: 'MissingAction' }),
    );
  });

  it('answers lists as members and maps as entries, with the id of the request', () => {
    const call = { service: 'sns', operation: 'GetTopicAttributes', input: {} };
    const output = {
      Attributes: { Owner: '1 < 2' },
      Topics: [{ TopicArn: 'a' }],
      Empty: [],
      None: undefined,
    };
    expect(query.encode(output, call, 'id-1')).toEqual({
      status: 200,
      headers: { 'content-type': 'text/xml' },
      body:
        '<GetTopicAttributesResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><GetTopicAttributesResult>' +
        '<Attributes><entry><key>Owner</key><value>1 &lt; 2</value></entry></Attributes>' +
        '<Topics><member><TopicArn>a</TopicArn></member></Topics><Empty></Empty></GetTopicAttributesResult>' +
        '<ResponseMetadata><RequestId>id-1</RequestId></ResponseMetadata></GetTopicAttributesResponse>',
    });
  });

  it.each([
    [400, 'Sender'],
    [500, 'Receiver'],
  ])('encodes errors, with whose fault they are: %i', (status, type) => {
    const error = new AwsError('ValidationError', 'Stack "a" does not exist', { status });
    expect(query.encodeError(error, 'cloudformation', 'id-1')).toEqual({
      status,
      headers: { 'content-type': 'text/xml' },
      body:
        '<ErrorResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><Error>' +
        `<Type>${type}</Type><Code>ValidationError</Code>` +
        '<Message>Stack &quot;a&quot; does not exist</Message></Error><RequestId>id-1</RequestId></ErrorResponse>',
    });
  });

  it.each([
    ['sqs', 'QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue'],
    ['monitoring', 'InvalidParameterValueException', 'InvalidParameterValue'],
    ['sts', 'QueueDoesNotExist', 'QueueDoesNotExist'],
  ])('knows the code that %s has for %s', (service, code, told) => {
    const { body } = query.encodeError(new AwsError(code, 'No.'), service, '');
    expect(body).toContain(`<Code>${told}</Code>`);
  });
});
