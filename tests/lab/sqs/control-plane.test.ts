// Behaviour as in the SQS API reference; messages as AWS gives them.
import {
  CancelMessageMoveTaskCommand,
  ChangeMessageVisibilityBatchCommand,
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListDeadLetterSourceQueuesCommand,
  ListMessageMoveTasksCommand,
  ListQueuesCommand,
  ListQueueTagsCommand,
  type QueueAttributeName,
  ReceiveMessageCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
  TagQueueCommand,
  UntagQueueCommand,
} from '@aws-sdk/client-sqs';
import { describe, expect, it } from '@jest/globals';
import { virtualKernel } from '../../../lab/kernel/kernel.ts';
import { createLab } from '../../../lab/lab.ts';

const START = Date.UTC(2026, 0, 1);
const arnOf = (name: string) => `arn:aws:sqs:us-east-1:123456789012:${name}`;
const redriveTo = (name: string, maxReceiveCount = 1) =>
  JSON.stringify({ deadLetterTargetArn: arnOf(name), maxReceiveCount });

/** An empty lab. */
const createWorld = () => {
  const lab = createLab(virtualKernel({ seed: 1, startAt: START }));
  const { clock } = lab.kernel as ReturnType<typeof virtualKernel>;
  const client = new SQSClient(lab.client);
  const send = ((command: never) => clock.settle(client.send(command))) as typeof client.send;
  const create = async (QueueName: string, Attributes: Partial<Record<QueueAttributeName, string>> = {}) =>
    (await send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl;
  const attributes = async (QueueUrl: string | undefined, ...names: QueueAttributeName[]) =>
    (await send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: names }))).Attributes;
  const put = (QueueUrl: string | undefined, MessageBody: string) =>
    send(new SendMessageCommand({ QueueUrl, MessageBody }));
  const receive = async (QueueUrl: string | undefined, more: object = {}) =>
    (await send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, ...more }))).Messages ?? [];
  const bodies = (name: string) => lab.queues.peek(arnOf(name)).map(({ body }) => body);
  const pass = (ms: number) => {
    clock.after(ms, () => {}, { standing: true });
    return clock.run(() => false, clock.now() + ms);
  };
  /** A queue and its dead-letter queue, which has given up on these messages. */
  const givenUp = async (...messages: string[]) => {
    const dead = await create('dead');
    const queue = await create('q', { RedrivePolicy: redriveTo('dead'), VisibilityTimeout: '0' });
    for (const body of messages) await put(queue, body);
    for (let round = 0; round <= messages.length; round++) await receive(queue);
    expect(bodies('dead')).toEqual(messages);
    return { dead, queue };
  };
  return { lab, clock, client, send, create, attributes, put, receive, bodies, pass, givenUp };
};

const doesNotExist = {
  name: 'QueueDoesNotExist',
  message: 'The specified queue does not exist.',
};

