import { describe, expect, it } from '@jest/globals';
import {
  parseAs,
  parseEvent,
  paymentCompleted,
  paymentFailed,
  UnreadableEvent,
} from '../../src/contracts/index.ts';
import { changed, read } from './samples.ts';

function refusal(value: unknown, parse: (value: unknown) => unknown = parseEvent): UnreadableEvent {
  try {
    parse(value);
  } catch (error) {
    if (error instanceof UnreadableEvent) return error;
    throw error;
  }
  throw new Error('was read');
}

describe('what a tolerant reader lets pass (design §4)', () => {
  it.each([
    ['an unknown attribute', changed({ tenantid: 'north' })],
    ['an unknown field', changed({}, { table: 7 })],
    ['an id that is not ours (H7: a re-emission under a new id)', changed({ id: 'other' })],
    ['a time with fraction and offset', changed({ time: '2026-01-13T11:00:00.123+01:00' })],
  ])('%s', (_what, event) => {
    expect(parseEvent(event)).toBe(event);
  });
});

describe('what cannot be read (H31, S8)', () => {
  it.each([
    ['no object', 'order.created'],
    ['null', null],
    ['an array', []],
    ['another specversion', changed({ specversion: '2.0' })],
    ['no id', changed({ id: undefined })],
    ['an empty id', changed({ id: '' })],
    ['an overlong id', changed({ id: 'x'.repeat(129) })],
    ["another service's source", changed({ source: 'kitchen-service' })],
    ['a local time', changed({ time: '2026-01-13T10:00:00' })],
    ['a day that does not exist', changed({ time: '2026-02-30T10:00:00Z' })],
    ['another content type', changed({ datacontenttype: 'application/xml' })],
    ['no dataschema', changed({ dataschema: undefined })],
    [
      "another event's dataschema",
      changed({ dataschema: 'https://pizzaco.example/schemas/order.completed/1' }),
    ],
    [
      'a dataschema without version',
      changed({ dataschema: 'https://pizzaco.example/schemas/order.created/' }),
    ],
    ['attempt 0', changed({ attempt: 0 })],
    ['attempt beyond 32 bits', changed({ attempt: 2 ** 31 })],
    ['a fractional attempt', changed({ attempt: 1.5 })],
    ['no correlation id', changed({ correlationid: undefined })],
    ['two orders: subject', changed({ subject: '54321' })],
    ['two orders: correlationid', changed({ correlationid: '54321' })],
    ['two orders: data', changed({}, { orderId: '54321' })],
    ['no order', changed({}, { orderId: undefined })],
    ['data that is no object', { ...changed({}), data: 'pizza' }],
    ['a missing field', changed({}, { pizzaType: undefined })],
    ['a wrong type', changed({}, { toppings: 'olives' })],
    ['money with three decimals', changed({}, { totalAmount: 15.999 })],
    ['negative money', changed({}, { totalAmount: -1 })],
    ['another currency', changed({}, { currency: 'EUR' })],
  ])('%s is malformed', (_what, event) => {
    expect(refusal(event)).toMatchObject({ name: 'UnreadableEvent', code: 'malformed' });
  });

  it('an unknown major version is told apart, even if its data would be malformed here', () => {
    const next = changed({ dataschema: 'https://pizzaco.example/schemas/order.created/2' }, { pizzaType: 9 });
    expect(refusal(next)).toMatchObject({ code: 'unknown-version', eventId: 'order-12345-created' });
  });

  it('an unknown type is told apart', () => {
    const foreign = changed({ type: 'com.pizzaco.order.garnished' });
    expect(refusal(foreign)).toMatchObject({ code: 'unknown-type', eventId: 'order-12345-created' });
  });

  it('the reason names the places at fault, not what stands there (S9)', () => {
    const { reason, eventId } = refusal(changed({ attempt: '1' }, { totalAmount: 'canary@example.com' }));
    expect(reason).toBe('attempt: expected number');
    expect(eventId).toBe('order-12345-created');
    const inside = refusal(changed({}, { totalAmount: 'canary@example.com', toppings: ['olives', 4] }));
    expect(inside.reason).toBe('data.toppings[1]: expected string; data.totalAmount: expected number');
  });
});

describe('parseAs', () => {
  const parse = parseAs([paymentCompleted, paymentFailed]);

  it('reads the events given', () => {
    const event = parse(read('payment.failed'));
    // The type narrows the data: this compiles.
    expect(event.type === 'com.pizzaco.payment.failed' && event.data.errorCode).toBe('E001');
  });

  it('takes any other for unknown, the catalogue notwithstanding', () => {
    expect(refusal(read('order.created'), parse).code).toBe('unknown-type');
  });
});
