import { describe, expect, it } from '@jest/globals';
import { toItem } from '../../../scripts/simulation/document.ts';
import { createOutboxes } from '../../../scripts/simulation/oracles/outboxes.ts';

const MINUTE = 60_000;
const TYPE = 'com.pizzaco.order.created';
const row = (orderId = 'o1') => toItem({ orderId, outbox: TYPE, said: { [TYPE]: { attempt: 1 } } });
const event = { subject: 'o1', type: TYPE, attempt: 1 };

/** Outboxes of a world that is quiet from minute 100 on, and what they have found. */
const world = (pattern: 'choreography' | 'orchestration' = 'choreography') => {
  let minute = 0;
  const found: string[] = [];
  const outboxes = createOutboxes(
    (invariant, orderId, message) => void found.push(`${invariant} ${orderId}: ${message}`),
    () => minute * MINUTE,
    { pattern, quietFrom: 100 * MINUTE },
  );
  return {
    found,
    outboxes,
    at: (next: number): void => {
      minute = next;
    },
  };
};

describe('how long facts wait in their outboxes', () => {
  it.each<[string, number, number, string[]]>([
    ['while faults strike, is not asked', 0, 99, []],
    ['is an hour at most from then on', 0, 160, []],
    ['is an hour at most from the write on, when nothing strikes', 150, 210, []],
    ['is no longer', 0, 161, ['L4 o1: com.pizzaco.order.created waited for 161 min in its outbox']],
    [
      'is no longer then either',
      150,
      211,
      ['L4 o1: com.pizzaco.order.created waited for 61 min in its outbox'],
    ],
  ])('%s', (_, writtenAt, publishedAt, expected) => {
    const { outboxes, at, found } = world();
    at(writtenAt);
    outboxes.onChange('Order', row());
    at(publishedAt);
    outboxes.onPublished(event);
    at(1_000);
    outboxes.onPublished(event);
    outboxes.settle(0);
    expect(found).toEqual(expected);
  });

  it('is too long for what is never published, unless it was given up and reported', () => {
    const { outboxes, at, found } = world();
    outboxes.onChange('Order', row());
    at(1_000);
    outboxes.settle(1);
    expect(found).toEqual([]);
    outboxes.settle(0);
    expect(found).toEqual(['L4 o1: com.pizzaco.order.created waited for 1000 min in its outbox']);
  });

  it('is nothing where no relay runs, nor of a row that nobody can read', () => {
    const { outboxes, at, found } = world('orchestration');
    outboxes.onChange('Payment', row());
    outboxes.onChange('Order', row('intruder-0'));
    at(1_000);
    outboxes.settle(0);
    expect(found).toEqual([]);
  });
});
