// Behaviour as in the SQS developer guide and API reference.
import { describe, expect, it } from '@jest/globals';
import { virtualKernel } from '../../../lab/kernel/kernel.ts';
import type { Caller } from '../../../lab/kernel/service.ts';
import { createMeter } from '../../../lab/meter/meter.ts';
import { createSqs, type QueueProperties } from '../../../lab/sqs/sqs.ts';

const START = Date.UTC(2025, 0, 1);
const caller: Caller = { name: 'user' };

const world = (properties: Partial<QueueProperties> = {}) => {
  const kernel = virtualKernel({ seed: 1, startAt: START });
  const meter = createMeter();
  const sqs = createSqs({ kernel, meter });
  const dlq = sqs.createQueue({ QueueName: 'dead' });
  const queue = sqs.createQueue({ QueueName: 'q', VisibilityTimeout: 60, ...properties });
  // biome-ignore lint/suspicious/noExplicitAny: the answers have each operation's shape.
  const call = async (operation: string, input: object = {}): Promise<any> =>
    sqs.service.operations[operation]?.({ QueueUrl: queue.url, ...input }, caller);
  const pass = (ms: number) => {
    kernel.clock.after(ms, () => {}, { standing: true });
    return kernel.clock.run(() => false, kernel.clock.now() + ms);
  };
  const send = (MessageBody: string) => call('SendMessage', { MessageBody });
  const receive = async (input: object = {}) => (await call('ReceiveMessage', input)).Messages ?? [];
  return { kernel, meter, sqs, dlq, queue, call, pass, send, receive };
};

const redrive = (maxReceiveCount: number) => ({
  RedrivePolicy: { deadLetterTargetArn: 'arn:aws:sqs:us-east-1:123456789012:dead', maxReceiveCount },
});

const bodies = (messages: readonly { Body: string }[]) => messages.map(({ Body }) => Body);

describe('a queue', () => {
  it('has the ARN and URL of its name', () => {
    expect(world().queue).toEqual({
      arn: 'arn:aws:sqs:us-east-1:123456789012:q',
      url: 'https://sqs.us-east-1.amazonaws.com/123456789012/q',
    });
  });

  it.each(['FifoQueue', 'RedriveAllowPolicy', 'Nonsense'])('refuses %s by name', (property) => {
    expect(() => world({ [property]: true } as never)).toThrow(
      `AWS::SQS::Queue.${property} is not supported by the lab`,
    );
  });

  it.each<[string, object, string]>([
    [
      'a number out of its range',
      { VisibilityTimeout: 43_201 },
      'Invalid value for the parameter VisibilityTimeout.',
    ],
    ['a bad name', { QueueName: 'q.fifo' }, 'Can only include alphanumeric characters'],
    ['a name taken', { QueueName: 'dead' }, 'already exists'],
    [
      'two kinds of encryption',
      { SqsManagedSseEnabled: true, KmsMasterKeyId: 'k' },
      'one type of server-side',
    ],
    [
      'no DLQ of that ARN',
      { RedrivePolicy: { deadLetterTargetArn: 'x:y', maxReceiveCount: 1 } },
      'does not exist',
    ],
    ['a maxReceiveCount of 0', redrive(0), 'valid values are from 1 to 1000'],
  ])('refuses %s', (_, properties, message) => {
    expect(() => world(properties)).toThrow(message);
  });

  it('tells its attributes', async () => {
    const { call } = world({ ...redrive(3), DelaySeconds: '5' });
    await call('SendMessage', { MessageBody: 'delayed' });
    await call('SendMessage', { MessageBody: 'a', DelaySeconds: 0 });
    await call('SendMessage', { MessageBody: 'b', DelaySeconds: 0 });
    await call('ReceiveMessage');
    expect((await call('GetQueueAttributes', { AttributeNames: ['All'] })).Attributes).toMatchObject({
      QueueArn: 'arn:aws:sqs:us-east-1:123456789012:q',
      ApproximateNumberOfMessages: '1',
      ApproximateNumberOfMessagesNotVisible: '1',
      ApproximateNumberOfMessagesDelayed: '1',
      CreatedTimestamp: String(START / 1000),
      VisibilityTimeout: '60',
      DelaySeconds: '5',
      MessageRetentionPeriod: '345600',
      MaximumMessageSize: '1048576',
      SqsManagedSseEnabled: 'true',
      RedrivePolicy: JSON.stringify(redrive(3).RedrivePolicy),
    });
    expect(await call('GetQueueAttributes', { AttributeNames: ['DelaySeconds'] })).toEqual({
      Attributes: { DelaySeconds: '5' },
    });
    expect(await call('GetQueueAttributes')).toEqual({});
  });

  it('is found by name, by any host and in the list', async () => {
    const { call, queue, dlq } = world();
    expect(await call('GetQueueUrl', { QueueName: 'q' })).toEqual({ QueueUrl: queue.url });
    expect(await call('ListQueues')).toEqual({ QueueUrls: [dlq.url, queue.url] });
    expect(await call('ListQueues', { QueueNamePrefix: 'q' })).toEqual({ QueueUrls: [queue.url] });
    const local = { QueueUrl: 'http://127.0.0.1:4566/123456789012/q' };
    expect(await call('SendMessage', { ...local, MessageBody: 'x' })).toHaveProperty('MessageId');
  });

  it('that does not exist is QueueDoesNotExist', async () => {
    const { call, sqs } = world();
    const error = { code: 'QueueDoesNotExist', message: 'The specified queue does not exist.' };
    await expect(call('GetQueueUrl', { QueueName: 'none' })).rejects.toMatchObject(error);
    await expect(sqs.send({ queueArn: 'arn:aws:sqs:::none', body: 'x' }, 'user')).rejects.toMatchObject(
      error,
    );
  });

  it('is purged, once a minute', async () => {
    const { call, send, sqs, queue, pass } = world();
    await send('a');
    await call('PurgeQueue');
    expect(sqs.peek(queue.arn)).toEqual([]);
    await expect(call('PurgeQueue')).rejects.toMatchObject({ code: 'PurgeQueueInProgress' });
    await pass(60_000);
    expect(await call('PurgeQueue')).toEqual({});
  });
});