describe('CreateQueue', () => {
  it('makes a queue with its attributes, policy and tags', async () => {
    const { send, attributes } = createWorld();
    const Policy = JSON.stringify({
      Statement: [
        { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: '*', Resource: '*' },
      ],
    });
    const { QueueUrl } = await send(
      new CreateQueueCommand({
        QueueName: 'q',
        Attributes: { VisibilityTimeout: '60', Policy },
        tags: { a: '1' },
      }),
    );
    expect(QueueUrl).toBe('https://sqs.us-east-1.amazonaws.com/123456789012/q');
    expect(await attributes(QueueUrl, 'All')).toMatchObject({
      QueueArn: arnOf('q'),
      VisibilityTimeout: '60',
      DelaySeconds: '0',
      Policy,
    });
    expect((await send(new ListQueueTagsCommand({ QueueUrl }))).Tags).toEqual({ a: '1' });
  });

  it('answers with the queue that is there, if it has the attributes asked for', async () => {
    const { create } = createWorld();
    const url = await create('q', { VisibilityTimeout: '60' });
    expect(await create('q')).toBe(url);
    expect(await create('q', { VisibilityTimeout: '60' })).toBe(url);
    await expect(create('q', { VisibilityTimeout: '61' })).rejects.toMatchObject({
      name: 'QueueNameExists',
      message:
        'A queue already exists with the same name and a different value for attribute VisibilityTimeout',
    });
  });

  it.each<[string, string, object, string, string]>([
    ['a bad name', 'a b', {}, 'InvalidParameterValue', 'Can only include alphanumeric characters'],
    ['an unknown attribute', 'q', { Nonsense: '1' }, 'InvalidAttributeName', 'Unknown Attribute Nonsense.'],
    [
      'a value out of its range',
      'q',
      { DelaySeconds: '901' },
      'InvalidAttributeValue',
      'Invalid value for the parameter DelaySeconds.',
    ],
    [
      'a dead-letter queue that is not there',
      'q',
      { RedrivePolicy: redriveTo('x') },
      'InvalidParameterValue',
      'Reason: Dead letter target does not exist.',
    ],
    [
      'a redrive policy that is no JSON',
      'q',
      { RedrivePolicy: '{' },
      'InvalidAttributeValue',
      'Invalid value for the parameter RedrivePolicy.',
    ],
    [
      'a redrive policy that says nothing',
      'q',
      { RedrivePolicy: '{}' },
      'InvalidParameterValue',
      'Value {} for parameter RedrivePolicy is invalid. Reason: Redrive policy does not contain mandatory attribute: maxReceiveCount.',
    ],
    [
      'a redrive policy to nowhere',
      'q',
      { RedrivePolicy: '{"maxReceiveCount":1}' },
      'InvalidParameterValue',
      'Reason: Redrive policy does not contain mandatory attribute: deadLetterTargetArn.',
    ],
    ['a policy that is no JSON', 'q', { Policy: '{' }, 'InvalidAttributeValue', 'parameter Policy.'],
    ['FIFO queues', 'q', { FifoQueue: 'true' }, 'LabError', 'FifoQueue is not supported by the lab'],
  ])('refuses %s', async (_, name, given, code, message) => {
    const { create, send } = createWorld();
    await expect(create(name, given)).rejects.toMatchObject({
      name: code,
      message: expect.stringContaining(message),
    });
    expect((await send(new ListQueuesCommand({}))).QueueUrls).toBeUndefined();
  });
});

describe('SetQueueAttributes', () => {
  it('changes what it names, and keeps the rest and the messages', async () => {
    const { create, send, attributes, put, receive, pass } = createWorld();
    await create('dead');
    const QueueUrl = await create('q', { VisibilityTimeout: '60', RedrivePolicy: redriveTo('dead') });
    await put(QueueUrl, 'a');
    await pass(5000);
    const Attributes = { MessageRetentionPeriod: '600', RedrivePolicy: '', KmsMasterKeyId: 'alias/key' };
    await send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
    const told = await attributes(QueueUrl, 'All');
    expect(told).toMatchObject({
      VisibilityTimeout: '60',
      MessageRetentionPeriod: '600',
      KmsMasterKeyId: 'alias/key',
      SqsManagedSseEnabled: 'false',
    });
    expect(told?.RedrivePolicy).toBeUndefined();
    expect(Number(told?.LastModifiedTimestamp)).toBeGreaterThan(Number(told?.CreatedTimestamp));
    expect((await receive(QueueUrl)).map(({ Body }) => Body)).toEqual(['a']);
  });
});

describe('DeleteQueue', () => {
  it('ends the queue, its messages and its timers', async () => {
    const { create, send, put, clock, lab } = createWorld();
    const QueueUrl = await create('q');
    await send(new SendMessageCommand({ QueueUrl, MessageBody: 'late', DelaySeconds: 60 }));
    let woken = 0;
    lab.queues.subscribe(arnOf('q'), () => woken++);
    await send(new DeleteQueueCommand({ QueueUrl }));
    await clock.run();
    expect(woken).toBe(0);
    expect(clock.now()).toBeLessThan(START + 60_000);
    await expect(put(QueueUrl, 'a')).rejects.toMatchObject(doesNotExist);
    await expect(send(new GetQueueUrlCommand({ QueueName: 'q' }))).rejects.toMatchObject(doesNotExist);
    // A poller that outlives its queue finds nothing.
    expect(lab.queues.receive(arnOf('q'), 10, 'function:f')).toEqual([]);
    await create('q');
    expect(lab.queues.peek(arnOf('q'))).toEqual([]);
  });
});

