// Behaviour as in the DynamoDB API reference; messages as AWS gives them.
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  ExecuteStatementCommand,
  ListTablesCommand,
  ListTagsOfResourceCommand,
  PutItemCommand,
  QueryCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { virtualKernel } from '../../../lab/kernel/kernel.ts';
import { createLab } from '../../../lab/lab.ts';

const START = Date.UTC(2026, 0, 1);

const table = {
  TableName: 'loans',
  AttributeDefinitions: [{ AttributeName: 'book', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'book', KeyType: 'HASH' }],
  BillingMode: 'PAY_PER_REQUEST',
} satisfies CreateTableCommandInput;

const byReader = {
  IndexName: 'by-reader',
  KeySchema: [{ AttributeName: 'reader', KeyType: 'HASH' as const }],
  Projection: { ProjectionType: 'ALL' as const },
};

/** An empty lab, or one with the table `loans`, ACTIVE. */
const createWorld = () => {
  const lab = createLab(virtualKernel({ seed: 1, startAt: START }));
  const { clock } = lab.kernel as ReturnType<typeof virtualKernel>;
  const client = new DynamoDBClient(lab.client);
  const send = ((command: never) => clock.settle(client.send(command))) as typeof client.send;
  const settle = () => clock.run();
  const create = async (more: Partial<CreateTableCommandInput> = {}) => {
    await send(new CreateTableCommand({ ...table, ...more }));
    await settle();
  };
  const described = async () => (await send(new DescribeTableCommand({ TableName: 'loans' }))).Table;
  const update = (input: object) => send(new UpdateTableCommand({ TableName: 'loans', ...input }));
  const put = (book: string, more: object = {}) =>
    send(new PutItemCommand({ TableName: 'loans', Item: { book: { S: book }, ...more } }));
  return { clock, send, settle, create, described, update, put };
};

const inUse = (doing: string) => ({
  name: 'ResourceInUseException',
  message: `Attempt to change a resource which is still in use: Table is being ${doing}: loans`,
});

describe('CreateTable', () => {
  it('makes a table that is CREATING, and takes items once it is ACTIVE', async () => {
    const { send, settle, described, put } = createWorld();
    const { TableDescription } = await send(new CreateTableCommand(table));
    expect(TableDescription).toMatchObject({
      TableName: 'loans',
      TableArn: 'arn:aws:dynamodb:us-east-1:123456789012:table/loans',
      TableStatus: 'CREATING',
      CreationDateTime: expect.any(Date),
      KeySchema: table.KeySchema,
      AttributeDefinitions: table.AttributeDefinitions,
      BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
      ProvisionedThroughput: { ReadCapacityUnits: 0, WriteCapacityUnits: 0 },
      ItemCount: 0,
    });
    await expect(put('a')).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Requested resource not found',
    });
    await expect(send(new DeleteTableCommand({ TableName: 'loans' }))).rejects.toMatchObject(
      inUse('created'),
    );
    await settle();
    expect(await described()).toMatchObject({ TableStatus: 'ACTIVE' });
    await put('a');
    expect(await described()).toMatchObject({ ItemCount: 1 });
  });

  it('refuses a name that is taken', async () => {
    const { create, send } = createWorld();
    await create();
    await expect(send(new CreateTableCommand(table))).rejects.toMatchObject({
      name: 'ResourceInUseException',
      message: 'Table already exists: loans',
    });
  });

  it.each<[string, Partial<CreateTableCommandInput>, string]>([
    [
      'a short name',
      { TableName: 'ab' },
      'TableName must be at least 3 characters long and at most 255 characters long',
    ],
    [
      'a bad name',
      { TableName: 'a b c' },
      "1 validation error detected: Value 'a b c' at 'tableName' failed to satisfy constraint: Member must satisfy " +
        'regular expression pattern: [a-zA-Z0-9_.-]+',
    ],
    [
      'a key without definition',
      { KeySchema: [{ AttributeName: 'x', KeyType: 'HASH' }] },
      'One or more parameter values were invalid: Some index key attributes are not defined in AttributeDefinitions. ' +
        'Keys: [x], AttributeDefinitions: [book]',
    ],
    [
      'a first key that is no partition key',
      { KeySchema: [{ AttributeName: 'book', KeyType: 'RANGE' }] },
      'Invalid KeySchema: The first KeySchemaElement is not a HASH key type',
    ],
    [
      'a definition that is part of no key',
      { AttributeDefinitions: [...table.AttributeDefinitions, { AttributeName: 'x', AttributeType: 'S' }] },
      'One or more parameter values were invalid: Number of attributes in KeySchema does not exactly match number of ' +
        'attributes defined in AttributeDefinitions',
    ],
    [
      'provisioned capacity left out',
      { BillingMode: 'PROVISIONED' },
      'One or more parameter values were invalid: ReadCapacityUnits and WriteCapacityUnits must both be specified ' +
        'when BillingMode is PROVISIONED',
    ],
    [
      'provisioned capacity beside on-demand',
      { ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 } },
      'One or more parameter values were invalid: Neither ReadCapacityUnits nor WriteCapacityUnits can be specified ' +
        'when BillingMode is PAY_PER_REQUEST',
    ],
    [
      'a stream without its view',
      { StreamSpecification: { StreamEnabled: true } },
      'One or more parameter values were invalid: Table is being created with a stream enabled, UpdateViewType is ' +
        'required',
    ],
  ])('refuses %s', async (_, more, message) => {
    const { create } = createWorld();
    await expect(create(more)).rejects.toMatchObject({ name: 'ValidationException', message });
  });

  it('refuses by name what the lab does not have', async () => {
    const { create, send } = createWorld();
    const LocalSecondaryIndexes = [byReader];
    for (const more of [{}, { KeySchema: [] }]) {
      await expect(create({ LocalSecondaryIndexes, ...more })).rejects.toThrow(
        /^LocalSecondaryIndexes is not supported by the lab/,
      );
    }
    await expect(send(new ExecuteStatementCommand({ Statement: 'SELECT * FROM loans' }))).rejects.toThrow(
      'The lab does not support dynamodb:ExecuteStatement.',
    );
  });
});

