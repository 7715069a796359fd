import { BatchGetTracesCommand, PutTelemetryRecordsCommand } from '@aws-sdk/client-xray';
import { describe, expect, it } from '@jest/globals';
import { createWorld, id, second, traceId } from './world.ts';

/** What is known of traces, each segment's document read. */
const read = async ({ client, settle }: ReturnType<typeof createWorld>, ...TraceIds: string[]) => {
  const { Traces = [], ...rest } = await settle(client.send(new BatchGetTracesCommand({ TraceIds })));
  const traces = Traces.map(({ Segments = [], ...trace }) => ({
    ...trace,
    segments: Segments.map(({ Id, Document = '' }) => ({ Id, document: JSON.parse(Document) })),
  }));
  return { traces, ...rest };
};

/** X-Ray API reference, "PutTraceSegments"; developer guide, "AWS X-Ray segment documents". */
describe('PutTraceSegments', () => {
  it('keeps a segment as it was sent', async () => {
    const world = createWorld();
    const segment = { trace_id: traceId('a'), id: id('1'), annotations: { orderId: 'o1' } };
    expect(await world.put(segment)).toEqual([]);
    const { traces, UnprocessedTraceIds } = await read(world, traceId('a'));
    expect(UnprocessedTraceIds).toEqual([]);
    expect(traces).toEqual([
      {
        ...{ Id: traceId('a'), Duration: 1, LimitExceeded: false },
        segments: [
          {
            Id: id('1'),
            document: { name: 'shop', start_time: second(0), end_time: second(1), ...segment },
          },
        ],
      },
    ]);
  });

  it('puts subsegments that were sent by themselves into their parents, whatever comes first', async () => {
    const world = createWorld();
    const inner = {
      trace_id: traceId('a'),
      id: id('3'),
      parent_id: id('2'),
      type: 'subsegment',
      name: 'inner',
    };
    const outer = {
      trace_id: traceId('a'),
      id: id('2'),
      parent_id: id('1'),
      type: 'subsegment',
      name: 'outer',
    };
    await world.put(inner);
    await world.put({ trace_id: traceId('a'), id: id('1') }, outer);
    const { traces } = await read(world, traceId('a'));
    expect(traces[0]?.segments).toEqual([
      {
        Id: id('1'),
        document: expect.objectContaining({
          subsegments: [
            expect.objectContaining({
              ...{ id: id('2'), name: 'outer' },
              subsegments: [expect.objectContaining({ id: id('3'), name: 'inner' })],
            }),
          ],
        }),
      },
    ]);
  });

  it('leaves out a subsegment whose parent has not come', async () => {
    const world = createWorld();
    const orphan = { trace_id: traceId('a'), id: id('2'), parent_id: id('9'), type: 'subsegment' };
    await world.put({ trace_id: traceId('a'), id: id('1') }, orphan);
    const { traces } = await read(world, traceId('a'));
    expect(traces[0]?.segments.map(({ document }) => [document.id, document.subsegments])).toEqual([
      [id('1'), undefined],
    ]);
  });

  it('replaces a segment in progress by the one that has ended, and not the other way round', async () => {
    const world = createWorld();
    const begun = { trace_id: traceId('a'), id: id('1'), end_time: undefined, in_progress: true };
    const ended = { trace_id: traceId('a'), id: id('1'), end_time: second(3) };
    await world.put(begun);
    expect((await world.find()).TraceSummaries?.[0]?.IsPartial).toBe(true);
    await world.put(ended);
    await world.put(begun);
    expect((await world.find()).TraceSummaries?.[0]).toMatchObject({ IsPartial: false, Duration: 3 });
  });

  const good = { trace_id: traceId('a'), id: id('1') };
  it.each([
    ['MissingId', { ...good, id: undefined }],
    ['InvalidId', { ...good, id: 'seventeen' }],
    ['MissingTraceId', { ...good, trace_id: undefined }],
    ['InvalidTraceId', { ...good, trace_id: '1-2-3' }],
    ['MissingName', { ...good, name: undefined }],
    ['InvalidName', { ...good, name: 'n'.repeat(201) }],
    ['MissingStartTime', { ...good, start_time: undefined }],
    ['MissingEndTime', { ...good, end_time: undefined }],
    ['MissingParentId', { ...good, type: 'subsegment' }],
    ['SegmentTooLarge', { ...good, metadata: 'x'.repeat(65_536) }],
  ])('answers %s for one of them, and takes the others', async (code, document) => {
    const world = createWorld();
    expect(await world.put(document, { trace_id: traceId('b'), id: id('1') })).toEqual([
      expect.objectContaining({ ErrorCode: code, Message: `Invalid segment. ErrorCode: ${code}` }),
    ]);
    const { traces, UnprocessedTraceIds } = await read(world, traceId('a'), traceId('b'));
    expect(traces.map(({ Id }) => Id)).toEqual([traceId('b')]);
    expect(UnprocessedTraceIds).toEqual([traceId('a')]);
  });

  it('keeps 500 kB of a trace, and says when there was more', async () => {
    const world = createWorld();
    for (const digit of '123456789') {
      await world.put({ trace_id: traceId('a'), id: id(digit), metadata: 'x'.repeat(65_000) });
    }
    const { traces } = await read(world, traceId('a'));
    expect(traces[0]?.LimitExceeded).toBe(true);
    expect(traces[0]?.segments).toHaveLength(7);
  });

  it('takes what a daemon says of itself', async () => {
    const { client, settle } = createWorld();
    const TelemetryRecords = [{ Timestamp: new Date(0), SegmentsReceivedCount: 1 }];
    const answer = await settle(client.send(new PutTelemetryRecordsCommand({ TelemetryRecords })));
    expect(answer.$metadata.httpStatusCode).toBe(200);
  });
});