describe('ListQueues', () => {
  it('lists by prefix, page by page when asked', async () => {
    const { create, send } = createWorld();
    for (const name of ['loans', 'loans-dead', 'returns']) await create(name);
    const urls = async (input: object) =>
      (await send(new ListQueuesCommand(input))).QueueUrls?.map((url) => url.split('/').at(-1));
    expect(await urls({ QueueNamePrefix: 'loans' })).toEqual(['loans', 'loans-dead']);
    const { NextToken } = await send(new ListQueuesCommand({ MaxResults: 2 }));
    expect(await urls({ MaxResults: 2, NextToken })).toEqual(['returns']);
    expect((await send(new ListQueuesCommand({ MaxResults: 2, NextToken }))).NextToken).toBeUndefined();
  });

  it('lists the sources of a dead-letter queue', async () => {
    const { create, send } = createWorld();
    const QueueUrl = await create('dead');
    const source = await create('q', { RedrivePolicy: redriveTo('dead') });
    const { queueUrls } = await send(new ListDeadLetterSourceQueuesCommand({ QueueUrl }));
    expect(queueUrls).toEqual([source]);
  });
});

describe('tags', () => {
  it('are added and taken away', async () => {
    const { create, send } = createWorld();
    const QueueUrl = await create('q');
    await send(new TagQueueCommand({ QueueUrl, Tags: { a: '1', b: '2' } }));
    await send(new UntagQueueCommand({ QueueUrl, TagKeys: ['a'] }));
    expect((await send(new ListQueueTagsCommand({ QueueUrl }))).Tags).toEqual({ b: '2' });
  });
});

describe('ChangeMessageVisibilityBatch', () => {
  it('answers entry by entry', async () => {
    const { create, put, receive, send } = createWorld();
    const QueueUrl = await create('q');
    await put(QueueUrl, 'a');
    const [message] = await receive(QueueUrl);
    const entry = { ReceiptHandle: message?.ReceiptHandle, VisibilityTimeout: 0 };
    const { Successful, Failed } = await send(
      new ChangeMessageVisibilityBatchCommand({
        QueueUrl,
        Entries: [
          { Id: 'good', ...entry },
          { Id: 'bad', ...entry, ReceiptHandle: 'nonsense' },
        ],
      }),
    );
    expect(Successful?.map(({ Id }) => Id)).toEqual(['good']);
    expect(Failed).toMatchObject([{ Id: 'bad', Code: 'ReceiptHandleIsInvalid', SenderFault: true }]);
    expect(await receive(QueueUrl)).toHaveLength(1);
  });
});

describe('long polling', () => {
  it('answers once a message is there, or with none at its end', async () => {
    const { create, receive, client, clock } = createWorld();
    const QueueUrl = await create('q');
    clock.after(3000, () => void client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'a' })));
    const began = clock.now();
    expect(await receive(QueueUrl, { WaitTimeSeconds: 20 })).toHaveLength(1);
    expect(clock.now() - began).toBeLessThan(4000);
    expect(await receive(QueueUrl, { WaitTimeSeconds: 20 })).toEqual([]);
    expect(clock.now() - began).toBeGreaterThan(20_000);
  });
});