describe('UpdateTable', () => {
  it('adds an index over the items that are there, and takes it away', async () => {
    const { create, put, update, described, settle, send } = createWorld();
    await create();
    await put('a', { reader: { S: 'r' } });
    await put('b', { reader: { N: '1' } });
    await put('c');
    const AttributeDefinitions = [{ AttributeName: 'reader', AttributeType: 'S' }];
    await update({ AttributeDefinitions, GlobalSecondaryIndexUpdates: [{ Create: byReader }] });
    const query = new QueryCommand({
      TableName: 'loans',
      IndexName: 'by-reader',
      KeyConditionExpression: 'reader = :r',
      ExpressionAttributeValues: { ':r': { S: 'r' } },
    });
    expect(await described()).toMatchObject({
      TableStatus: 'UPDATING',
      GlobalSecondaryIndexes: [{ IndexName: 'by-reader', IndexStatus: 'CREATING', Backfilling: true }],
    });
    await expect(send(query)).rejects.toThrow(
      'Cannot read from backfilling global secondary index: by-reader',
    );
    await settle();
    await put('d', { reader: { S: 'r' } });
    expect((await send(query)).Items?.map(({ book }) => book?.S)).toEqual(['a', 'd']);
    await put('b', { reader: { S: 'r' } });
    expect((await send(query)).Count).toBe(3);

    await update({ GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: 'by-reader' } }] });
    expect(await described()).toMatchObject({ GlobalSecondaryIndexes: [{ IndexStatus: 'DELETING' }] });
    await settle();
    expect(await described()).toEqual(
      expect.not.objectContaining({ GlobalSecondaryIndexes: expect.anything() }),
    );
    expect((await described())?.AttributeDefinitions).toEqual(table.AttributeDefinitions);
    await expect(send(query)).rejects.toThrow('The table does not have the specified index: by-reader');
  });

  it('changes one index at a time', async () => {
    const { create, update } = createWorld();
    await create();
    const AttributeDefinitions = [{ AttributeName: 'reader', AttributeType: 'S' }];
    const twice = [{ Create: byReader }, { Create: { ...byReader, IndexName: 'other' } }];
    await expect(update({ AttributeDefinitions, GlobalSecondaryIndexUpdates: twice })).rejects.toMatchObject({
      name: 'LimitExceededException',
      message:
        'Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table',
    });
    await update({ AttributeDefinitions, GlobalSecondaryIndexUpdates: [{ Create: byReader }] });
    await expect(update({ BillingMode: 'PAY_PER_REQUEST' })).rejects.toMatchObject(inUse('updated'));
  });

  it('turns the stream on and off; the old one stays, and the next has another ARN', async () => {
    const { create, update, described, settle } = createWorld();
    await create();
    const on = { StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' } };
    const off = { StreamSpecification: { StreamEnabled: false } };
    await expect(update(off)).rejects.toThrow('Table has no stream to disable: TableName: loans');
    await update(on);
    await settle();
    const first = (await described())?.LatestStreamArn;
    await expect(update(on)).rejects.toThrow('Table already has an enabled stream: TableName: loans');
    await update(off);
    await settle();
    const disabled = await described();
    expect(disabled?.StreamSpecification).toBeUndefined();
    expect(disabled?.LatestStreamArn).toBe(first);
    await update(on);
    await settle();
    expect((await described())?.LatestStreamArn).not.toBe(first);
  });

  it('protects from deletion', async () => {
    const { create, update, settle, send } = createWorld();
    await create();
    await update({ DeletionProtectionEnabled: true });
    await settle();
    await expect(send(new DeleteTableCommand({ TableName: 'loans' }))).rejects.toMatchObject({
      name: 'ValidationException',
      message:
        'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.',
    });
  });

  it('goes over to provisioned capacity', async () => {
    const { create, update, settle, described } = createWorld();
    await create();
    await expect(update({ BillingMode: 'PROVISIONED' })).rejects.toThrow('must both be specified');
    const ProvisionedThroughput = { ReadCapacityUnits: 3, WriteCapacityUnits: 2 };
    await update({ BillingMode: 'PROVISIONED', ProvisionedThroughput });
    await settle();
    expect(await described()).toMatchObject({
      ProvisionedThroughput,
      BillingModeSummary: { BillingMode: 'PROVISIONED' },
    });
  });

  it.each<[string, object, string]>([
    ['nothing to change', {}, 'At least one of ProvisionedThroughput, BillingMode, '],
    [
      'protection beside something else',
      { DeletionProtectionEnabled: true, BillingMode: 'PAY_PER_REQUEST' },
      'DeletionProtection modification must be the only operation in the request',
    ],
    ['replicas', { ReplicaUpdates: [] }, 'UpdateTable.ReplicaUpdates is not supported by the lab'],
  ])('refuses %s', async (_, input, message) => {
    const { create, update } = createWorld();
    await create();
    await expect(update(input)).rejects.toThrow(message);
  });
});