describe('SendMessage', () => {
  it('answers with MD5 digests and keeps attributes and trace header', async () => {
    const { call, receive } = world();
    const sent = await call('SendMessage', {
      MessageBody: 'This is a test message',
      MessageAttributes: { A: { DataType: 'String', StringValue: '1' } },
      MessageSystemAttributes: { AWSTraceHeader: { DataType: 'String', StringValue: 'Root=1' } },
    });
    // Length-prefixed name, type, transport type 1, length-prefixed value, as the developer guide lays it out.
    expect(sent).toEqual({
      MessageId: expect.stringMatching(/^[\da-f-]{36}$/),
      MD5OfMessageBody: 'fafb00f5732ab283681e124bf8747ed1',
      MD5OfMessageAttributes: '177a3b576b684df33b3ab58196e75867',
    });
    const [message] = await receive({ MessageAttributeNames: ['All'], MessageSystemAttributeNames: ['All'] });
    expect(message).toEqual({
      MessageId: sent.MessageId,
      ReceiptHandle: expect.any(String),
      MD5OfBody: sent.MD5OfMessageBody,
      Body: 'This is a test message',
      MD5OfMessageAttributes: sent.MD5OfMessageAttributes,
      MessageAttributes: { A: { DataType: 'String', StringValue: '1' } },
      Attributes: {
        SenderId: '123456789012',
        SentTimestamp: String(START),
        ApproximateReceiveCount: '1',
        ApproximateFirstReceiveTimestamp: String(START),
        AWSTraceHeader: 'Root=1',
      },
    });
  });

  it.each<[string, object, string, string]>([
    ['an empty body', { MessageBody: '' }, 'MissingParameter', 'MessageBody'],
    [
      'a forbidden character',
      { MessageBody: 'a\u0000' },
      'InvalidMessageContents',
      'outside the allowed set',
    ],
    ['a lone surrogate', { MessageBody: '\ud800' }, 'InvalidMessageContents', 'outside the allowed set'],
    [
      'a delay beyond 15 minutes',
      { MessageBody: 'a', DelaySeconds: 901 },
      'InvalidParameterValue',
      'DelaySeconds',
    ],
    [
      'an attribute of an empty text',
      { MessageBody: 'a', MessageAttributes: { n: { DataType: 'String', StringValue: '' } } },
      'InvalidParameterValue',
      "attribute 'n' must contain a non-empty",
    ],
    [
      'a forbidden character in an attribute',
      { MessageBody: 'a', MessageAttributes: { n: { DataType: 'String', StringValue: 'a\uffff' } } },
      'InvalidParameterValue',
      "attribute 'n' has a value with characters outside the allowed set",
    ],
    [
      'an attribute without a value',
      { MessageBody: 'a', MessageAttributes: { n: { DataType: 'String' } } },
      'InvalidParameterValue',
      "'n' must contain",
    ],
    [
      'an attribute of an unknown type',
      { MessageBody: 'a', MessageAttributes: { n: { DataType: 'Date', StringValue: 'x' } } },
      'InvalidParameterValue',
      "type of message (user) attribute 'n'",
    ],
  ])('refuses %s', async (_, input, code, message) => {
    await expect(world().call('SendMessage', input)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
    });
  });

  it('takes 1 MiB and not a byte more', async () => {
    const { call, send } = world();
    expect(await send('é'.repeat(524_288))).toHaveProperty('MessageId');
    await expect(send(`${'é'.repeat(524_288)}x`)).rejects.toMatchObject({
      code: 'InvalidParameterValue',
      message: 'One or more parameters are invalid. Reason: Message must be shorter than 1048576 bytes.',
    });
    const half = { MessageBody: 'x'.repeat(524_289) };
    const Entries = [
      { Id: '1', ...half },
      { Id: '2', ...half },
    ];
    await expect(call('SendMessageBatch', { Entries })).rejects.toMatchObject({
      code: 'BatchRequestTooLong',
    });
  });
});

