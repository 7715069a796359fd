import {
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListDeadLetterSourceQueuesCommand,
  ListMessageMoveTasksCommand,
  ListQueuesCommand,
  ListQueueTagsCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
  type SQSClientConfig,
  StartMessageMoveTaskCommand,
  TagQueueCommand,
  UntagQueueCommand,
} from '@aws-sdk/client-sqs';
import { AwsQueryProtocol } from '@aws-sdk/core/protocols';
import { describe, expect, it } from '@jest/globals';
import { virtualKernel } from '../../../lab/kernel/kernel.ts';
import { createLab } from '../../../lab/lab.ts';

const urlOf = (name: string) => `https://sqs.us-east-1.amazonaws.com/123456789012/${name}`;
const arnOf = (name: string) => `arn:aws:sqs:us-east-1:123456789012:${name}`;
const QueueUrl = urlOf('q');
const SourceArn = arnOf('dead');
const text = (StringValue: string) => ({ DataType: 'String', StringValue });

/** A command, or what makes one of the handles of the messages that were received last. */
type Step = object | ((handles: readonly (string | undefined)[]) => object);

const STEPS: readonly Step[] = [
  new CreateQueueCommand({ QueueName: 'dead', tags: { team: 'a', stage: 'b' } }),
  new CreateQueueCommand({
    QueueName: 'q',
    Attributes: {
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: SourceArn, maxReceiveCount: 3 }),
      VisibilityTimeout: '30',
    },
  }),
  new GetQueueUrlCommand({ QueueName: 'q' }),
  new ListQueuesCommand({}),
  new ListQueuesCommand({ QueueNamePrefix: 'd', MaxResults: 1 }),
  new ListQueueTagsCommand({ QueueUrl: urlOf('dead') }),
  new ListDeadLetterSourceQueuesCommand({ QueueUrl: urlOf('dead') }),
  new TagQueueCommand({ QueueUrl, Tags: { a: '1', b: '2' } }),
  new UntagQueueCommand({ QueueUrl, TagKeys: ['a'] }),
  new ListQueueTagsCommand({ QueueUrl }),
  new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: '20', DelaySeconds: '0' } }),
  new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
  new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['VisibilityTimeout', 'QueueArn'] }),
  new SendMessageCommand({
    QueueUrl,
    MessageBody: 'a < b & "c"\r\n',
    DelaySeconds: 0,
    MessageAttributes: { k: text('v'), l: { DataType: 'Binary', BinaryValue: new Uint8Array([0, 255]) } },
    MessageSystemAttributes: { AWSTraceHeader: text('Root=1-5759e988-bd862e3fe1be46a994272793') },
  }),
  new SendMessageBatchCommand({
    QueueUrl,
    Entries: [
      { Id: 'one', MessageBody: '1', MessageAttributes: { n: { DataType: 'Number', StringValue: '1' } } },
      { Id: 'two', MessageBody: '2', DelaySeconds: 1000 },
    ],
  }),
  new ReceiveMessageCommand({
    QueueUrl,
    MaxNumberOfMessages: 10,
    VisibilityTimeout: 600,
    WaitTimeSeconds: 1,
    MessageAttributeNames: ['All'],
    AttributeNames: ['All'],
  }),
  ([one, two]) =>
    new ChangeMessageVisibilityBatchCommand({
      QueueUrl,
      Entries: [
        { Id: 'one', ReceiptHandle: one, VisibilityTimeout: 0 },
        { Id: 'two', ReceiptHandle: two, VisibilityTimeout: 43_201 },
      ],
    }),
  ([, two]) => new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: two, VisibilityTimeout: 0 }),
  new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, MessageSystemAttributeNames: ['SenderId'] }),
  ([one]) =>
    new DeleteMessageBatchCommand({
      QueueUrl,
      Entries: [
        { Id: 'one', ReceiptHandle: one },
        { Id: 'two', ReceiptHandle: 'none' },
      ],
    }),
  ([, two]) => new DeleteMessageCommand({ QueueUrl, ReceiptHandle: two }),
  new ReceiveMessageCommand({ QueueUrl }),
  new StartMessageMoveTaskCommand({ SourceArn, MaxNumberOfMessagesPerSecond: 10 }),
  new ListMessageMoveTasksCommand({ SourceArn, MaxResults: 1 }),
  new PurgeQueueCommand({ QueueUrl }),
  new PurgeQueueCommand({ QueueUrl }),
  new SendMessageBatchCommand({ QueueUrl, Entries: [] }),
  new SendMessageCommand({ QueueUrl, MessageBody: 'a', DelaySeconds: 901 }),
  new CreateQueueCommand({ QueueName: 'q', Attributes: { VisibilityTimeout: '1' } }),
  new DeleteQueueCommand({ QueueUrl }),
  new SendMessageCommand({ QueueUrl, MessageBody: 'a' }),
];

/** What a client of a protocol is answered, one step after the other in a lab of their own. */
const answersBy = async (protocol: Partial<SQSClientConfig>) => {
  const lab = createLab(virtualKernel({ seed: 1, startAt: Date.UTC(2026, 0, 1) }));
  const { clock } = lab.kernel as ReturnType<typeof virtualKernel>;
  const client = new SQSClient({ ...lab.client, ...protocol });
  const types = new Set<unknown>();
  client.middlewareStack.add(
    (next) => (args) => {
      types.add((args.request as { headers: Record<string, string> }).headers['content-type']);
      return next(args);
    },
    { step: 'finalizeRequest' },
  );
  let handles: readonly (string | undefined)[] = [];
  const answer = async (step: Step): Promise<unknown> => {
    const command = typeof step === 'function' ? step(handles) : step;
    try {
      const { $metadata, ...output } = await clock.settle(client.send(command as ReceiveMessageCommand));
      if (output.Messages) handles = output.Messages.map(({ ReceiptHandle }) => ReceiptHandle);
      return output;
    } catch (error) {
      const { name, message } = error as Error;
      return { name, message };
    }
  };
  const answers: (readonly [string, unknown])[] = [];
  for (const step of STEPS) {
    const { name } = (typeof step === 'function' ? step([]) : step).constructor;
    answers.push([name, await answer(step)]);
  }
  return { types: [...types], answers };
};

// Behaviour as in the SQS developer guide, "Migrating from AWS query protocol to AWS JSON protocol".
describe('SQS by the query protocol, which clients spoke until 2023', () => {
  it('answers what it answers by JSON', async () => {
    const byJson = await answersBy({});
    const byQuery = await answersBy({ protocol: AwsQueryProtocol });
    expect(byJson.types).toEqual(['application/x-amz-json-1.0']);
    expect(byQuery.types).toEqual(['application/x-www-form-urlencoded']);
    expect(byQuery.answers).toEqual(byJson.answers);
  });
});
