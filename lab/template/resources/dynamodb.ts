import type { DynamoDb } from '../engines.ts';
import type { Created, Registry } from '../resource-type.ts';
import { named } from './named.ts';

type Table = Awaited<ReturnType<DynamoDb['createTable']>>;

const createdAs = (name: string, { tableArn, streamArn }: Table): Created => ({
  ref: name,
  attributes: { Arn: tableArn, ...(streamArn && { StreamArn: streamArn }) },
});

export const dynamodbResources = (dynamodb: DynamoDb): Registry => ({
  'AWS::DynamoDB::Table': {
    create: async (context) => {
      const { name, properties } = named(context, 'TableName');
      return createdAs(name, await dynamodb.createTable(properties));
    },
    update: async (context, { ref }) =>
      createdAs(ref, await dynamodb.updateTable(ref, named(context, 'TableName').properties)),
    delete: ({ ref }) => dynamodb.deleteTable(ref),
  },
});