describe('batches', () => {
  it('answer entry by entry', async () => {
    const { call, receive, sqs, queue } = world({ MaximumMessageSize: 1024 });
    const Entries = [
      { Id: 'ok', MessageBody: 'a' },
      { Id: 'big', MessageBody: 'x'.repeat(1025) },
    ];
    expect(await call('SendMessageBatch', { Entries })).toMatchObject({
      Successful: [{ Id: 'ok', MD5OfMessageBody: '0cc175b9c0f1b6a831c399e269772661' }],
      Failed: [{ Id: 'big', Code: 'InvalidParameterValue', SenderFault: true }],
    });
    const [{ ReceiptHandle }] = await receive();
    const deletions = [
      { Id: 'a', ReceiptHandle },
      { Id: 'b', ReceiptHandle: 'nonsense' },
    ];
    expect(await call('DeleteMessageBatch', { Entries: deletions })).toMatchObject({
      Successful: [{ Id: 'a' }],
      Failed: [{ Id: 'b', Code: 'ReceiptHandleIsInvalid' }],
    });
    expect(sqs.peek(queue.arn)).toEqual([]);
  });

  // https://github.com/getmoto/moto/issues/5372, https://github.com/aws/aws-sdk-ruby/issues/265
  it('send what can be sent, and say of each of the others what is wrong with it', async () => {
    const { call, sqs, queue } = world();
    const Entries = [
      { Id: 'late', MessageBody: 'a', DelaySeconds: 1000 },
      { Id: 'strange', MessageBody: 'a\u0000b' },
      { Id: 'ok', MessageBody: 'b', DelaySeconds: 1 },
      { Id: 'empty', MessageBody: 'c', MessageAttributes: { n: { DataType: 'String', StringValue: '' } } },
      { Id: 'untyped', MessageBody: 'd', MessageAttributes: { n: { StringValue: 'x' } } },
    ];
    const failed = (Id: string, Code: string, message: string) => ({
      ...{ Id, Code, SenderFault: true, Message: expect.stringContaining(message) },
    });
    expect(await call('SendMessageBatch', { Entries })).toEqual({
      Successful: [expect.objectContaining({ Id: 'ok' })],
      Failed: [
        failed('late', 'InvalidParameterValue', 'Value 1000 for parameter DelaySeconds is invalid.'),
        failed('strange', 'InvalidMessageContents', 'characters outside the allowed set'),
        failed('empty', 'InvalidParameterValue', "'n' must contain a non-empty message attribute value"),
        failed('untyped', 'InvalidParameterValue', "The type of message (user) attribute 'n' is invalid"),
      ],
    });
    expect(sqs.peek(queue.arn).map(({ body }) => body)).toEqual(['b']);
  });

  it('that are too long are refused as a whole, whatever else is wrong with an entry', async () => {
    const attribute = { DataType: 'String', StringValue: 'x'.repeat(524_288) };
    const Entries = [
      { Id: '1', MessageBody: 'x'.repeat(524_289), DelaySeconds: 1000 },
      { Id: '2', MessageBody: 'x', MessageAttributes: { n: attribute } },
    ];
    await expect(world().call('SendMessageBatch', { Entries })).rejects.toMatchObject({
      code: 'BatchRequestTooLong',
    });
  });

  it.each<[object[], string]>([
    [[], 'EmptyBatchRequest'],
    [
      Array.from({ length: 11 }, (_, n) => ({ Id: `${n}`, MessageBody: 'x' })),
      'TooManyEntriesInBatchRequest',
    ],
    [[{ Id: 'a b', MessageBody: 'x' }], 'InvalidBatchEntryId'],
    [
      [
        { Id: 'a', MessageBody: 'x' },
        { Id: 'a', MessageBody: 'y' },
      ],
      'BatchEntryIdsNotDistinct',
    ],
  ])('%j is %s', async (Entries, code) => {
    await expect(world().call('SendMessageBatch', { Entries })).rejects.toMatchObject({ code });
  });
});

