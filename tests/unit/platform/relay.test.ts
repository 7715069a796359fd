import '../fakes/runtime.ts';
import type { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, it } from '@jest/globals';
import type { DynamoDBRecord } from 'aws-lambda';
import { type CloudEvent, kitchenCompleted, parseEvent } from '../../../src/contracts/index.ts';
import { publishTo, relay } from '../../../src/platform/relay.ts';
import type { Row } from '../../../src/platform/row.ts';
import { saidEvent } from '../../../src/platform/said.ts';

const rowOf = (orderId: string, over: Partial<Row> = {}): Row => ({
  orderId,
  status: 'completed',
  version: 3,
  heard: {},
  said: {
    [kitchenCompleted.type]: {
      time: '2026-01-13T10:12:25.000Z',
      data: {},
      attempt: 2,
      causationid: `kitchen-${orderId}-ready`,
    },
  },
  outbox: kitchenCompleted.type,
  trace: 'Root=1-69661820-5f2a1c7e9b3d4a6081c2e4f7;Parent=7d3f9a1b2c4e5d60;Sampled=1',
  expiresOn: 1_800_000_000,
  ...over,
});

const recordOf = (row: Row): DynamoDBRecord => ({
  eventName: 'MODIFY',
  dynamodb: {
    SequenceNumber: `seq-${row.orderId}`,
    NewImage: marshall(row) as NonNullable<NonNullable<DynamoDBRecord['dynamodb']>['NewImage']>,
  },
});

const rows = (count: number): Row[] => Array.from({ length: count }, (_, index) => rowOf(String(index)));

/** A bus that takes all but the named orders' events, and a quarantine that notes. */
const given = (refused: readonly string[] = []) => {
  const puts: (readonly CloudEvent[])[] = [];
  const kept: (readonly [string, unknown])[] = [];
  const deps = {
    publish: async (events: readonly CloudEvent[]) => {
      puts.push(events);
      return events.map(({ subject }) => !refused.includes(subject));
    },
    quarantine: async (reason: string, whole: unknown) => {
      kept.push([reason, whole]);
    },
  };
  return { puts, kept, run: (records: DynamoDBRecord[]) => relay({ Records: records }, deps) };
};

describe('relay', () => {
  it('publishes what the row says in this write, as a whole event', async () => {
    const { puts, run } = given();
    expect(await run([recordOf(rowOf('12345'))])).toEqual({ batchItemFailures: [] });
    const [[event] = []] = puts;
    expect(parseEvent(event)).toMatchObject({
      id: 'kitchen-12345-completed',
      attempt: 2,
      causationid: 'kitchen-12345-ready',
      time: '2026-01-13T10:12:25.000Z',
      traceheader: expect.stringContaining('Root=1-69661820'),
    });
  });

  it('says the same event for the same record, however often it is delivered (H13)', async () => {
    const { puts, run } = given();
    await run([recordOf(rowOf('12345'))]);
    await run([recordOf(rowOf('12345'))]);
    expect(puts[0]).toEqual(puts[1]);
  });

  it('puts at most ten at a time, in the order of the stream', async () => {
    const { puts, run } = given();
    await run(rows(23).map(recordOf));
    expect(puts.map(({ length }) => length)).toEqual([10, 10, 3]);
    expect(puts.flat().map(({ subject }) => subject)).toEqual(rows(23).map(({ orderId }) => orderId));
  });

  it('reports what the bus did not take, and only that (H12)', async () => {
    const { run } = given(['3', '17']);
    expect(await run(rows(23).map(recordOf))).toEqual({
      batchItemFailures: [{ itemIdentifier: 'seq-3' }, { itemIdentifier: 'seq-17' }],
    });
  });

  it.each<[string, DynamoDBRecord, string]>([
    ['has no image', { eventName: 'REMOVE', dynamodb: { SequenceNumber: 'seq-poison' } }, ''],
    ['speaks of a fact it never said', recordOf(rowOf('poison', { said: {} })), 'never said'],
    [
      'says what is no fact',
      recordOf(rowOf('poison', { outbox: 'com.pizzaco.virus.scanned' })),
      'never said',
    ],
    [
      'says a fact that breaks its contract',
      recordOf(
        rowOf('poison', {
          said: { [kitchenCompleted.type]: { time: 'noon', data: {}, attempt: 1, causationid: 'x' } },
        }),
      ),
      'time',
    ],
  ])(
    'keeps a record that %s, whole, and does not let it block the others (H14)',
    async (_, poison, reason) => {
      const { puts, kept, run } = given();
      expect(await run([recordOf(rowOf('1')), poison, recordOf(rowOf('2'))])).toEqual({
        batchItemFailures: [],
      });
      expect(kept).toEqual([[expect.stringContaining(reason), poison]]);
      expect(puts.flat().map(({ subject }) => subject)).toEqual(['1', '2']);
    },
  );

  it('fails when the bus cannot be reached: the stream delivers the batch again', async () => {
    const publish = async (): Promise<never> => {
      throw new Error('InternalException');
    };
    const deps = { publish, quarantine: async () => undefined };
    await expect(relay({ Records: [recordOf(rowOf('1'))] }, deps)).rejects.toThrow('InternalException');
  });
});

describe('publishTo', () => {
  /** PutEvents answers in the order of the entries; an entry that failed has an error code and no id. */
  const bus = (answers: readonly object[]) => {
    const inputs: unknown[] = [];
    const send = async (command: PutEventsCommand) => {
      inputs.push(command.input);
      return { FailedEntryCount: answers.filter((each) => 'ErrorCode' in each).length, Entries: answers };
    };
    return { inputs, client: { send } as unknown as EventBridgeClient };
  };
  const event = (orderId: string): CloudEvent => saidEvent(rowOf(orderId), kitchenCompleted.type);

  it('mirrors source, type, time and trace of the CloudEvent, which is the detail', async () => {
    const { inputs, client } = bus([{ EventId: '1' }]);
    expect(await publishTo(client, 'pizza')([event('12345')])).toEqual([true]);
    expect(inputs).toEqual([
      {
        Entries: [
          {
            EventBusName: 'pizza',
            Source: 'kitchen-service',
            DetailType: 'com.pizzaco.kitchen.completed',
            Detail: JSON.stringify(event('12345')),
            Time: new Date('2026-01-13T10:12:25.000Z'),
            TraceHeader: expect.stringContaining('Root='),
          },
        ],
      },
    ]);
  });

  it('tells which entries the bus took', async () => {
    const { client } = bus([{ EventId: '1' }, { ErrorCode: 'ThrottlingException' }, { EventId: '3' }]);
    const events = ['1', '2', '3'].map(event);
    expect(await publishTo(client, 'pizza')(events)).toEqual([true, false, true]);
  });

  it('takes an answer without entries for a refusal of all', async () => {
    const client = { send: async () => ({}) } as unknown as EventBridgeClient;
    expect(await publishTo(client, 'pizza')([event('1')])).toEqual([false]);
  });
});