/** X-Ray API reference, "BatchGetTraces". */
describe('BatchGetTraces', () => {
  it('takes five ids, and no more', async () => {
    const world = createWorld();
    const ids = [...'abcdef'].map((digit) => traceId(digit));
    await expect(read(world, ...ids)).rejects.toMatchObject({ name: 'InvalidRequestException' });
    expect((await read(world, ...ids.slice(1))).UnprocessedTraceIds).toHaveLength(5);
  });

  it('pages, and loses nothing', async () => {
    const world = createWorld();
    const TraceIds = [...'abc'].map((digit) => traceId(digit));
    for (const trace_id of TraceIds) {
      for (const digit of '12345') await world.put({ trace_id, id: id(digit), metadata: 'x'.repeat(60_000) });
    }
    const found: (string | undefined)[][] = [];
    let NextToken: string | undefined;
    do {
      const page = await world.settle(world.client.send(new BatchGetTracesCommand({ TraceIds, NextToken })));
      found.push((page.Traces ?? []).map(({ Id }) => Id));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    expect(found.length).toBeGreaterThan(1);
    expect(found.flat()).toEqual(TraceIds);
  });
});

/** X-Ray developer guide, "X-Ray quotas": 30 days. */
describe('the store', () => {
  const DAY_MS = 24 * 3_600_000;

  it('forgets a trace 30 days after it ended', async () => {
    const world = createWorld();
    await world.put({ trace_id: traceId('a'), id: id('1') });
    const later = async (days: number) => {
      await world.settle(world.kernel.clock.sleep(days * DAY_MS));
      return (await read(world, traceId('a'))).traces.length;
    };
    expect([await later(29), await later(2)]).toEqual([1, 0]);
  });

  it('forgets the oldest when it has no room for more', async () => {
    const world = createWorld();
    const ids = Array.from(
      { length: 150 },
      (_, n) => `1-${Math.floor(second(0)).toString(16)}-${String(n).padStart(24, '0')}`,
    );
    for (const trace_id of ids) {
      const segments = [...'1234567'].map((digit) => ({
        trace_id,
        id: id(digit),
        metadata: 'x'.repeat(65_000),
      }));
      await world.put(...segments);
    }
    const { traces } = await read(world, ids[0] ?? '', ids.at(-1) ?? '');
    expect(traces.map(({ Id }) => Id)).toEqual([ids.at(-1)]);
  });
});