describe('visibility', () => {
  it('a received message is hidden for the timeout, then comes back with a new handle', async () => {
    const { send, receive, pass } = world();
    await send('a');
    const [first] = await receive({ AttributeNames: ['All'] });
    expect(await receive()).toEqual([]);
    await pass(59_999);
    expect(await receive()).toEqual([]);
    await pass(1);
    const [second] = await receive({ AttributeNames: ['ApproximateReceiveCount'] });
    expect(second.Attributes).toEqual({ ApproximateReceiveCount: '2' });
    expect(second.MessageId).toBe(first.MessageId);
    expect(second.ReceiptHandle).not.toBe(first.ReceiptHandle);
  });

  it('a delayed message is hidden for its delay', async () => {
    const { call, receive, pass } = world();
    await call('SendMessage', { MessageBody: 'a', DelaySeconds: 10 });
    expect(await receive()).toEqual([]);
    await pass(10_000);
    expect(bodies(await receive())).toEqual(['a']);
  });

  it('ChangeMessageVisibility shortens and extends it from now on', async () => {
    const { call, send, receive, pass } = world();
    await send('a');
    const [{ ReceiptHandle }] = await receive();
    await pass(50_000);
    await call('ChangeMessageVisibility', { ReceiptHandle, VisibilityTimeout: 60 });
    await pass(59_999);
    expect(await receive()).toEqual([]);
    await call('ChangeMessageVisibility', { ReceiptHandle, VisibilityTimeout: 0 });
    expect(bodies(await receive())).toEqual(['a']);
  });

  it('ChangeMessageVisibility is refused once the message is no longer in flight', async () => {
    const { call, send, receive, pass } = world();
    await send('a');
    const [{ ReceiptHandle }] = await receive();
    await pass(60_000);
    await expect(
      call('ChangeMessageVisibility', { ReceiptHandle, VisibilityTimeout: 1 }),
    ).rejects.toMatchObject({
      code: 'InvalidParameterValue',
      message: expect.stringContaining(
        'Message does not exist or is not available for visibility timeout change.',
      ),
    });
  });

  it('a handle deletes late, but not after the message was received again', async () => {
    const { call, send, receive, pass, sqs, queue } = world();
    await send('a');
    const [first] = await receive();
    await pass(60_000);
    const [second] = await receive();
    await call('DeleteMessage', first);
    expect(sqs.peek(queue.arn)).toHaveLength(1);
    await pass(60_000);
    await call('DeleteMessage', second);
    expect(sqs.peek(queue.arn)).toEqual([]);
    expect(await call('DeleteMessage', second)).toEqual({});
  });

  it('a handle of another queue, or of none, is not valid', async () => {
    const { call, send, receive, dlq } = world();
    await send('a');
    const [{ ReceiptHandle }] = await receive();
    const error = { code: 'ReceiptHandleIsInvalid' };
    await expect(call('DeleteMessage', { QueueUrl: dlq.url, ReceiptHandle })).rejects.toMatchObject(error);
    await expect(call('DeleteMessage', { ReceiptHandle: 'x' })).rejects.toMatchObject(error);
  });

  it('receives up to MaxNumberOfMessages, ten at most', async () => {
    const { send, receive } = world();
    for (const body of ['a', 'b', 'c']) await send(body);
    expect(bodies(await receive({ MaxNumberOfMessages: 2 }))).toEqual(['a', 'b']);
    await expect(receive({ MaxNumberOfMessages: 11 })).rejects.toMatchObject({
      message:
        'Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.',
    });
  });
});

