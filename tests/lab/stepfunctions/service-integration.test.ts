import { describe, expect, it } from '@jest/globals';
import { AwsError } from '../../../lab/kernel/aws-error.ts';
import type { Caller } from '../../../lab/kernel/service.ts';
import { createWorld, invoke } from './world.ts';

const ROLE = 'arn:aws:iam::123456789012:role/machine';

const task = (resource: string, args: object, more: object = {}): object => ({
  Type: 'Task',
  Resource: `arn:aws:states:::${resource}`,
  Arguments: args,
  End: true,
  ...more,
});

/** A world with one operation, which answers as told; `seen` is what it was asked, and by whom. */
const answering = (service: string, operation: string, answer: () => unknown) => {
  const seen: { input: unknown; caller: Caller }[] = [];
  const perform = (input: unknown, caller: Caller): unknown => {
    seen.push({ input, caller });
    return answer();
  };
  return { ...createWorld({}, { services: { [service]: { [operation]: perform } } }), seen };
};

const denied = () => {
  throw new AwsError('AccessDenied', 'User: it is not authorized', { status: 403 });
};

describe('Integrations of services', () => {
  it('call as the state machine, under its role and within its trace', async () => {
    const world = answering('sqs', 'SendMessage', () => ({}));
    const stateMachineArn = world.create({
      StartAt: 'Send',
      States: { Send: task('sqs:sendMessage', { QueueUrl: 'url', MessageBody: 'body' }) },
    });
    await world.call('StartExecution', { stateMachineArn, traceHeader: 'Root=1-1-1' });
    await world.kernel.clock.run();
    expect(world.seen.map(({ caller }) => caller)).toEqual([
      { name: 'stateMachine:machine', roleArn: ROLE, traceHeader: 'Root=1-1-1' },
    ]);
  });

  // "Send messages to an Amazon SQS queue with Step Functions".
  it.each([
    ['text', 'text'],
    [{ a: 1 }, '{"a":1}'],
  ])('sqs:sendMessage sends %j', async (MessageBody, sent) => {
    const world = answering('sqs', 'SendMessage', () => ({ MessageId: 'id', MD5OfMessageBody: 'md5' }));
    const { output, events } = await world.runState(
      task('sqs:sendMessage', { QueueUrl: 'url', MessageBody, DelaySeconds: 1 }),
    );
    expect(world.seen[0]?.input).toEqual({ QueueUrl: 'url', MessageBody: sent, DelaySeconds: 1 });
    expect(output).toEqual({
      MessageId: 'id',
      MD5OfMessageBody: 'md5',
      SdkHttpMetadata: { HttpStatusCode: 200 },
      SdkResponseMetadata: { RequestId: expect.any(String) },
    });
    expect(events[2]).toMatchObject({
      type: 'TaskScheduled',
      taskScheduledEventDetails: {
        ...{ resourceType: 'sqs', resource: 'sendMessage', region: 'us-east-1' },
        parameters: JSON.stringify({ QueueUrl: 'url', MessageBody, DelaySeconds: 1 }),
      },
    });
  });

  it('sqs:sendMessage.waitForTaskToken waits for the token in the message', async () => {
    const world = answering('sqs', 'SendMessage', () => ({ MessageId: 'id' }));
    const MessageBody = { token: '{% $states.context.Task.Token %}' };
    const executionArn = await world.start({
      StartAt: 'Send',
      States: { Send: task('sqs:sendMessage.waitForTaskToken', { QueueUrl: 'url', MessageBody }) },
    });
    await world.kernel.clock.run();
    const [{ input } = { input: undefined }] = world.seen;
    const { token } = JSON.parse((input as { MessageBody: string }).MessageBody);
    await world.call('SendTaskSuccess', { taskToken: token, output: '"back"' });
    await world.kernel.clock.run();
    const { output, events } = await world.describe(executionArn);
    expect(output).toBe('back');
    expect(events[4]).toMatchObject({
      type: 'TaskSubmitted',
      taskSubmittedEventDetails: {
        resource: 'sendMessage.waitForTaskToken',
        output: expect.stringContaining('"MessageId":"id"'),
      },
    });
  });

  // Recorded from AWS: localstack, tests/aws/services/stepfunctions/v2/services/test_events_task_service.snapshot.json.
  it('events:putEvents names the machine and the execution as resources, and gives the bare answer', async () => {
    const answer = { Entries: [{ EventId: 'id' }], FailedEntryCount: 0 };
    const world = answering('events', 'PutEvents', () => answer);
    const Entries = [{ Source: 's', DetailType: 't', Detail: { a: 1 }, Resources: ['own'] }];
    const executionArn = await world.start({
      StartAt: 'Put',
      States: { Put: task('events:putEvents', { Entries }) },
    });
    await world.kernel.clock.run();
    const stateMachineArn = 'arn:aws:states:us-east-1:123456789012:stateMachine:machine';
    const Resources = ['own', stateMachineArn, executionArn];
    expect(world.seen[0]?.input).toEqual({
      Entries: [{ Source: 's', DetailType: 't', Detail: '{"a":1}', Resources }],
    });
    expect((await world.describe(executionArn)).output).toEqual(answer);
  });

  it('events:putEvents fails if any entry does', async () => {
    const answer = { Entries: [{ ErrorCode: 'MalformedDetail' }], FailedEntryCount: 1 };
    const world = answering('events', 'PutEvents', () => answer);
    const { error, cause } = await world.runState(task('events:putEvents', { Entries: [{ Source: 's' }] }));
    expect([error, JSON.parse(String(cause))]).toEqual(['EventBridge.FailedEntry', answer]);
  });

  // "Perform DynamoDB operations with Step Functions".
  it.each([
    ['getItem', 'GetItem', { Key: { id: { S: '1' } } }],
    ['putItem', 'PutItem', { Item: { id: { S: '1' } } }],
    ['updateItem', 'UpdateItem', { Key: { id: { S: '1' } }, UpdateExpression: 'REMOVE a' }],
    ['deleteItem', 'DeleteItem', { Key: { id: { S: '1' } } }],
  ])('dynamodb:%s', async (action, operation, args) => {
    const world = answering('dynamodb', operation, () => ({ Item: { id: { S: '1' } } }));
    const { output } = await world.runState(task(`dynamodb:${action}`, { TableName: 'table', ...args }));
    expect(world.seen[0]?.input).toEqual({ TableName: 'table', ...args });
    expect(output).toMatchObject({ Item: { id: { S: '1' } }, SdkHttpMetadata: { HttpStatusCode: 200 } });
  });

  it('refuse arguments that they do not know, by name', async () => {
    const args = "{% {'QueueUrl': 'url', 'MessageBody': 'b', 'MessageGroupId': 'g'} %}";
    const world = answering('sqs', 'SendMessage', () => ({}));
    const { error, cause } = await world.runState({ ...task('sqs:sendMessage', {}), Arguments: args });
    expect(error).toBe('States.Runtime');
    expect(cause).toContain('Arguments/MessageGroupId is not supported by the lab');
  });
});

