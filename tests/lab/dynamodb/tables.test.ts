import { describe, expect, it } from '@jest/globals';
import { createWorld, expectError, expectValidation, START } from './world.ts';

// CloudFormation Template Reference, AWS::DynamoDB::Table.
describe('a table', () => {
  it('is made of CloudFormation properties, and described', () => {
    const { send, streamArn } = createWorld({
      StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
      SSESpecification: { SSEEnabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      Tags: [],
    });
    const tableArn = 'arn:aws:dynamodb:us-east-1:123456789012:table/things';
    expect(streamArn).toBe(`${tableArn}/stream/2026-01-01T00:00:00.000`);
    expect(send('DescribeTable', { TableName: 'things' }).Table).toMatchObject({
      TableArn: tableArn,
      TableStatus: 'ACTIVE',
      CreationDateTime: START / 1000,
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      ItemCount: 0,
      LatestStreamArn: streamArn,
      BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
    });
    expect(send('ListTables', {})).toEqual({ TableNames: ['things'] });
    expect(send('GetItem', { TableName: tableArn, Key: { pk: { S: 'a' } } })).toEqual({});
  });

  it.each([
    [{ LocalSecondaryIndexes: [] }, 'AWS::DynamoDB::Table.LocalSecondaryIndexes is not supported by the lab'],
    [
      { KinesisStreamSpecification: {} },
      'AWS::DynamoDB::Table.KinesisStreamSpecification is not supported by the lab',
    ],
    [
      { StreamSpecification: { StreamViewType: 'NEW_IMAGE', ResourcePolicy: {} } },
      'AWS::DynamoDB::Table.StreamSpecification.ResourcePolicy is not supported by the lab',
    ],
    [{ TableName: undefined }, 'AWS::DynamoDB::Table.TableName is required'],
    [{ AttributeDefinitions: [] }, 'AWS::DynamoDB::Table: key attribute pk is not in AttributeDefinitions'],
  ])('is refused: %#', (properties, message) => {
    expect(() => createWorld(properties)).toThrow(message);
  });

  it('is deleted unless it is protected', () => {
    const { dynamoDb, send } = createWorld();
    dynamoDb.deleteTable('things');
    expectError(
      () => send('DescribeTable', { TableName: 'things' }),
      'ResourceNotFoundException',
      'Requested resource not found: Table: things not found',
    );
    const guarded = createWorld({ DeletionProtectionEnabled: true });
    expectValidation(() => guarded.dynamoDb.deleteTable('things'), /currently protected against deletion/);
  });
});