describe('retention and redrive', () => {
  it('drops a message after the retention period and says so', async () => {
    const { kernel, send, receive, pass, sqs, queue } = world({ MessageRetentionPeriod: 60 });
    const told: unknown[] = [];
    kernel.observe((point) => told.push(point));
    await send('a');
    await pass(59_999);
    expect(sqs.peek(queue.arn)).toHaveLength(1);
    await pass(1);
    expect(sqs.peek(queue.arn)).toEqual([]);
    expect(await receive()).toEqual([]);
    expect(told).toMatchObject([
      { kind: 'outcome', source: 'queue:q', target: 'expired', payload: { body: 'a' } },
    ]);
  });

  it('moves a message to the DLQ on receive n + 1, with its id, age and count', async () => {
    const { kernel, send, receive, pass, sqs, queue, dlq } = world(redrive(2));
    const told: unknown[] = [];
    kernel.observe((point) => told.push(point));
    const { MessageId } = await send('a');
    for (const _ of [1, 2]) {
      expect(await receive()).toHaveLength(1);
      await pass(60_000);
    }
    expect(sqs.peek(queue.arn)).toHaveLength(1);
    expect(await receive()).toEqual([]);
    expect(sqs.peek(queue.arn)).toEqual([]);
    expect(sqs.peek(dlq.arn)).toMatchObject([
      { messageId: MessageId, body: 'a', sentAt: START, receiveCount: 2, state: 'visible' },
    ]);
    expect(told).toMatchObject([{ source: 'queue:q', target: 'queue:dead' }]);
    const [dead] = await receive({ QueueUrl: dlq.url, AttributeNames: ['All'] });
    expect(dead.Attributes).toMatchObject({ ApproximateReceiveCount: '3', SentTimestamp: String(START) });
  });
});

describe('a chain of queues', () => {
  it('counts the receives of each for itself', async () => {
    const { sqs, queue, send, receive, pass } = world(redrive(1));
    const chain = { deadLetterTargetArn: queue.arn, maxReceiveCount: 1 };
    const { url } = sqs.createQueue({ QueueName: 'first', VisibilityTimeout: 1, RedrivePolicy: chain });
    await sqs.send({ queueArn: 'arn:aws:sqs:us-east-1:123456789012:first', body: 'a' }, 'user');
    await receive({ QueueUrl: url });
    await pass(1_000);
    expect(await receive({ QueueUrl: url })).toEqual([]);
    await send('b');
    expect(bodies(await receive({ MaxNumberOfMessages: 10 }))).toEqual(['a', 'b']);
  });
});

