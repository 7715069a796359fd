import type { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from '@jest/globals';
import { quarantineTo } from '../../../src/platform/middleware/quarantine.ts';
import { read } from '../../contracts/samples.ts';

const QUEUE = 'https://sqs.eu-west-2.amazonaws.com/123456789012/dlq';

const keep = async (whole: unknown): Promise<unknown> => {
  const inputs: unknown[] = [];
  const send = async ({ input }: SendMessageCommand) => {
    inputs.push(input);
    return {};
  };
  await quarantineTo({ send } as unknown as SQSClient, QUEUE)('UnreadableEvent: malformed', whole);
  return inputs[0];
};

describe('quarantineTo', () => {
  it('keeps the body as it came, and the reason beside it', async () => {
    const whole = read('order.created');
    expect(await keep(whole)).toEqual({
      QueueUrl: QUEUE,
      MessageBody: JSON.stringify(whole),
      MessageAttributes: { reason: { DataType: 'String', StringValue: 'UnreadableEvent: malformed' } },
    });
  });

  it.each([
    ['text', 'no JSON', '"no JSON"'],
    ['empty text: SQS takes no empty body', '', '""'],
    ['nothing', undefined, 'undefined'],
    ['null', null, 'null'],
  ])('keeps %s too', async (_, whole, body) => {
    expect(await keep(whole)).toMatchObject({ MessageBody: body });
  });
});
