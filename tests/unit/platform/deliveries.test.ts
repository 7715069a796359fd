import { describe, expect, it } from '@jest/globals';
import { deliveriesOf } from '../../../src/platform/middleware/deliveries.ts';
import { read } from '../../contracts/samples.ts';

const event = read('order.created');

/** As EventBridge invokes a function: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html */
const enveloped = {
  version: '0',
  id: '6a7e8feb-b491-4cf7-a9f1-bf3703467718',
  'detail-type': event.type,
  source: event.source,
  account: '123456789012',
  time: '2026-01-13T10:00:00Z',
  region: 'eu-west-2',
  resources: [],
  detail: event,
};

/** As Lambda describes a failed asynchronous invocation: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
const failed = (requestPayload: unknown) => ({
  version: '1.0',
  timestamp: '2026-01-13T10:03:05.000Z',
  requestContext: { requestId: 'e4b46cbf', condition: 'RetriesExhausted', approximateInvokeCount: 3 },
  requestPayload,
  responseContext: { statusCode: 200, functionError: 'Unhandled' },
  responsePayload: { errorMessage: 'ProviderUnavailable' },
});

/** As SQS invokes a function: https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
const queued = (...bodies: string[]) => ({
  Records: bodies.map((body, index) => ({ messageId: `m-${index}`, body, eventSource: 'aws:sqs' })),
});

describe('deliveriesOf', () => {
  it.each([
    ["EventBridge's envelope", enveloped],
    ['a raw CloudEvent', event],
    ['a destination record around an envelope', failed(enveloped)],
    ['a destination record around a raw CloudEvent', failed(event)],
  ])('finds the CloudEvent in %s', (_, delivered) => {
    expect(deliveriesOf(delivered)).toEqual([{ content: event }]);
  });

  it.each([
    ['a raw CloudEvent', event],
    ["EventBridge's envelope, as its dead-letter queue keeps it", enveloped],
    ['a destination record around an envelope', failed(enveloped)],
    ['a destination record around a raw CloudEvent', failed(event)],
  ])('finds the CloudEvent in an SQS message with %s', (_, body) => {
    expect(deliveriesOf(queued(JSON.stringify(body)))).toEqual([{ content: event, messageId: 'm-0' }]);
  });

  it('keeps the messages of a batch in order, each with its id', () => {
    const bodies = [enveloped, failed(enveloped), event].map((body) => JSON.stringify(body));
    expect(deliveriesOf(queued(...bodies))).toEqual(
      ['m-0', 'm-1', 'm-2'].map((messageId) => ({ content: event, messageId })),
    );
  });

  it.each([
    ['no JSON', '{"specversion":', '{"specversion":'],
    ['empty', '', ''],
    ['a number', '42', 42],
    ['null', 'null', null],
    ['a list', '[1]', [1]],
  ])('hands on whole a body that is %s', (_, body, content) => {
    expect(deliveriesOf(queued(body))).toEqual([{ content, messageId: 'm-0' }]);
  });

  it.each([
    [undefined],
    [null],
    ['text'],
    [7],
    [{}],
    [{ Records: [] }],
    [{ Records: [{ eventSource: 'aws:s3' }] }],
  ])('takes anything else for the event itself: %j', (delivered) => {
    expect(deliveriesOf(delivered)).toEqual([{ content: delivered }]);
  });
});