describe('long polling', () => {
  it('does not wait when messages are there', async () => {
    const { kernel, send, receive } = world();
    await send('a');
    expect(bodies(await receive({ WaitTimeSeconds: 20 }))).toEqual(['a']);
    expect(kernel.clock.pending()).toBe(0);
  });

  it('resolves as soon as a message arrives', async () => {
    const { kernel, send, receive } = world();
    const waiting = receive({ WaitTimeSeconds: 20 });
    kernel.clock.after(5_000, () => void send('a'));
    await kernel.clock.run();
    expect(bodies(await waiting)).toEqual(['a']);
    expect(kernel.clock.now()).toBe(START + 5_000);
  });

  it('resolves when a hidden message comes back', async () => {
    const { kernel, send, receive } = world({ VisibilityTimeout: 7 });
    await send('a');
    await receive();
    const waiting = receive({ WaitTimeSeconds: 20 });
    await kernel.clock.run();
    expect(bodies(await waiting)).toEqual(['a']);
    expect(kernel.clock.now()).toBe(START + 7_000);
  });

  it('resolves empty when the time passes, here by the default of the queue', async () => {
    const { kernel, receive } = world({ ReceiveMessageWaitTimeSeconds: 20 });
    const waiting = receive();
    await kernel.clock.run();
    expect(await waiting).toEqual([]);
    expect(kernel.clock.now()).toBe(START + 20_000);
  });
});

describe('the port for other services', () => {
  it('calls subscribers on arrival and on return, until they stop', async () => {
    const { kernel, sqs, queue, send } = world();
    const at: number[] = [];
    const stop = sqs.subscribe(queue.arn, () => {
      at.push(kernel.clock.now() - START);
      sqs.receive(queue.arn, 10, 'service:lambda');
      if (at.length === 3) stop();
    });
    await send('a');
    await kernel.clock.run();
    expect(at).toEqual([0, 60_000, 120_000]);
    expect(kernel.clock.pending()).toBe(0);
  });

  it('calls subscribers when a message is given back', async () => {
    const { sqs, queue, send, call } = world();
    let calls = 0;
    await send('a');
    const [message] = sqs.receive(queue.arn, 1, 'user');
    sqs.subscribe(queue.arn, () => calls++);
    await call('ChangeMessageVisibility', { ReceiptHandle: message?.receiptHandle, VisibilityTimeout: 0 });
    expect(calls).toBe(1);
  });

  it('a deleted message leaves no timer', async () => {
    const { kernel, sqs, queue, send } = world();
    sqs.subscribe(queue.arn, () => {});
    await send('a');
    const handles = sqs.receive(queue.arn, 10, 'user').map(({ receiptHandle }) => receiptHandle);
    expect(kernel.clock.pending()).toBe(1);
    sqs.delete(queue.arn, handles, 'user');
    expect(kernel.clock.pending()).toBe(0);
  });

  it('hidden messages that nobody waits for do not keep the world from rest', async () => {
    const { kernel, sqs, queue, call } = world();
    await call('SendMessage', { MessageBody: 'a', DelaySeconds: 9 });
    expect(kernel.clock.pending()).toBe(0);
    const stop = sqs.subscribe(queue.arn, () => {});
    expect(kernel.clock.pending()).toBe(1);
    stop();
    expect(kernel.clock.pending()).toBe(0);
  });

  it('peeks without touching', async () => {
    const { sqs, queue, send, receive } = world();
    await send('a');
    sqs.peek(queue.arn);
    const [message] = await receive({ AttributeNames: ['All'] });
    expect(message.Attributes.ApproximateReceiveCount).toBe('1');
    expect(sqs.peek(queue.arn)).toMatchObject([{ body: 'a', state: 'inFlight', receiveCount: 1 }]);
  });
});

describe('metering', () => {
  it('counts each request by caller and queue, one per 64 KB begun', async () => {
    const { meter, sqs, queue, send, receive, call } = world();
    await send('x'.repeat(65_537));
    await receive();
    await receive();
    await call('GetQueueAttributes');
    await sqs.send({ queueArn: queue.arn, body: 'x' }, 'service:events');
    expect(meter.read()).toEqual([
      { unit: 'sqs.requests', quantity: 2 + 2 + 1 + 1, caller: 'user', resource: 'q' },
      { unit: 'sqs.requests', quantity: 1, caller: 'service:events', resource: 'q' },
    ]);
  });
});
