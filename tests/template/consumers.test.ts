import { describe, expect, it } from '@jest/globals';
import { shortName, subscriptionsOf } from './consumers.ts';
import { deployed, only } from './deployed.ts';

const stack = deployed('choreography');
const subscriptions = subscriptionsOf(stack);
const consumers = [...new Set(subscriptions.map(({ functionId }) => functionId))];

const queueBehind = (reference: string) => {
  const id = reference.replace(/\.Arn$/, '');
  const queue = stack.all('AWS::SQS::Queue').get(id);
  if (queue === undefined) throw new Error(`${reference} is no queue of this stack`);
  return queue;
};

/** Where a function's failed events go: its retry queue. */
const destinationOf = (functionId: string): string => {
  const configs = [...stack.all('AWS::Lambda::EventInvokeConfig').values()];
  const config = only(
    configs.filter(({ FunctionName }) => FunctionName === functionId),
    `EventInvokeConfig of ${functionId}`,
  );
  const destination = config.DestinationConfig?.OnFailure?.Destination;
  if (destination === undefined) throw new Error(`${functionId} has no on-failure destination`);
  return destination;
};

it('are the services and the aggregator', () => {
  expect(consumers.map(shortName).sort()).toEqual([
    'aggregator',
    'chef',
    'inventory',
    'kitchen',
    'order',
    'payment',
  ]);
});

describe.each(consumers)('the consumer %s', (functionId) => {
  const { Timeout = 0, Environment } = stack.all('AWS::Lambda::Function').get(functionId) ?? {};
  const retryQueue = destinationOf(functionId);
  const { VisibilityTimeout = 0, RedrivePolicy } = queueBehind(retryQueue);
  const dlq = RedrivePolicy?.deadLetterTargetArn ?? 'a queue without redrive';

  it('sends what it failed at to a retry queue of its own', () => {
    const others = consumers.filter((each) => each !== functionId);
    expect(others.map(destinationOf)).not.toContain(retryQueue);
  });

  it('reads its retry queue itself, message by message', () => {
    const mappings = [...stack.all('AWS::Lambda::EventSourceMapping').values()];
    const mapping = only(
      mappings.filter(({ EventSourceArn }) => EventSourceArn === retryQueue),
      `mapping of ${retryQueue}`,
    );
    expect(mapping).toMatchObject({
      FunctionName: `${functionId}.Arn`,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
  });

  // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
  it('has six times its timeout before a message shows again', () => {
    expect(VisibilityTimeout).toBe(6 * Timeout);
  });

  it('tries, a minute apart, for longer than the deadline and the longest life of a charge', () => {
    expect(RedrivePolicy?.maxReceiveCount).toBeGreaterThanOrEqual(Math.max(30, 60) + 15);
    expect(RedrivePolicy?.maxReceiveCount).toBeLessThanOrEqual(1000);
  });

  it('gives up into the DLQ that it also quarantines to, where messages stay for 14 days', () => {
    expect(queueBehind(dlq).MessageRetentionPeriod).toBe(14 * 24 * 60 * 60);
    expect(`${Environment?.Variables.DLQ_URL}.Arn`).toBe(dlq);
  });

  it('has what its rules cannot bring in the same DLQ, which lets exactly those rules in', () => {
    const own = subscriptions.filter((each) => each.functionId === functionId);
    expect(own.map((each) => each.dlq)).toEqual(own.map(() => dlq));
    const policy = only(
      [...stack.all('AWS::SQS::QueuePolicy').values()].filter(({ Queues }) =>
        Queues.includes(dlq.replace('.Arn', '')),
      ),
      `policy of ${dlq}`,
    );
    expect(policy.PolicyDocument.Statement.filter(({ Effect }) => Effect === 'Allow')).toEqual(
      own.map(({ arn }) => ({
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: dlq,
        Condition: { ArnEquals: { 'aws:SourceArn': arn } },
      })),
    );
  });

  it('may be called by exactly those rules', () => {
    const permissions = [...stack.all('AWS::Lambda::Permission').values()];
    const sources = permissions
      .filter(({ FunctionName }) => FunctionName.replace('.Arn', '') === functionId)
      .map(({ SourceArn }) => SourceArn);
    expect(sources).toEqual(
      subscriptions.filter((each) => each.functionId === functionId).map(({ arn }) => arn),
    );
  });
});
