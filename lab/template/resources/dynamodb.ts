import type { DynamoDb } from '../engines.ts';
import type { Registry } from '../resource-type.ts';
import { named } from './named.ts';

export const dynamodbResources = (dynamodb: DynamoDb): Registry => ({
  'AWS::DynamoDB::Table': {
    create: async (context) => {
      const { name, properties } = named(context, 'TableName');
      const { tableArn, streamArn } = await dynamodb.createTable(properties);
      return { ref: name, attributes: { Arn: tableArn, ...(streamArn && { StreamArn: streamArn }) } };
    },
  },
});