describe('moving messages', () => {
  const list = (SourceArn = arnOf('dead')) => new ListMessageMoveTasksCommand({ SourceArn, MaxResults: 10 });
  const start = (more: object = {}) => new StartMessageMoveTaskCommand({ SourceArn: arnOf('dead'), ...more });

  it('takes them back to where they came from, as new messages', async () => {
    const { givenUp, lab, send, bodies, clock, pass } = createWorld();
    await givenUp('a', 'b');
    const ids = lab.queues.peek(arnOf('dead')).map(({ messageId }) => messageId);
    await pass(60_000);
    const began = clock.now();
    await send(start());
    await clock.run();
    expect([bodies('dead'), bodies('q')]).toEqual([[], ['a', 'b']]);
    for (const { messageId, sentAt, receiveCount } of lab.queues.peek(arnOf('q'))) {
      expect(ids).not.toContain(messageId);
      expect(sentAt).toBeGreaterThanOrEqual(began);
      expect(receiveCount).toBe(0);
    }
    expect((await send(list())).Results).toEqual([
      {
        Status: 'COMPLETED',
        SourceArn: arnOf('dead'),
        ApproximateNumberOfMessagesMoved: 2,
        ApproximateNumberOfMessagesToMove: 2,
        StartedTimestamp: expect.any(Number),
      },
    ]);
  });

  it('takes them elsewhere at a pace, one task at a time, until it is cancelled', async () => {
    const { givenUp, create, send, bodies, pass } = createWorld();
    await givenUp('a', 'b', 'c');
    await create('other');
    const { TaskHandle } = await send(
      start({ DestinationArn: arnOf('other'), MaxNumberOfMessagesPerSecond: 1 }),
    );
    expect((await send(list())).Results).toMatchObject([{ Status: 'RUNNING', TaskHandle }]);
    await expect(send(start())).rejects.toThrow('There is already a task running.');
    await pass(1500);
    expect([bodies('dead').length, bodies('other').length]).toEqual([1, 2]);
    const cancel = new CancelMessageMoveTaskCommand({ TaskHandle });
    expect((await send(cancel)).ApproximateNumberOfMessagesMoved).toBe(2);
    await pass(5000);
    expect(bodies('dead')).toEqual(['c']);
    expect((await send(list())).Results).toMatchObject([{ Status: 'CANCELLED' }]);
    await expect(send(cancel)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('fails for messages that came from no queue, and leaves them', async () => {
    const { givenUp, send, put, bodies, clock } = createWorld();
    const { dead } = await givenUp('a');
    await put(dead, 'own');
    await send(start());
    await clock.run();
    expect((await send(list())).Results).toMatchObject([
      { Status: 'FAILED', ApproximateNumberOfMessagesMoved: 1 },
    ]);
    expect([bodies('dead'), bodies('q')]).toEqual([['own'], ['a']]);
  });

  it.each<[string, object, string]>([
    [
      'a source that is no dead-letter queue',
      { SourceArn: arnOf('q') },
      'Source queue must be configured as a Dead Letter Queue.',
    ],
    [
      'a source that is not there',
      { SourceArn: arnOf('x') },
      "The resource that you specified for the SourceArn parameter doesn't exist.",
    ],
    [
      'a destination that is not there',
      { DestinationArn: arnOf('x') },
      "The resource that you specified for the DestinationArn parameter doesn't exist.",
    ],
    [
      'the source as destination',
      { DestinationArn: arnOf('dead') },
      'Source queue arn and destination queue arn cannot be the same.',
    ],
    ['a pace that is none', { MaxNumberOfMessagesPerSecond: 501 }, 'Must be between 1 and 500'],
  ])('refuses %s', async (_, input, message) => {
    const { givenUp, send } = createWorld();
    await givenUp('a');
    await expect(send(start(input))).rejects.toThrow(message);
  });
});

describe('a queue of a stack', () => {
  it('takes other properties, and keeps its messages', async () => {
    const { lab, create, put, attributes, bodies } = createWorld();
    const url = (await create('q')) ?? '';
    await put(url, 'a');
    expect(lab.queues.updateQueue(url, { QueueName: 'q', VisibilityTimeout: 90 }).arn).toBe(arnOf('q'));
    expect(await attributes(url, 'VisibilityTimeout')).toEqual({ VisibilityTimeout: '90' });
    expect(bodies('q')).toEqual(['a']);
  });

  it('gains and loses its policy', async () => {
    const { lab, create } = createWorld();
    const url = (await create('q')) ?? '';
    const permits = () => lab.queues.permits(arnOf('q'), 'events.amazonaws.com', 'arn:aws:events:::rule/r');
    const Statement = [
      { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: '*', Resource: '*' },
    ];
    lab.queues.setPolicy([url], { Statement });
    expect(permits()).toBe(true);
    lab.queues.setPolicy([url], undefined);
    expect(permits()).toBe(false);
  });

  it('is deleted', async () => {
    const { lab, create } = createWorld();
    const url = (await create('q')) ?? '';
    lab.queues.deleteQueue(url);
    expect(() => lab.queues.deleteQueue(url)).toThrow('The specified queue does not exist.');
    expect(() => lab.queues.updateQueue(url, { QueueName: 'q' })).toThrow('does not exist');
  });
});
