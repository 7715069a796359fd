import { arn } from '../../kernel/account.ts';
import {
  byName,
  everything,
  type Input,
  isArn,
  listOf,
  type Need,
  type Needs,
  type ServiceActions,
} from './need.ts';

const tableArn = (name: string): string => (isArn(name) ? name : arn('dynamodb', `table/${name}`));

const table = ({ TableName }: Input): string => tableArn(TableName);

const tableOrIndex = ({ TableName, IndexName }: Input): string =>
  IndexName === undefined ? tableArn(TableName) : `${tableArn(TableName)}/index/${IndexName}`;

const resource = ({ ResourceArn }: Input): string => String(ResourceArn);

/** Each table of a batch. */
const ofBatch =
  (action: string): Needs =>
  ({ RequestItems }) =>
    Object.keys(RequestItems ?? {}).map((name) => ({ action, resource: tableArn(name) }));

const WRITES: Readonly<Record<string, string>> = {
  Put: 'dynamodb:PutItem',
  Update: 'dynamodb:UpdateItem',
  Delete: 'dynamodb:DeleteItem',
  ConditionCheck: 'dynamodb:ConditionCheckItem',
};

/** A transaction needs what its items would need alone. */
const ofItem = (item: Input): readonly Need[] =>
  Object.entries(WRITES).flatMap(([kind, action]) =>
    item[kind] === undefined ? [] : [{ action, resource: table(item[kind]) }],
  );

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html */
export const dynamodb: ServiceActions = {
  ...byName('dynamodb', ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'], table),
  ...byName('dynamodb', ['Query', 'Scan'], tableOrIndex),
  BatchGetItem: ofBatch('dynamodb:BatchGetItem'),
  BatchWriteItem: ofBatch('dynamodb:BatchWriteItem'),
  TransactGetItems: ({ TransactItems }) =>
    listOf(TransactItems).map(({ Get }) => ({ action: 'dynamodb:GetItem', resource: table(Get ?? {}) })),
  TransactWriteItems: ({ TransactItems }) => listOf(TransactItems).flatMap(ofItem),
  ...byName(
    'dynamodb',
    [
      'CreateTable',
      'DeleteTable',
      'DescribeContinuousBackups',
      'DescribeTable',
      'DescribeTimeToLive',
      'UpdateContinuousBackups',
      'UpdateTable',
      'UpdateTimeToLive',
    ],
    table,
  ),
  ...byName('dynamodb', ['ListTagsOfResource', 'TagResource', 'UntagResource'], resource),
  ...byName('dynamodb', ['ListTables'], everything),
};

const stream = ({ StreamArn }: Input): string => String(StreamArn);

/** A shard iterator begins with the ARN of its stream. */
const streamOfIterator = ({ ShardIterator }: Input): string => String(ShardIterator).split('|')[0] ?? '';

/** The same page: streams have the actions of `dynamodb`. */
export const dynamodbStreams: ServiceActions = {
  ...byName('dynamodb', ['DescribeStream', 'GetShardIterator'], stream),
  ...byName('dynamodb', ['GetRecords'], streamOfIterator),
  ...byName('dynamodb', ['ListStreams'], everything),
};
