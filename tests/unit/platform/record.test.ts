import '../fakes/runtime.ts';
import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, it } from '@jest/globals';
import type { DynamoDBRecord } from 'aws-lambda';
import { readOrKeep } from '../../../src/platform/record.ts';
import type { PaymentRow } from '../../../src/services/payment/decisions.ts';

type Image = NonNullable<NonNullable<DynamoDBRecord['dynamodb']>['NewImage']>;

const base = {
  ...{
    orderId: '12345',
    status: 'INTENT',
    version: 2,
    heard: {},
    said: {},
    outbox: 'com.pizzaco.payment.failed',
  },
  ...{ trace: 'Root=1-69661820-5f2a1c7e9b3d4a6081c2e4f7', expiresOn: 1_800_000_000 },
};
/** With what is the payment's own. */
const row = { ...base, charge: { amount: 899, currency: 'GBP', token: 'tok_approved' } } as PaymentRow;

const recordOf = (image: object): DynamoDBRecord => ({
  eventID: 'e-1',
  dynamodb: { SequenceNumber: 'seq-1', NewImage: marshall(image) as Image },
});

const unreadable = (): never => {
  throw new Error('the row has never said it');
};

/** Reads the record; answers what came of it, and what was kept. */
const given = async <Read>(record: DynamoDBRecord, read: (row: PaymentRow) => Read) => {
  const kept: (readonly [string, unknown])[] = [];
  const answer = await readOrKeep(record, read, async (reason, whole) => {
    kept.push([reason, whole]);
  });
  return { answer, kept };
};

describe('a record of a stream', () => {
  it('is read as the row that was written', async () => {
    expect(await given(recordOf(row), (read) => read)).toEqual({ answer: row, kept: [] });
  });

  it('that cannot be read is kept with its reason, without what is a service’s own (H33)', async () => {
    const { answer, kept } = await given(
      { ...recordOf(row), dynamodb: { ...recordOf(row).dynamodb, OldImage: marshall(row) as Image } },
      unreadable,
    );
    expect(answer).toBeUndefined();
    expect(kept).toEqual([['UnreadableRow: the row has never said it', recordOf(base)]]);
  });

  it('keeps of an order what its run is started with', async () => {
    const order = { ...base, attempt: 1, deadline: 1_768_298_400_000 };
    const { kept } = await given(
      recordOf({ ...order, caller: 'arn:aws:iam::123456789012:role/Shop' }),
      unreadable,
    );
    expect(kept).toEqual([[expect.stringContaining('UnreadableRow'), recordOf(order)]]);
  });

  it.each([
    ['has no image', { eventName: 'REMOVE', dynamodb: { SequenceNumber: 'seq-1' } }],
    ['is none', null],
    ['is a word', 'record'],
  ])('that %s is kept whole', async (_, record) => {
    const whole = record as unknown as DynamoDBRecord;
    expect(await given(whole, unreadable)).toEqual({
      answer: undefined,
      kept: [['UnreadableRow: the record has no new image', record]],
    });
  });

  it('fails when the quarantine does: poison is never dropped', async () => {
    const refuse = async (): Promise<never> => {
      throw new Error('the queue cannot be reached');
    };
    await expect(readOrKeep(recordOf(row), unreadable, refuse)).rejects.toThrow('the queue');
  });
});