describe('DeleteTable', () => {
  it('shows DELETING, and then there is no table', async () => {
    const { create, send, settle, described, put } = createWorld();
    await create();
    const { TableDescription } = await send(new DeleteTableCommand({ TableName: 'loans' }));
    expect(TableDescription?.TableStatus).toBe('DELETING');
    await expect(put('a')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await settle();
    await expect(described()).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Requested resource not found: Table: loans not found',
    });
    await expect(send(new DeleteTableCommand({ TableName: 'loans' }))).rejects.toMatchObject({
      message: 'Requested resource not found: Table: loans not found',
    });
  });
});

describe('ListTables', () => {
  it('lists page by page', async () => {
    const { create, send } = createWorld();
    for (const TableName of ['books', 'loans', 'readers']) await create({ TableName });
    const first = await send(new ListTablesCommand({ Limit: 2 }));
    expect(first).toMatchObject({ TableNames: ['books', 'loans'], LastEvaluatedTableName: 'loans' });
    const rest = await send(new ListTablesCommand({ ExclusiveStartTableName: first.LastEvaluatedTableName }));
    expect(rest.TableNames).toEqual(['readers']);
    expect(rest.LastEvaluatedTableName).toBeUndefined();
  });
});

describe('time to live', () => {
  const ttl = (Enabled: boolean, AttributeName = 'until') =>
    new UpdateTimeToLiveCommand({
      TableName: 'loans',
      TimeToLiveSpecification: { AttributeName, Enabled },
    });

  it('removes items that were there before it was enabled, and none once it is disabled', async () => {
    const { create, put, send, described, clock } = createWorld();
    await create();
    const until = { until: { N: String(START / 1000 + 60) } };
    await put('a', until);
    await send(ttl(true));
    const status = await send(new DescribeTimeToLiveCommand({ TableName: 'loans' }));
    expect(status.TimeToLiveDescription).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'until' });
    await clock.run(() => false, START + 3_600_000);
    expect((await described())?.ItemCount).toBe(0);
    await put('b', { until: { N: String(START / 1000 + 7200) } });
    await send(ttl(false));
    await clock.run(() => false, START + 4 * 3_600_000);
    expect((await described())?.ItemCount).toBe(1);
  });

  it('refuses what changes nothing, and another attribute', async () => {
    const { create, send } = createWorld();
    await create();
    await expect(send(ttl(false))).rejects.toThrow('TimeToLive is already disabled');
    await send(ttl(true));
    await expect(send(ttl(true))).rejects.toThrow('TimeToLive is already enabled');
    await expect(send(ttl(false, 'other'))).rejects.toThrow(
      'TimeToLive is active on a different AttributeName: current AttributeName is until',
    );
  });
});

describe('what is only told', () => {
  it('keeps tags', async () => {
    const { create, send, described } = createWorld();
    await create({ Tags: [{ Key: 'a', Value: '1' }] });
    const ResourceArn = (await described())?.TableArn;
    await send(new TagResourceCommand({ ResourceArn, Tags: [{ Key: 'b', Value: '2' }] }));
    await send(new UntagResourceCommand({ ResourceArn, TagKeys: ['a'] }));
    const { Tags } = await send(new ListTagsOfResourceCommand({ ResourceArn }));
    expect(Tags).toEqual([{ Key: 'b', Value: '2' }]);
    await expect(
      send(new ListTagsOfResourceCommand({ ResourceArn: `${ResourceArn}-other` })),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('keeps whether a table can be recovered to a point in time', async () => {
    const { create, send } = createWorld();
    await create();
    const TableName = 'loans';
    const status = async () => {
      const { ContinuousBackupsDescription: description } = await send(
        new DescribeContinuousBackupsCommand({ TableName }),
      );
      return description?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus;
    };
    expect(await status()).toBe('DISABLED');
    const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true };
    await send(new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification }));
    expect(await status()).toBe('ENABLED');
    await expect(send(new DescribeContinuousBackupsCommand({ TableName: 'other' }))).rejects.toMatchObject({
      name: 'TableNotFoundException',
      message: 'Table not found: other',
    });
  });
});
