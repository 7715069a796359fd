import { expect } from '@jest/globals';
import { createDynamoDb } from '../../../lab/dynamodb/index.ts';
import { virtualKernel } from '../../../lab/kernel/kernel.ts';
import { createMeter } from '../../../lab/meter/meter.ts';

const caller = { name: 'user' };

type Name = keyof ReturnType<typeof createDynamoDb>['service']['operations'];

/** 2026-01-01T00:00:00Z */
export const START = 1_767_225_600_000;

const table = {
  TableName: 'things',
  AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  BillingMode: 'PAY_PER_REQUEST',
};

/** A DynamoDB with one table, `things`, of the partition key `pk` unless the properties say otherwise. */
export const createWorld = (properties: object = {}, ttlDelayMs = 0) => {
  const kernel = virtualKernel({ seed: 1, startAt: START });
  const meter = createMeter();
  const dynamoDb = createDynamoDb({ kernel, meter, ttlDelayMs });
  const { streamArn = '' } = dynamoDb.createTable({ ...table, ...properties });
  /** Calls an operation on `things`. */
  // biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely.
  const call = (name: Name, input: object): any =>
    dynamoDb.service.operations[name]({ TableName: 'things', ...input }, caller);
  /** Calls one that names its tables itself. */
  // biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely.
  const send = (name: Name, input: object): any => dynamoDb.service.operations[name](input, caller);
  const put = (item: object) => call('PutItem', { Item: item });
  const get = (pk: string) => call('GetItem', { Key: { pk: { S: pk } } }).Item;
  /** Units metered since the last call. */
  const units = (): number => {
    const sum = meter.read().reduce((total, { quantity }) => total + quantity, 0);
    meter.reset();
    return sum;
  };
  const records = () =>
    dynamoDb.streams
      .shards(streamArn)
      .flatMap((shard) => dynamoDb.streams.read(streamArn, shard, undefined, 1000));
  return { kernel, meter, dynamoDb, streamArn, call, send, put, get, units, records };
};

/** Whether the call throws an AwsError of that code and message. */
export const expectError = (run: () => unknown, code: string, message: string | RegExp): void => {
  let thrown: unknown;
  try {
    run();
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toMatchObject({ code });
  if (typeof message === 'string') expect((thrown as Error).message).toBe(message);
  else expect((thrown as Error).message).toMatch(message);
};

export const expectValidation = (run: () => unknown, message: string | RegExp): void =>
  expectError(run, 'ValidationException', message);
