import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { physicalIds, readResources } from '../aws/stack.ts';
import type { Stage } from '../aws/stage.ts';
import { takeAccounts } from '../comparison/accounts.ts';
import { scanAll } from '../comparison/scan.ts';
import { tablesOf } from '../comparison/seed.ts';
import type { LabProcess, Settings } from './lab.ts';

/** A stage's books, read by AWS's public APIs. */
export interface Books {
  /** How many orders there are. */
  readonly orders: number;
  /** What is not as it should be when all orders are settled, each in a sentence. */
  readonly faults: readonly string[];
  /** What DynamoDB counts for all its tables. */
  readonly tableBytes: number;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** Reads orders, ledgers, shelves, rosters and queues. */
export const createBooks = async (
  { endpoint }: LabProcess,
  credentials: Settings['credentials'],
  stage: Stage,
): Promise<() => Promise<Books>> => {
  const config = { endpoint, region: 'us-east-1', credentials };
  const dynamodb = new DynamoDBClient(config);
  const documents = DynamoDBDocumentClient.from(dynamodb);
  const sqs = new SQSClient(config);
  const resources = await readResources(new CloudFormationClient(config), stage);
  const idsOf = (type: string): readonly string[] =>
    resources.filter((resource) => resource.type === type).map(({ physicalId }) => physicalId);
  const tables = tablesOf(physicalIds(stage, resources));

  const messagesIn = async (QueueUrl: string): Promise<string[]> => {
    const AttributeNames = ['ApproximateNumberOfMessages' as const];
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }));
    const messages = Number(Attributes?.ApproximateNumberOfMessages);
    return messages === 0 ? [] : [`${QueueUrl.split('/').at(-1)} holds ${messages} messages`];
  };
  const sizeOf = async (TableName: string): Promise<number> =>
    (await dynamodb.send(new DescribeTableCommand({ TableName }))).Table?.TableSizeBytes ?? 0;

  return async () => {
    const scan = <Item>(tableName: string) => scanAll<Item>(documents, tableName);
    const { statuses, open, faults } = await takeAccounts({ tables, scan }, undefined);
    return {
      orders: sum(Object.values(statuses)),
      faults: [
        ...(open === 0 ? [] : [`${open} orders are open`]),
        ...faults,
        ...(await Promise.all(idsOf('AWS::SQS::Queue').map(messagesIn))).flat(),
      ].map((fault) => `${stage.name}: ${fault}`),
      tableBytes: sum(await Promise.all(idsOf('AWS::DynamoDB::Table').map(sizeOf))),
    };
  };
};
