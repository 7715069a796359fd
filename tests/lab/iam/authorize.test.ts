import { describe, expect, it } from '@jest/globals';
import { actions } from '../../../lab/iam/actions/index.ts';
import { createAuthorize } from '../../../lab/iam/authorize.ts';
import { createRoles } from '../../../lab/iam/roles.ts';
import { virtualKernel } from '../../../lab/kernel/kernel.ts';
import type { AccessRequest } from '../../../lab/kernel/ports.ts';
import { createLab } from '../../../lab/lab.ts';

const ROLE = 'arn:aws:iam::123456789012:role/lend';
const TABLE = 'arn:aws:dynamodb:us-east-1:123456789012:table/books';
const caller = { name: 'function:desk', roleArn: ROLE };

/** What a call asks of a role that may everything. */
const needsOf = (service: string, operation: string, input: object): readonly string[] => {
  const asked: AccessRequest[] = [];
  const decide = (request: AccessRequest) => {
    asked.push(request);
    return 'allowed' as const;
  };
  createAuthorize({ decide })(service, operation, input, caller);
  return asked.map(({ action, resource }) => `${action} ${resource}`);
};

/** Service Authorization Reference, the page of each service. */
describe('a call', () => {
  const EVENTS = 'arn:aws:events:us-east-1:123456789012';
  const LAMBDA = 'arn:aws:lambda:us-east-1:123456789012:function:desk';
  const QUEUE = 'arn:aws:sqs:us-east-1:123456789012:late';
  const QueueUrl = 'https://sqs.us-east-1.amazonaws.com/123456789012/late';
  const LOGS = 'arn:aws:logs:us-east-1:123456789012:log-group';
  const STREAM = `${TABLE}/stream/2026-01-01T00:00:00.000`;

  it.each<[string, string, object, readonly string[]]>([
    ['dynamodb', 'GetItem', { TableName: 'books' }, [`dynamodb:GetItem ${TABLE}`]],
    ['dynamodb', 'PutItem', { TableName: TABLE }, [`dynamodb:PutItem ${TABLE}`]],
    ['dynamodb', 'Query', { TableName: 'books' }, [`dynamodb:Query ${TABLE}`]],
    ['dynamodb', 'Query', { TableName: 'books', IndexName: 'open' }, [`dynamodb:Query ${TABLE}/index/open`]],
    ['dynamodb', 'Scan', { TableName: TABLE, IndexName: 'open' }, [`dynamodb:Scan ${TABLE}/index/open`]],
    [
      'dynamodb',
      'BatchGetItem',
      { RequestItems: { books: {}, lent: {} } },
      [
        `dynamodb:BatchGetItem ${TABLE}`,
        'dynamodb:BatchGetItem arn:aws:dynamodb:us-east-1:123456789012:table/lent',
      ],
    ],
    ['dynamodb', 'BatchWriteItem', { RequestItems: { books: [] } }, [`dynamodb:BatchWriteItem ${TABLE}`]],
    [
      'dynamodb',
      'TransactGetItems',
      { TransactItems: [{ Get: { TableName: 'books' } }] },
      [`dynamodb:GetItem ${TABLE}`],
    ],
    [
      'dynamodb',
      'TransactWriteItems',
      {
        TransactItems: [
          { Put: { TableName: 'books' } },
          { Update: { TableName: 'books' } },
          { Delete: { TableName: 'books' } },
          { ConditionCheck: { TableName: 'books' } },
        ],
      },
      ['PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'].map(
        (action) => `dynamodb:${action} ${TABLE}`,
      ),
    ],
    ['dynamodb', 'TransactWriteItems', { TransactItems: 'none' }, []],
    ['dynamodb', 'ListTables', {}, ['dynamodb:ListTables *']],
    ['streams.dynamodb', 'GetShardIterator', { StreamArn: STREAM }, [`dynamodb:GetShardIterator ${STREAM}`]],
    [
      'streams.dynamodb',
      'GetRecords',
      { ShardIterator: `${STREAM}|1|AAA` },
      [`dynamodb:GetRecords ${STREAM}`],
    ],
    ['streams.dynamodb', 'ListStreams', {}, ['dynamodb:ListStreams *']],
    [
      'events',
      'PutEvents',
      {
        Entries: [
          { EventBusName: 'shop' },
          { EventBusName: 'shop' },
          { EventBusName: `${EVENTS}:event-bus/b` },
          {},
        ],
      },
      ['shop', 'b', 'default'].map((bus) => `events:PutEvents ${EVENTS}:event-bus/${bus}`),
    ],
    ['events', 'PutRule', { Name: 'r' }, [`events:PutRule ${EVENTS}:rule/r`]],
    [
      'events',
      'PutTargets',
      { Rule: 'r', EventBusName: 'shop' },
      [`events:PutTargets ${EVENTS}:rule/shop/r`],
    ],
    ['lambda', 'Invoke', { FunctionName: 'desk' }, [`lambda:InvokeFunction ${LAMBDA}`]],
    ['lambda', 'Invoke', { FunctionName: '123456789012:function:desk' }, [`lambda:InvokeFunction ${LAMBDA}`]],
    [
      'lambda',
      'Invoke',
      { FunctionName: LAMBDA, Qualifier: '$LATEST' },
      [`lambda:InvokeFunction ${LAMBDA}:$LATEST`],
    ],
    ['lambda', 'Invoke', { FunctionName: 'desk:live' }, [`lambda:InvokeFunction ${LAMBDA}:live`]],
    ['sqs', 'SendMessage', { QueueUrl }, [`sqs:SendMessage ${QUEUE}`]],
    ['sqs', 'SendMessageBatch', { QueueUrl }, [`sqs:SendMessage ${QUEUE}`]],
    ['sqs', 'DeleteMessageBatch', { QueueUrl }, [`sqs:DeleteMessage ${QUEUE}`]],
    ['sqs', 'GetQueueUrl', { QueueName: 'late' }, [`sqs:GetQueueUrl ${QUEUE}`]],
    ['states', 'StartExecution', { stateMachineArn: 'arn:m' }, ['states:StartExecution arn:m']],
    ['states', 'DescribeExecution', { executionArn: 'arn:e' }, ['states:DescribeExecution arn:e']],
    ['states', 'SendTaskSuccess', { taskToken: 't' }, ['states:SendTaskSuccess *']],
    [
      'logs',
      'PutLogEvents',
      { logGroupName: 'g', logStreamName: 's' },
      [`logs:PutLogEvents ${LOGS}:g:log-stream:s`],
    ],
    [
      'logs',
      'FilterLogEvents',
      { logGroupIdentifier: `${LOGS}:g` },
      [`logs:FilterLogEvents ${LOGS}:g:log-stream:`],
    ],
    ['logs', 'DescribeLogGroups', {}, [`logs:DescribeLogGroups ${LOGS}::log-stream:`]],
    ['monitoring', 'PutMetricData', {}, ['cloudwatch:PutMetricData *']],
    ['sns', 'Publish', { TopicArn: 'arn:t' }, ['sns:Publish arn:t']],
    ['xray', 'PutTraceSegments', {}, ['xray:PutTraceSegments *']],
    ['s3', 'HeadObject', { Bucket: 'b', Key: 'k/1' }, ['s3:GetObject arn:aws:s3:::b/k/1']],
    ['sts', 'GetCallerIdentity', {}, []],
  ])('%s:%s %j needs %j', (service, operation, input, needs) => {
    expect(needsOf(service, operation, input)).toEqual(needs);
  });

  it('is known of every operation of the lab, and of no other', () => {
    const { services } = createLab(virtualKernel({ seed: 1, startAt: 0 }));
    const namesIn = (operations: object = {}) => Object.keys(operations).sort();
    expect(Object.fromEntries(Object.entries(actions).map(([id, known]) => [id, namesIn(known)]))).toEqual(
      Object.fromEntries(services.map(({ id, operations }) => [id, namesIn(operations)])),
    );
  });

  it('that the lab does not know the permissions of is refused', () => {
    expect(() => needsOf('sqs', 'toString', {})).toThrow(
      'the lab does not know which permissions sqs:toString needs',
    );
  });
});

