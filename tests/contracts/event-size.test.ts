import { describe, expect, it } from '@jest/globals';
import { assertFits, EventTooLarge, eventBytes, MAX_EVENT_BYTES } from '../../src/contracts/index.ts';

/** An event of exactly so many bytes. */
function sized(bytes: number) {
  const event = { id: 'e-1', source: 'order-service', type: 'com.pizzaco.order.created', filler: '' };
  event.filler = 'x'.repeat(bytes - eventBytes(event));
  return event;
}

describe('the size of an event (H32)', () => {
  it('is counted as EventBridge counts an entry: 14 for the time, then UTF-8 (user guide, PutEvents entry size)', () => {
    const event = { id: 'é', source: 's', type: 'tt' };
    expect(eventBytes(event)).toBe(14 + 1 + 2 + Buffer.byteLength(JSON.stringify(event)));
    const ascii = { ...event, id: 'e' };
    expect(eventBytes(ascii)).toBe(eventBytes(event) - 1);
  });

  it('stays below 256 KB', () => {
    expect(() => assertFits(sized(MAX_EVENT_BYTES - 1))).not.toThrow();
    expect(() => assertFits(sized(MAX_EVENT_BYTES))).toThrow(EventTooLarge);
  });

  it('is told, with the event, when it is too large', () => {
    expect(() => assertFits(sized(300_000))).toThrow(
      'com.pizzaco.order.created e-1 has 300000 bytes; an event stays below 262144',
    );
  });
});
