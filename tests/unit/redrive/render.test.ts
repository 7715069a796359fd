import { describe, expect, it } from '@jest/globals';
import { readDeadLetter } from '../../../scripts/redrive/dead-letter.ts';
import { renderJson, renderText } from '../../../scripts/redrive/render.ts';

const stage = { name: 'choreography', pattern: 'choreography', stackName: 'shop' } as const;
const queue = { name: 'OrderDlq', url: 'https://sqs/OrderDlq', source: 'https://sqs/Order', remedy: 'wait' };

const reason = `UnreadableEvent: malformed:\n${'  data.size: expected string;'.repeat(20)}`;
const results = [
  {
    queue,
    deadLetters: [
      readDeadLetter({
        ...{ MessageId: 'm', Body: '{}', Attributes: { SentTimestamp: '1768298400000' } },
        MessageAttributes: { reason: { DataType: 'String', StringValue: reason } },
      }),
    ],
    moved: new Set<never>(),
    all: true,
  },
];

describe('a long reason', () => {
  it('is cut in the table, to a line that can be read', () => {
    const [, line = ''] = renderText(stage, results).split('\n');
    expect(line).toMatch(
      /^OrderDlq +1 +0 +2026-01-13T10:00:00Z {2}poison: UnreadableEvent: malformed: data\.size: .+ … {2}-$/,
    );
    expect(line.length).toBeLessThan(160);
  });

  it('is whole in the JSON', () => {
    expect(JSON.parse(renderJson(stage, results)).queues[0].messages[0].reason).toBe(reason);
  });
});
