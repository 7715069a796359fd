import {
  type CancellationReason,
  ConditionalCheckFailedException,
  DynamoDBClient,
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { createDynamoDb } from '../../../lab/dynamodb/index.ts';
import { virtualKernel } from '../../../lab/kernel/kernel.ts';
import { createMeter } from '../../../lab/meter/meter.ts';
import { clientConfig } from '../../../lab/wire/client-config.ts';
import { createDispatch } from '../../../lab/wire/dispatch.ts';
import { createGate } from '../../../lab/wire/gate.ts';
import type { AlsoWrite, Row } from '../../../src/platform/row.ts';
import { dynamoRows } from '../../../src/platform/rows.ts';

const tableOf = (name: string, key: string) => ({
  TableName: name,
  AttributeDefinitions: [{ AttributeName: key, AttributeType: 'S' }],
  KeySchema: [{ AttributeName: key, KeyType: 'HASH' }],
  BillingMode: 'PAY_PER_REQUEST',
});

const rowOf = (version: number, status: string): Row => ({
  ...{ orderId: '12345', status, version },
  ...{ heard: {}, said: {}, expiresOn: 1_767_225_600 },
});

/** Another item of the transaction, of which there is one at most. */
const once: AlsoWrite = {
  Put: { TableName: 'others', Item: { id: 'one' }, ConditionExpression: 'attribute_not_exists(id)' },
};

/** The real rows, over the lab's DynamoDB. */
const given = () => {
  const kernel = virtualKernel({ seed: 1, startAt: Date.parse('2026-01-13T12:00:00Z') });
  const dynamoDb = createDynamoDb({ kernel, meter: createMeter() });
  dynamoDb.createTable(tableOf('rows', 'orderId'));
  dynamoDb.createTable(tableOf('others', 'id'));
  const gate = createGate({ kernel });
  gate.register(dynamoDb.service);
  const config = clientConfig(createDispatch(gate), { name: 'user' });
  const rows = dynamoRows<Row>(DynamoDBDocumentClient.from(new DynamoDBClient(config)), 'rows');
  const { settle } = kernel.clock;
  const write = (row: Row, seen?: number, also: readonly AlsoWrite[] = []) =>
    settle(rows.write(row, seen, also));
  const read = () => settle(rows.read('12345', { consistent: true }));
  return { write, read };
};

describe.each([
  ['alone', []],
  ['with other writes', [once]],
])('a row written %s', (_, also) => {
  it('is created when nobody has, and only then', async () => {
    const { write, read } = given();
    expect(await write(rowOf(1, 'first'), undefined, also)).toEqual({ kind: 'written' });
    const answer = await write(rowOf(1, 'second'), undefined, also);
    expect(answer).toEqual({ kind: 'conflict', row: rowOf(1, 'first') });
    expect(await read()).toEqual(rowOf(1, 'first'));
  });

  it('replaces the version seen, and no other: no update is lost (H2, S7)', async () => {
    const { write, read } = given();
    await write(rowOf(1, 'seen'));
    await write(rowOf(2, 'theirs'), 1);
    const answer = await write(rowOf(2, 'mine'), 1, also);
    expect(answer).toEqual({ kind: 'conflict', row: rowOf(2, 'theirs') });
    expect(await read()).toEqual(rowOf(2, 'theirs'));
    expect(await write(rowOf(3, 'mine'), 2, also)).toEqual({ kind: 'written' });
    expect(await read()).toEqual(rowOf(3, 'mine'));
  });

  it('does not come back where there is none any more', async () => {
    const { write, read } = given();
    expect(await write(rowOf(2, 'mine'), 1, also)).toEqual({ kind: 'conflict', row: undefined });
    expect(await read()).toBeUndefined();
  });
});

describe('a row with other writes', () => {
  it('is not written when one of them refuses, and says which', async () => {
    const { write, read } = given();
    await write(rowOf(1, 'first'), undefined, [once]);
    expect(await write(rowOf(2, 'second'), 1, [once])).toEqual({ kind: 'refused', positions: [0] });
    expect(await read()).toEqual(rowOf(1, 'first'));
  });
});

/** What comes of a write that fails with this error. */
const failed = (error: Error) => {
  const send = async (): Promise<never> => {
    throw error;
  };
  const rows = dynamoRows<Row>({ send } as unknown as DynamoDBDocumentClient, 'rows');
  return rows.write(rowOf(2, 'mine'), 1, [once, once]);
};

const cancelled = (...reasons: (string | CancellationReason)[]): Error =>
  new TransactionCanceledException({
    ...{ message: 'Transaction cancelled', $metadata: {} },
    CancellationReasons: reasons.map((reason) => (typeof reason === 'string' ? { Code: reason } : reason)),
  });

const theirs = { Code: 'ConditionalCheckFailed', Item: marshall(rowOf(2, 'theirs')) };

describe('a write that is in the way of another', () => {
  it.each([
    [
      'thrown',
      new TransactionConflictException({ message: 'Transaction is ongoing for the item', $metadata: {} }),
      [],
    ],
    ['on the row', cancelled('TransactionConflict', 'None', 'None'), []],
    ['on another item', cancelled('None', 'None', 'TransactionConflict'), [1]],
    [
      'on all of them',
      cancelled('TransactionConflict', 'TransactionConflict', 'ConditionalCheckFailed'),
      [0, 1],
    ],
  ])(
    'is to be tried again in place, and the row as seen may still be right: a conflict %s',
    async (_, error, positions) => {
      expect(await failed(error)).toEqual({ kind: 'refused', positions });
    },
  );

  it.each([
    ['alone', new ConditionalCheckFailedException({ message: '', $metadata: {}, Item: theirs.Item })],
    ['whatever else there is', cancelled(theirs, 'ConditionalCheckFailed', 'TransactionConflict')],
  ])('has found another version of the row, %s', async (_, error) => {
    expect(await failed(error)).toEqual({ kind: 'conflict', row: rowOf(2, 'theirs') });
  });
});

describe('a write that was cancelled for want of capacity', () => {
  it.each([
    ['on the row', cancelled('ThrottlingError', 'None', 'None')],
    ['on another item', cancelled('None', 'ThrottlingError', 'None')],
    ['for no reason told', cancelled()],
  ])('was refused by nobody, and fails: %s', async (_, error) => {
    await expect(failed(error)).rejects.toBe(error);
  });

  it('was refused only by those who did', async () => {
    expect(await failed(cancelled('None', 'ThrottlingError', 'ConditionalCheckFailed'))).toEqual({
      kind: 'refused',
      positions: [1],
    });
  });
});

it('a write that fails otherwise fails', async () => {
  const error = new Error('InternalServerError');
  await expect(failed(error)).rejects.toBe(error);
});