describe('a call that its role does not allow', () => {
  const denied = (service: string, operation: string, input: object, ...statements: unknown[]): unknown => {
    const roles = createRoles({ kernel: virtualKernel({ seed: 1, startAt: 0 }) });
    const trust = {
      Effect: 'Allow',
      Principal: { Service: 'lambda.amazonaws.com' },
      Action: 'sts:AssumeRole',
    };
    roles.createRole({
      RoleName: 'lend',
      AssumeRolePolicyDocument: { Statement: trust },
      Policies: statements.map((Statement) => ({ PolicyName: 'p', PolicyDocument: { Statement } })),
    });
    try {
      return createAuthorize(roles)(service, operation, input, caller);
    } catch (error) {
      return error;
    }
  };
  const who = 'User: arn:aws:sts::123456789012:assumed-role/lend/desk is not authorized to perform: ';

  /** Codes as the services' API references have them among the common errors. */
  it.each<[string, string, object, string, number, string]>([
    [
      'dynamodb',
      'PutItem',
      { TableName: 'books' },
      'AccessDeniedException',
      400,
      `dynamodb:PutItem on resource: ${TABLE} because no identity-based policy allows the dynamodb:PutItem action`,
    ],
    [
      'sqs',
      'SendMessageBatch',
      { QueueUrl: 'https://sqs/1/late' },
      'AccessDenied',
      403,
      'sqs:sendmessage on resource: arn:aws:sqs:us-east-1:123456789012:late because no identity-based policy allows the sqs:sendmessage action',
    ],
    [
      'lambda',
      'Invoke',
      { FunctionName: 'pay' },
      'AccessDeniedException',
      403,
      'lambda:InvokeFunction on resource: arn:aws:lambda:us-east-1:123456789012:function:pay because no identity-based policy allows the lambda:InvokeFunction action',
    ],
    [
      'xray',
      'PutTraceSegments',
      {},
      'AccessDeniedException',
      403,
      'xray:PutTraceSegments because no identity-based policy allows the xray:PutTraceSegments action',
    ],
  ])('%s:%s fails in the words of its service', (service, operation, input, code, status, message) => {
    const allowsOther = { Effect: 'Allow', Action: 'sqs:GetQueueUrl', Resource: '*' };
    expect(denied(service, operation, input, allowsOther)).toMatchObject({
      code,
      status,
      message: who + message,
    });
  });

  it('says that it was denied explicitly', () => {
    const deny = { Effect: 'Deny', Action: '*', Resource: '*' };
    expect(denied('dynamodb', 'PutItem', { TableName: 'books' }, deny)).toMatchObject({
      message: `${who}dynamodb:PutItem on resource: ${TABLE} with an explicit deny in an identity-based policy`,
    });
  });

  it('fails for one of several resources', () => {
    const allow = { Effect: 'Allow', Action: 'dynamodb:*', Resource: TABLE };
    const input = { RequestItems: { books: {}, lent: {} } };
    expect(denied('dynamodb', 'BatchGetItem', input, allow)).toMatchObject({
      message: expect.stringContaining('table/lent because'),
    });
  });

  it('is none of a caller without a role', () => {
    const authorize = createAuthorize(createRoles({ kernel: virtualKernel({ seed: 1, startAt: 0 }) }));
    expect(() => authorize('dynamodb', 'PutItem', { TableName: 'books' }, { name: 'user' })).not.toThrow();
  });
});
