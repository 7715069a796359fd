import '../fakes/runtime.ts';
import { describe, expect, it } from '@jest/globals';
import { type CloudEvent, type kitchenReady, orderCreated, parseAs } from '../../../src/contracts/index.ts';
import { ConflictingPayload, NotYetVisible } from '../../../src/platform/errors.ts';
import { causeOf, handleEvents } from '../../../src/platform/middleware/consumer.ts';
import { changed, read } from '../../contracts/samples.ts';

type Created = CloudEvent<typeof orderCreated>;

const event = read('order.created');
const answer = read('kitchen.ready') as unknown as CloudEvent<typeof kitchenReady>;
const enveloped = { 'detail-type': event.type, source: event.source, detail: event };

const queued = (...bodies: unknown[]) => ({
  Records: bodies.map((body, index) => ({
    messageId: `m-${index}`,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    eventSource: 'aws:sqs',
  })),
});

/** A consumer that notes what it acts on, and a quarantine that notes what it keeps. */
const given = (act: (event: Created) => Promise<CloudEvent | undefined> = async () => answer) => {
  const acted: Created[] = [];
  const kept: (readonly [string, unknown])[] = [];
  const consumer = {
    read: parseAs([orderCreated]),
    act: (heard: Created) => {
      acted.push(heard);
      return act(heard);
    },
  };
  const handle = (delivered: unknown) =>
    handleEvents(delivered, consumer, async (reason, whole) => {
      kept.push([reason, whole]);
    });
  return { acted, kept, handle };
};

const failing = (error: Error) => async (): Promise<never> => {
  throw error;
};

describe('one event', () => {
  it('is read, acted on, and answered with the fact', async () => {
    const { acted, handle } = given();
    expect(await handle(enveloped)).toEqual(answer);
    expect(acted).toEqual([event]);
  });

  it('answers null when there is nothing to say: Lambda has no undefined', async () => {
    const { handle } = given(async () => undefined);
    expect(await handle(event)).toBeNull();
  });

  it.each([
    ['no object', 'hello', 'malformed'],
    ['nothing', undefined, 'malformed'],
    ['another type', read('order.completed'), 'unknown-type'],
    [
      'a major version that nobody here knows',
      changed({ dataschema: 'https://pizzaco.example/schemas/order.created/2' }),
      'unknown-version',
    ],
    ['data that lacks a field', changed({}, { size: undefined }), 'data.size'],
  ])('that is %s is kept whole, with the reason, and not tried again (S8)', async (_, poison, reason) => {
    const { acted, kept, handle } = given();
    expect(await handle(poison)).toBeNull();
    expect(acted).toEqual([]);
    expect(kept).toEqual([[expect.stringContaining(reason), poison]]);
  });

  it('that contradicts what was heard before is kept too (H8)', async () => {
    const { kept, handle } = given(failing(new ConflictingPayload('12345', 'charge')));
    expect(await handle(enveloped)).toBeNull();
    expect(kept).toEqual([[expect.stringContaining('ConflictingPayload'), event]]);
  });

  it.each([new NotYetVisible('12345', 'a row'), new TypeError('a bug')])(
    'fails with what a retry may mend, so that the platform tries again: %s',
    async (error) => {
      const { kept, handle } = given(failing(error));
      await expect(handle(enveloped)).rejects.toBe(error);
      expect(kept).toEqual([]);
    },
  );

  it('fails when the quarantine does: poison is never dropped', async () => {
    const refuse = failing(new Error('the queue cannot be reached'));
    const consumer = { read: parseAs([orderCreated]), act: async () => undefined };
    await expect(handleEvents('hello', consumer, refuse)).rejects.toThrow('the queue');
  });
});

describe('a batch from the retry queue', () => {
  it('reports only the messages that failed, whatever came of the others', async () => {
    const down = changed({ subject: '2', correlationid: '2' }, { orderId: '2' });
    const { acted, kept, handle } = given(async ({ subject }) => {
      if (subject === '2') throw new Error('ProviderUnavailable');
      return answer;
    });
    const result = await handle(queued(event, down, 'no JSON', { requestPayload: enveloped }));
    expect(result).toEqual({ batchItemFailures: [{ itemIdentifier: 'm-1' }] });
    expect(acted).toHaveLength(3);
    expect(kept).toEqual([[expect.stringContaining('malformed'), 'no JSON']]);
  });

  it('reports no failures when all went well', async () => {
    const { handle } = given();
    expect(await handle(queued(event, event))).toEqual({ batchItemFailures: [] });
  });
});

describe('causeOf', () => {
  const heard = event as unknown as Created;

  it('has the id and the attempt of the event', () => {
    expect(causeOf(heard)).toMatchObject({ id: 'order-12345-created', attempt: 1 });
  });

  it('tells payloads apart, but not repetitions of one', () => {
    const again = { ...heard, attempt: 7, time: '2026-01-13T11:00:00Z', traceheader: 'Root=1' };
    const other = { ...heard, data: { ...heard.data, size: 'small' } };
    expect(causeOf(again).hash).toBe(causeOf(heard).hash);
    expect(causeOf(other).hash).not.toBe(causeOf(heard).hash);
  });
});