// Step Functions names errors after the exceptions of the service's Java client. A denial of Lambda, as AWS words it:
// https://github.com/awslabs/aws-deployment-framework/issues/460.
describe('Errors of services', () => {
  it.each([
    ['SQS.AmazonSQSException', 'sqs', 'SendMessage', { QueueUrl: 'url', MessageBody: 'b' }, denied],
    ['EventBridge.AmazonEventBridgeException', 'events', 'PutEvents', { Entries: [] }, denied],
    [
      'SQS.QueueDoesNotExistException',
      'sqs',
      'SendMessage',
      { QueueUrl: 'url', MessageBody: 'b' },
      () => {
        throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
      },
    ],
    [
      'DynamoDB.ConditionalCheckFailedException',
      'dynamodb',
      'PutItem',
      { TableName: 'table', Item: {} },
      () => {
        throw new AwsError('ConditionalCheckFailedException', 'The conditional request failed');
      },
    ],
  ])('%s', async (name, service, operation, args, answer) => {
    const action = `${operation.charAt(0).toLowerCase()}${operation.slice(1)}`;
    const world = answering(service, operation, answer);
    const { error, types } = await world.runState(task(`${service}:${action}`, args));
    expect(error).toBe(name);
    expect(types.at(-2)).toBe('TaskFailed');
  });

  it('Lambda.AWSLambdaException for what the role may not invoke, and States.TaskFailed catches it', async () => {
    const world = createWorld({
      pay: () => {
        throw new AwsError('AccessDeniedException', 'User: it is not authorized', { status: 403 });
      },
    });
    const { output } = await world.run({
      StartAt: 'Pay',
      States: {
        Pay: invoke('pay', {
          Catch: [{ ErrorEquals: ['States.TaskFailed'], Output: '{% $states.errorOutput %}', Next: 'End' }],
          Next: 'End',
        }),
        End: { Type: 'Succeed' },
      },
    });
    expect(output.Error).toBe('Lambda.AWSLambdaException');
    expect(output.Cause).toMatch(
      /^User: it is not authorized \(Service: Lambda, Status Code: 403, Request ID: /,
    );
  });

  it('a fault of the call strikes as an error of the service', async () => {
    const world = answering('sqs', 'SendMessage', () => ({}));
    world.kernel.install(({ kind, target }) =>
      kind === 'call' && target === 'sqs:SendMessage'
        ? { error: { name: 'ServiceUnavailable', message: 'down' } }
        : undefined,
    );
    const { error } = await world.runState(task('sqs:sendMessage', { QueueUrl: 'url', MessageBody: 'b' }));
    expect(error).toBe('SQS.ServiceUnavailableException');
    expect(world.seen).toEqual([]);
  });
});
