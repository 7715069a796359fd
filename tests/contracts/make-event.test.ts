import { describe, expect, it } from '@jest/globals';
import {
  type CloudEvent,
  type EventOf,
  EventTooLarge,
  eventId,
  MAX_EVENT_BYTES,
  makeEvent,
  orderCancelled,
  orderCompleted,
  parseEvent,
  paymentFailed,
} from '../../src/contracts/index.ts';
import { read } from './samples.ts';

const fact = { orderId: '12345', time: '2026-01-13T10:00:00Z', attempt: 1 };

describe('makeEvent', () => {
  it('makes the very sample', () => {
    const { time, traceheader } = parseEvent(read('payment.failed'));
    const data = { reason: 'insufficient-funds', errorCode: 'E001' };
    const causationid = 'order-12345-created';
    expect(makeEvent(paymentFailed, { ...fact, time, traceheader, causationid, data })).toEqual(
      read('payment.failed'),
    );
  });

  it('leaves out what is not given, rather than writing undefined', () => {
    const event = makeEvent(orderCompleted, { ...fact, data: {}, causationid: undefined });
    expect(Object.keys(event)).not.toContain('causationid');
    expect(Object.keys(event)).not.toContain('traceheader');
  });

  it('says a fact again as the same event, whatever the attempt (H7, H13)', () => {
    const first = makeEvent(orderCompleted, { ...fact, data: {} });
    const again = makeEvent(orderCompleted, { ...fact, data: {}, attempt: 2, time: '2026-01-13T11:00:00Z' });
    expect(again.id).toBe(first.id);
  });

  it('refuses what no reader would read, by the fields at fault', () => {
    const data = { reason: 'Insufficient Funds', errorCode: '' };
    expect(() => makeEvent(paymentFailed, { ...fact, data })).toThrow(
      new TypeError(
        'not a valid com.pizzaco.payment.failed: data.reason: invalid regex; data.errorCode: expected at least 1',
      ),
    );
  });

  it('refuses what is too large to publish, before anybody writes it (H32)', () => {
    const data = { reason: 'overdue', filler: 'x'.repeat(MAX_EVENT_BYTES) } as const;
    expect(() => makeEvent(orderCancelled, { ...fact, data })).toThrow(EventTooLarge);
  });

  it('does not let data name another order', () => {
    const data = { reason: 'overdue', orderId: '54321' } as const;
    expect(makeEvent(orderCancelled, { ...fact, data }).data.orderId).toBe('12345');
  });
});

describe('eventId', () => {
  it('has the shape that the workshop shows', () => {
    expect(eventId('com.pizzaco.payment.completed', '12345')).toBe('payment-12345-completed');
  });

  it('tells events of look-alike orders apart', () => {
    const ids = ['a', 'a-completed', 'order-a'].map((orderId) =>
      eventId('com.pizzaco.order.completed', orderId),
    );
    expect(new Set(ids).size).toBe(3);
  });
});

describe('types', () => {
  it('follow from the schema, written once', () => {
    const event: EventOf<typeof orderCancelled> = makeEvent(orderCancelled, {
      ...fact,
      data: { reason: 'overdue' },
    });
    const type: 'com.pizzaco.order.cancelled' = event.type;
    const any: CloudEvent = event;
    // @ts-expect-error -- an order has no such reason
    const reason: 'bored' = event.data.reason;
    // @ts-expect-error -- a field of another event
    const paymentId = event.data.paymentId;
    expect([type, any, reason, paymentId]).toEqual([
      'com.pizzaco.order.cancelled',
      event,
      'overdue',
      undefined,
    ]);
  });
});
