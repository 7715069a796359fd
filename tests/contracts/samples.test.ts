import { readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { eventId, parseEvent } from '../../src/contracts/index.ts';
import { lintEvent } from '../../src/contracts/lint/lint-event.ts';
import { read, shortNames } from './samples.ts';

describe('events/, one sample per event type (design §4)', () => {
  it('has a file for every event in the catalogue, and for nothing else', () => {
    const files = readdirSync('events').filter(
      (name) => name.endsWith('.json') && name !== 'place-order.json',
    );
    expect(files.sort()).toEqual(shortNames.map((name) => `${name}.json`).sort());
  });

  it.each(shortNames)('%s keeps its contract and the checklist', (name) => {
    const sample = read(name);
    expect(parseEvent(sample)).toBe(sample);
    expect(lintEvent(sample)).toEqual([]);
  });

  it.each(shortNames)('%s belongs to one order, and is caused by another sample, if by any', (name) => {
    const { id, type, causationid } = parseEvent(read(name));
    const ids = shortNames.map((each) => eventId(`com.pizzaco.${each}`, '12345'));
    expect(id).toBe(eventId(type, '12345'));
    if (causationid !== undefined) expect(ids).toContain(causationid);
  });
});

describe('events/place-order.json, the request that starts it all', () => {
  const request = read('place-order');

  it('is an HTTP API event of payload format 2.0, signed by an assumed role', () => {
    expect(request).toMatchObject({
      version: '2.0',
      routeKey: 'POST /orders',
      headers: { 'idempotency-key': expect.any(String) },
      requestContext: {
        accountId: '123456789012',
        authorizer: { iam: { userArn: expect.stringMatching(/^arn:aws:sts::123456789012:assumed-role\//) } },
      },
    });
  });

  it('asks for what order.created then says was ordered', () => {
    const { orderId, ...ordered } = parseEvent(read('order.created')).data;
    expect(orderId).toBe('12345');
    expect(JSON.parse(String(request.body))).toEqual(ordered);
  });
});
