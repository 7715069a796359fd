import { describe, expect, it } from '@jest/globals';
import { deployed } from './deployed.ts';
import { stages } from './packages.ts';

/** The tables as designed: partition key, sort key; the indexes after them. */
const KEYS = {
  OrderTable: 'orderId; open: openShard, lookAgainAt',
  MenuTable: 'menu',
  PaymentTable: 'orderId',
  WalletTable: 'customerId',
  ReservationTable: 'orderId',
  StockTable: 'ingredient, shard',
  AssignmentTable: 'orderId',
  ChefTable: 'pk, sk',
  KitchenTable: 'orderId',
  LedgerTable: 'key',
};

/** Tables of rows that say facts: their streams are the outbox. */
const SPEAKING = ['AssignmentTable', 'KitchenTable', 'OrderTable', 'PaymentTable', 'ReservationTable'];

describe.each(stages)('the data of %s', (stage) => {
  const stack = deployed(stage);
  const tables = stack.all('AWS::DynamoDB::Table');
  const functions = [...stack.all('AWS::Lambda::Function').values()];

  it('lie in tables with the keys of the design', () => {
    const names = (keys: readonly { readonly AttributeName: string }[]) =>
      keys.map(({ AttributeName }) => AttributeName).join(', ');
    const found = [...tables].map(([id, { KeySchema, GlobalSecondaryIndexes = [] }]) => [
      id,
      [
        names(KeySchema),
        ...GlobalSecondaryIndexes.map((index) => `${index.IndexName}: ${names(index.KeySchema)}`),
      ].join('; '),
    ]);
    expect(Object.fromEntries(found)).toEqual(KEYS);
  });

  it('are encrypted in every table', () => {
    const plain = [...tables].filter(([, { SSESpecification }]) => SSESpecification?.SSEEnabled !== true);
    expect(plain.map(([id]) => id)).toEqual([]);
  });

  it('stream both images from the tables that say facts, whose rows end by TTL', () => {
    const streaming = [...tables].filter(([, { StreamSpecification }]) => StreamSpecification !== undefined);
    expect(streaming.map(([id]) => id).sort()).toEqual(SPEAKING);
    for (const [, table] of streaming) {
      expect(table).toMatchObject({
        StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
        TimeToLiveSpecification: { AttributeName: 'expiresOn', Enabled: true },
      });
    }
  });

  it('may be thrown away with the stack, this being no stage of production', () => {
    for (const [, table] of tables) {
      expect(table).toMatchObject({
        DeletionProtectionEnabled: false,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: false },
      });
    }
  });

  it('are encrypted in every queue', () => {
    const plain = [...stack.all('AWS::SQS::Queue')].filter(
      ([, queue]) => queue.SqsManagedSseEnabled !== true,
    );
    expect(plain.map(([id]) => id)).toEqual([]);
  });

  // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html
  it('come to every queue over TLS alone', () => {
    const policies = [...stack.all('AWS::SQS::QueuePolicy').values()];
    for (const [id] of stack.all('AWS::SQS::Queue')) {
      const statements = policies
        .filter(({ Queues }) => Queues.includes(id))
        .flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
      expect({ id, statements }).toEqual({
        id,
        statements: expect.arrayContaining([
          {
            Effect: 'Deny',
            Principal: '*',
            Action: 'sqs:*',
            Resource: `${id}.Arn`,
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
        ]),
      });
    }
  });

  it('are logged by every function into a group that forgets', () => {
    const groups = [...stack.all('AWS::Logs::LogGroup').values()];
    expect(groups.map(({ LogGroupName }) => LogGroupName).sort()).toEqual(
      functions.map(({ FunctionName }) => `/aws/lambda/${FunctionName}`).sort(),
    );
    expect(groups.filter(({ RetentionInDays }) => RetentionInDays === undefined)).toEqual([]);
  });

  it('are reached by nobody who is not named: every permission to call a function has its source', () => {
    const open = [...stack.all('AWS::Lambda::Permission')].filter(
      ([, { SourceArn }]) => SourceArn === undefined,
    );
    expect(open.map(([id]) => id)).toEqual([]);
  });
});
