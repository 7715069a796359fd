// PutEvents in the EventBridge API reference, and "Calculating PutEvents event entry size" in the user guide.
import { describe, expect, it } from '@jest/globals';
import { START, world } from './world.ts';

describe('PutEvents', () => {
  it('answers in the order of the entries, with ids and errors of their own', () => {
    const { put, entry } = world();
    const answer = put(
      entry(),
      entry({ Source: undefined }),
      entry({ DetailType: '' }),
      entry({ Detail: undefined }),
      entry({ Detail: '{"a":' }),
      entry({ Detail: '[]' }),
      entry({ Source: 'aws.s3' }),
      entry(),
    );
    const required = (name: string) => ({
      ErrorCode: 'InvalidArgument',
      ErrorMessage: `Parameter ${name} is not valid. Reason: ${name} is a required argument.`,
    });
    const malformed = { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
    const id = { EventId: expect.stringMatching(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/) };
    expect(answer).toEqual({
      FailedEntryCount: 6,
      Entries: [
        id,
        required('Source'),
        required('DetailType'),
        required('Detail'),
        malformed,
        malformed,
        { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' },
        id,
      ],
    });
    expect(answer.Entries[0].EventId).not.toBe(answer.Entries[7].EventId);
  });

  it('refuses the entries that a fault strikes, and takes the others', () => {
    const { events, entry } = world();
    const fault = { name: 'ThrottlingException', message: 'Rate exceeded', entries: [1] };
    const answer = events.service.operations.PutEvents?.(
      { Entries: [entry(), entry(), entry()] },
      { name: 'function:f', fault },
    );
    const id = { EventId: expect.any(String) };
    expect(answer).toEqual({
      FailedEntryCount: 1,
      Entries: [id, { ErrorCode: 'ThrottlingException', ErrorMessage: 'Rate exceeded' }, id],
    });
  });

  it.each([0, 11])('refuses %i entries', (count) => {
    const { put, entry } = world();
    expect(() => put(...Array.from({ length: count }, () => entry()))).toThrow(
      /^1 validation error detected: Value '\[.*\]' at 'entries' failed to satisfy constraint/,
    );
  });

  it('measures Time as 14 bytes, and Source, DetailType, Detail and Resources as UTF-8', () => {
    const entry = { Time: 0, Source: 'é', DetailType: 'ab', Detail: '{}', Resources: ['xyz', 'ü'] };
    const bytes = 14 + 2 + 2 + 2 + 3 + 2;
    expect(world({ maxEntryBytes: bytes }).put(entry)).toMatchObject({ FailedEntryCount: 0 });
    expect(() => world({ maxEntryBytes: bytes - 1 }).put(entry)).toThrow(
      'Total size of the entries in the request is over the limit.',
    );
    expect(() => world({ maxEntryBytes: 2 * bytes - 1 }).put(entry, entry)).toThrow('over the limit');
  });

  it('takes 1 MiB unless told otherwise', () => {
    const { put, entry } = world();
    const Detail = JSON.stringify({ x: 'x'.repeat(1_048_576 - 10) });
    expect(put(entry({ Detail })).FailedEntryCount).toBe(0);
    expect(() => put(entry({ Detail, Resources: ['r'] }))).toThrow('over the limit');
  });

  it('accepts events for a bus that does not exist, and loses them', async () => {
    const { put, entry, rule, kernel, invoked } = world();
    rule();
    expect(put(entry({ EventBusName: 'none' }))).toMatchObject({ FailedEntryCount: 0 });
    await kernel.clock.run();
    expect(invoked).toEqual([]);
  });

  it('meters accepted events, one per 64 KB begun, by caller and bus', () => {
    const { put, entry, meter, events } = world();
    events.createBus({ Name: 'b' });
    const Detail = JSON.stringify({ x: 'x'.repeat(65_536) });
    put(entry(), entry({ Detail }), entry({ EventBusName: 'b' }), entry({ Source: '' }));
    const usage = { unit: 'eventbridge.events', caller: 'function:relay' };
    expect(meter.read()).toEqual([
      { ...usage, quantity: 3, resource: 'default' },
      { ...usage, quantity: 1, resource: 'b' },
    ]);
  });

  it('delivers the documented envelope', async () => {
    const { put, entry, rule, kernel, invoked } = world();
    rule();
    const { Entries } = put(entry({ Resources: ['r'] }), entry({ Time: START / 1000 - 60 }));
    await kernel.clock.run();
    const envelope = {
      version: '0',
      source: 's',
      'detail-type': 't',
      account: '123456789012',
      region: 'us-east-1',
      detail: { a: 1 },
    };
    expect(invoked.map(({ payload }) => payload)).toEqual(
      expect.arrayContaining([
        { ...envelope, id: Entries[0].EventId, time: '2025-01-01T00:00:00Z', resources: ['r'] },
        { ...envelope, id: Entries[1].EventId, time: '2024-12-31T23:59:00Z', resources: [] },
      ]),
    );
  });

  it("carries the entry's trace header, or else the caller's", async () => {
    const { put, entry, rule, kernel, invoked } = world();
    rule();
    put(entry({ TraceHeader: 'Root=entry' }));
    put(entry());
    await kernel.clock.run();
    expect(invoked.map(({ traceHeader }) => traceHeader).sort()).toEqual(['Root=caller', 'Root=entry']);
  });
});
