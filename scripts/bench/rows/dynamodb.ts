import { createDynamoDb } from '../../../lab/dynamodb/index.ts';
import { virtualKernel } from '../../../lab/kernel/kernel.ts';
import { createMeter } from '../../../lab/meter/meter.ts';
import type { Benchmark } from '../benchmark.ts';
import { ratePerSecond } from '../measure.ts';
import { startDynalite } from './dynalite.ts';

const ROWS = 1000;
const UPDATES = 50_000;
const PEER_UPDATES = 5000;

const table = {
  TableName: 'orders',
  AttributeDefinitions: [{ AttributeName: 'orderId', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'orderId', KeyType: 'HASH' }],
  BillingMode: 'PAY_PER_REQUEST',
} as const;

/** The n-th write: rows in turn, each on the version that was written last. */
const update = (n: number): object => {
  const version = Math.floor(n / ROWS);
  const values = { ':next': { N: String(version + 1) }, ':status': { S: 'created' } };
  return {
    TableName: table.TableName,
    Key: { orderId: { S: `order-${n % ROWS}` } },
    UpdateExpression: 'SET #version = :next, #status = :status',
    ConditionExpression: version === 0 ? 'attribute_not_exists(#version)' : '#version = :seen',
    ExpressionAttributeNames: { '#version': 'version', '#status': 'status' },
    ExpressionAttributeValues: version === 0 ? values : { ...values, ':seen': { N: String(version) } },
  };
};

const measureLab = async (): Promise<number> => {
  const kernel = virtualKernel({ seed: 1, startAt: 0 });
  const dynamoDb = createDynamoDb({ kernel, meter: createMeter() });
  dynamoDb.createTable(table);
  const { UpdateItem } = dynamoDb.service.operations;
  const caller = { name: 'user' };
  let n = 0;
  return ratePerSecond(UPDATES, () => {
    for (let i = 0; i < UPDATES; i++) UpdateItem(update(n++), caller);
  });
};

const measureDynalite = async (): Promise<number> => {
  const dynalite = await startDynalite();
  try {
    await dynalite.call('CreateTable', table);
    let n = 0;
    return await ratePerSecond(PEER_UPDATES, async () => {
      for (let done = 0; done < PEER_UPDATES; done += ROWS) {
        await Promise.all(Array.from({ length: ROWS }, () => dynalite.call('UpdateItem', update(n++))));
      }
    });
  } finally {
    dynalite.stop();
  }
};

export const dynamoDb: Benchmark = {
  name: 'dynamodb',
  title: 'DynamoDB engine: conditional updates',
  unit: '/s',
  budget: 200_000,
  better: 'more',
  how: `UpdateItem on the version seen, ${ROWS} rows in turn, in process`,
  measure: async () => ({ value: await measureLab() }),
  peer: {
    name: 'dynalite',
    how: 'the same updates over its HTTP server on loopback, in this process, no SDK',
    measure: async () => ({ value: await measureDynalite() }),
  },
};
