import { CloudFormationClient, ListStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient, ListStreamsCommand } from '@aws-sdk/client-dynamodb-streams';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterEach, describe, expect, it } from '@jest/globals';
import { AwsError } from '../../../../lab/kernel/aws-error.ts';
import { startServer } from './world.ts';

type Started = Awaited<ReturnType<typeof startServer>>;
type Config = Started['client'];

let started: Started;
afterEach(() => started.server.close(0));

/** [service, operation, a call by the official client, the input it makes, the service's output, what the client reads] */
type Row = [string, string, (config: Config) => Promise<object>, unknown, unknown, unknown];

const arn = 'arn:aws:states:us-east-1:123456789012:stateMachine:m';
const startDate = new Date('2026-01-13T10:00:00.5Z');

const rows: Row[] = [
  [
    'cloudformation',
    'ListStackResources',
    (config) => new CloudFormationClient(config).send(new ListStackResourcesCommand({ StackName: 's' })),
    { StackName: 's' },
    {
      StackResourceSummaries: [
        { LogicalResourceId: 'A & B', LastUpdatedTimestamp: '2026-01-13T10:00:00.500Z' },
      ],
      NextToken: 'n',
    },
    {
      StackResourceSummaries: [{ LogicalResourceId: 'A & B', LastUpdatedTimestamp: startDate }],
      NextToken: 'n',
    },
  ],
  [
    'sts',
    'GetCallerIdentity',
    (config) => new STSClient(config).send(new GetCallerIdentityCommand({})),
    {},
    { Account: '123456789012' },
    { Account: '123456789012' },
  ],
  [
    'dynamodb',
    'GetItem',
    (config) =>
      new DynamoDBClient(config).send(new GetItemCommand({ TableName: 't', Key: { id: { S: 'é' } } })),
    { TableName: 't', Key: { id: { S: 'é' } } },
    { Item: { id: { S: 'é' }, n: { N: '1' } } },
    { Item: { id: { S: 'é' }, n: { N: '1' } } },
  ],
  [
    'streams.dynamodb',
    'ListStreams',
    (config) => new DynamoDBStreamsClient(config).send(new ListStreamsCommand({ TableName: 't' })),
    { TableName: 't' },
    { Streams: [{ StreamLabel: 'l' }] },
    { Streams: [{ StreamLabel: 'l' }] },
  ],
  [
    'events',
    'PutEvents',
    (config) => new EventBridgeClient(config).send(new PutEventsCommand({ Entries: [{ Source: 's' }] })),
    { Entries: [{ Source: 's' }] },
    { FailedEntryCount: 0, Entries: [{ EventId: 'e' }] },
    { FailedEntryCount: 0, Entries: [{ EventId: 'e' }] },
  ],
  [
    'states',
    'StartExecution',
    (config) => new SFNClient(config).send(new StartExecutionCommand({ stateMachineArn: arn, input: '{}' })),
    { stateMachineArn: arn, input: '{}' },
    { executionArn: 'a', startDate: startDate.getTime() / 1000 },
    { executionArn: 'a', startDate },
  ],
  [
    'sqs',
    'ListQueues',
    (config) => new SQSClient(config).send(new ListQueuesCommand({ QueueNamePrefix: 'q' })),
    { QueueNamePrefix: 'q' },
    { QueueUrls: ['https://a/q'] },
    { QueueUrls: ['https://a/q'] },
  ],
  [
    'logs',
    'DescribeLogGroups',
    (config) => new CloudWatchLogsClient(config).send(new DescribeLogGroupsCommand({ limit: 1 })),
    { limit: 1 },
    { logGroups: [{ logGroupName: 'g' }] },
    { logGroups: [{ logGroupName: 'g' }] },
  ],
  [
    // Large enough for the client to compress it.
    'monitoring',
    'PutMetricData',
    (config) =>
      new CloudWatchClient(config).send(
        new PutMetricDataCommand({
          Namespace: 'N',
          MetricData: [{ MetricName: 'm'.repeat(20_000), Value: 1 }],
        }),
      ),
    { Namespace: 'N', MetricData: [{ MetricName: 'm'.repeat(20_000), Value: 1 }] },
    {},
    {},
  ],
  [
    'lambda',
    'Invoke',
    (config) =>
      new LambdaClient(config)
        .send(
          new InvokeCommand({
            FunctionName: 'arn:aws:f',
            LogType: 'Tail',
            Payload: Buffer.from('{"a":"✓"}'),
          }),
        )
        .then(({ Payload, ...rest }) => ({ ...rest, payload: Payload?.transformToString() })),
    { FunctionName: 'arn:aws:f', LogType: 'Tail', Payload: '{"a":"✓"}' },
    { StatusCode: 200, FunctionError: 'Unhandled', LogResult: 'bG9n', Payload: '{"b":"✓"}' },
    { StatusCode: 200, FunctionError: 'Unhandled', LogResult: 'bG9n', payload: '{"b":"✓"}' },
  ],
];

describe('the official clients of the SDK, over HTTP', () => {
  it.each(rows)('call and understand %s:%s', async (service, operation, call, input, output, read) => {
    const inputs: unknown[] = [];
    const perform = (given: unknown) => {
      inputs.push(given);
      return output;
    };
    started = await startServer({ [service]: { [operation]: perform } });
    expect(await call(started.client)).toMatchObject(read as object);
    expect(inputs).toEqual([input]);
  });

  it.each(rows)('throw the errors of %s:%s, with the id of the request', async (service, operation, call) => {
    const fail = () => {
      throw new AwsError('NoSuchThing', 'There is no <thing>', { status: 404 });
    };
    started = await startServer({ [service]: { [operation]: fail } });
    const error = await call(started.client).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      name: 'NoSuchThing',
      message: 'There is no <thing>',
      $metadata: { httpStatusCode: 404, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    });
    expect(started.refused).toEqual([[`${service}:${operation}`, 'NoSuchThing']]);
  });

  it.each(rows)('learn that the lab has no %s:%s', async (service, operation, call) => {
    started = await startServer({ library: {} });
    await expect(call(started.client)).rejects.toMatchObject({
      name: 'UnknownOperationException',
      message: `The lab does not support ${service}:${operation}. It has library.`,
    });
  });
});
