// Behaviour as in the EventBridge API reference; messages as AWS gives them.
import {
  CreateEventBusCommand,
  DeleteEventBusCommand,
  DeleteRuleCommand,
  DescribeEventBusCommand,
  DescribeRuleCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  EventBridgeClient,
  ListEventBusesCommand,
  ListRuleNamesByTargetCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
  TestEventPatternCommand,
  UpdateEventBusCommand,
} from '@aws-sdk/client-eventbridge';
import { describe, expect, it } from '@jest/globals';
import { virtualKernel } from '../../../lab/kernel/kernel.ts';
import { createLab } from '../../../lab/lab.ts';

const START = Date.UTC(2026, 0, 1);
const MINUTE = 60_000;
const PATTERN = '{"source":["library"]}';

/** A lab with the queue `q`, to which EventBridge may send. */
const createWorld = () => {
  const lab = createLab(virtualKernel({ seed: 1, startAt: START }));
  const { clock } = lab.kernel as ReturnType<typeof virtualKernel>;
  const client = new EventBridgeClient(lab.client);
  const send = ((command: never) => clock.settle(client.send(command))) as typeof client.send;
  const { arn: queue, url } = lab.queues.createQueue({ QueueName: 'q' });
  lab.queues.setPolicy([url], {
    Statement: [
      { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: '*', Resource: '*' },
    ],
  });
  const put = (EventBusName?: string) =>
    send(
      new PutEventsCommand({
        Entries: [{ Source: 'library', DetailType: 'lent', Detail: '{}', EventBusName }],
      }),
    );
  const received = () => lab.queues.peek(queue).length;
  const pass = (ms: number) => {
    clock.after(ms, () => {}, { standing: true });
    return clock.run(() => false, clock.now() + ms);
  };
  const target = (Id = '1') => ({ Id, Arn: queue });
  const rule = async (Name = 'r', more: object = {}) => {
    await send(new PutRuleCommand({ Name, EventPattern: PATTERN, ...more }));
    const { EventBusName } = more as { EventBusName?: string };
    await send(new PutTargetsCommand({ Rule: Name, EventBusName, Targets: [target()] }));
  };
  return { send, put, received, pass, target, rule, queue };
};

const notThere = (message: string) => ({ name: 'ResourceNotFoundException', message });

describe('buses', () => {
  it('are made, described, changed, listed and deleted', async () => {
    const { send } = createWorld();
    const EventBusArn = 'arn:aws:events:us-east-1:123456789012:event-bus/b';
    expect(await send(new CreateEventBusCommand({ Name: 'b', Description: 'one' }))).toMatchObject({
      EventBusArn,
    });
    await expect(send(new CreateEventBusCommand({ Name: 'b' }))).rejects.toMatchObject({
      name: 'ResourceAlreadyExistsException',
      message: 'Event bus b already exists.',
    });
    await send(new UpdateEventBusCommand({ Name: 'b', Description: 'two' }));
    expect(await send(new DescribeEventBusCommand({ Name: 'b' }))).toMatchObject({
      Name: 'b',
      Arn: EventBusArn,
      Description: 'two',
      CreationTime: expect.any(Date),
    });
    const names = async (input: object) =>
      (await send(new ListEventBusesCommand(input))).EventBuses?.map(({ Name }) => Name);
    expect(await names({})).toEqual(['default', 'b']);
    expect(await names({ NamePrefix: 'b' })).toEqual(['b']);
    await send(new DeleteEventBusCommand({ Name: 'b' }));
    await expect(send(new DescribeEventBusCommand({ Name: 'b' }))).rejects.toMatchObject(
      notThere('Event bus b does not exist.'),
    );
  });

  it('are not deleted with rules; one that is not there is', async () => {
    const { send, rule } = createWorld();
    await send(new CreateEventBusCommand({ Name: 'b' }));
    await rule('r', { EventBusName: 'b' });
    await expect(send(new DeleteEventBusCommand({ Name: 'b' }))).rejects.toMatchObject({
      name: 'ValidationException',
      message: "EventBus can't be deleted since it has rules.",
    });
    await expect(send(new DeleteEventBusCommand({ Name: 'default' }))).rejects.toMatchObject({
      message: 'Cannot delete event bus default.',
    });
    await send(new DeleteEventBusCommand({ Name: 'other' }));
  });

  it('refuse what the lab does not have', async () => {
    const { send } = createWorld();
    const KmsKeyIdentifier = 'key';
    await expect(send(new CreateEventBusCommand({ Name: 'b', KmsKeyIdentifier }))).rejects.toThrow(
      'KmsKeyIdentifier is not supported by the lab',
    );
  });
});

describe('rules', () => {
  it('are described as they were put, and lose what the next PutRule leaves out, but not their targets', async () => {
    const { send, rule, put, received, pass } = createWorld();
    await rule('r', { Description: 'for books' });
    const described = () => send(new DescribeRuleCommand({ Name: 'r' }));
    expect(await described()).toMatchObject({
      Name: 'r',
      Arn: 'arn:aws:events:us-east-1:123456789012:rule/r',
      EventPattern: PATTERN,
      State: 'ENABLED',
      Description: 'for books',
      EventBusName: 'default',
      CreatedBy: '123456789012',
    });
    await send(new PutRuleCommand({ Name: 'r', EventPattern: '{"source":["library","archive"]}' }));
    expect((await described()).Description).toBeUndefined();
    await put();
    await pass(MINUTE);
    expect(received()).toBe(1);
  });

  it('are disabled and enabled', async () => {
    const { send, rule, put, received, pass } = createWorld();
    await rule();
    await send(new DisableRuleCommand({ Name: 'r' }));
    await put();
    await pass(MINUTE);
    expect(received()).toBe(0);
    await send(new EnableRuleCommand({ Name: 'r' }));
    await put();
    await pass(MINUTE);
    expect(received()).toBe(1);
  });

  it('keep their schedule when their targets change, and begin a new one with a new expression', async () => {
    const { send, received, pass, target } = createWorld();
    await send(new PutRuleCommand({ Name: 'r', ScheduleExpression: 'rate(10 minutes)' }));
    await pass(9 * MINUTE);
    await send(new PutTargetsCommand({ Rule: 'r', Targets: [target()] }));
    await pass(2 * MINUTE);
    expect(received()).toBe(1);
    await send(new PutRuleCommand({ Name: 'r', ScheduleExpression: 'rate(5 minutes)' }));
    await pass(4 * MINUTE);
    expect(received()).toBe(1);
    await pass(2 * MINUTE);
    expect(received()).toBe(2);
    await send(new RemoveTargetsCommand({ Rule: 'r', Ids: ['1'] }));
    await send(new DeleteRuleCommand({ Name: 'r' }));
    await pass(60 * MINUTE);
    expect(received()).toBe(2);
  });

  it('are listed by prefix, page by page', async () => {
    const { send, rule } = createWorld();
    for (const name of ['lend-1', 'lend-2', 'return']) await rule(name);
    const first = await send(new ListRulesCommand({ NamePrefix: 'lend', Limit: 1 }));
    expect(first.Rules?.map(({ Name }) => Name)).toEqual(['lend-1']);
    const { NextToken } = first;
    const second = await send(new ListRulesCommand({ NamePrefix: 'lend', Limit: 1, NextToken }));
    expect(second.Rules?.map(({ Name }) => Name)).toEqual(['lend-2']);
    expect(second.NextToken).toBeUndefined();
  });

  it('are deleted without targets; one that is not there is', async () => {
    const { send, rule } = createWorld();
    await rule();
    await expect(send(new DeleteRuleCommand({ Name: 'r' }))).rejects.toMatchObject({
      name: 'ValidationException',
      message: "Rule can't be deleted since it has targets.",
    });
    await send(new RemoveTargetsCommand({ Rule: 'r', Ids: ['1'] }));
    await send(new DeleteRuleCommand({ Name: 'r' }));
    await expect(send(new DescribeRuleCommand({ Name: 'r' }))).rejects.toMatchObject(
      notThere('Rule r does not exist on EventBus default.'),
    );
    await send(new DeleteRuleCommand({ Name: 'r' }));
  });

  it.each<[string, object, string, string]>([
    [
      'a pattern that is no JSON',
      { EventPattern: '{' },
      'InvalidEventPatternException',
      'Event pattern is not valid.',
    ],
    ['neither pattern nor schedule', {}, 'ValidationException', 'EventPattern or ScheduleExpression'],
    [
      'a bus that is not there',
      { EventPattern: PATTERN, EventBusName: 'x' },
      'ResourceNotFoundException',
      'Event bus x does not exist.',
    ],
  ])('refuse %s', async (_, input, name, message) => {
    const { send } = createWorld();
    await expect(send(new PutRuleCommand({ Name: 'r', ...input }))).rejects.toMatchObject({
      name,
      message: expect.stringContaining(message),
    });
  });

  it('are 300 a bus at most', async () => {
    const { send } = createWorld();
    const names = Array.from({ length: 300 }, (_, at) => `r${at}`);
    for (const Name of names) await send(new PutRuleCommand({ Name, EventPattern: PATTERN }));
    await expect(send(new PutRuleCommand({ Name: 'more', EventPattern: PATTERN }))).rejects.toMatchObject({
      name: 'LimitExceededException',
      message: 'The requested resource exceeds the maximum number allowed.',
    });
  });
});

describe('targets', () => {
  it('are put by id, listed, and removed', async () => {
    const { send, rule, target, queue } = createWorld();
    await rule();
    const { FailedEntryCount } = await send(
      new PutTargetsCommand({ Rule: 'r', Targets: [{ ...target('1'), Input: '{}' }, target('2')] }),
    );
    expect(FailedEntryCount).toBe(0);
    const listed = async () => (await send(new ListTargetsByRuleCommand({ Rule: 'r' }))).Targets;
    expect(await listed()).toEqual([{ ...target('1'), Input: '{}' }, target('2')]);
    const rules = await send(new ListRuleNamesByTargetCommand({ TargetArn: queue }));
    expect(rules.RuleNames).toEqual(['r']);
    await send(new RemoveTargetsCommand({ Rule: 'r', Ids: ['1'] }));
    expect(await listed()).toEqual([target('2')]);
  });

  it('are five at most, and need their rule', async () => {
    const { send, rule, target } = createWorld();
    await rule();
    const Targets = ['2', '3', '4', '5', '6'].map(target);
    await expect(send(new PutTargetsCommand({ Rule: 'r', Targets }))).rejects.toMatchObject({
      name: 'LimitExceededException',
    });
    await expect(send(new PutTargetsCommand({ Rule: 'x', Targets: [target()] }))).rejects.toMatchObject(
      notThere('Rule x does not exist on EventBus default.'),
    );
  });
});

describe('TestEventPattern', () => {
  const event = {
    ...{ id: '1', account: '123456789012', source: 'library', time: '2026-01-01T00:00:00Z' },
    ...{ region: 'us-east-1', resources: [], 'detail-type': 'lent', detail: {} },
  };
  const test = (EventPattern: string, Event: string) =>
    createWorld().send(new TestEventPatternCommand({ EventPattern, Event }));

  it.each([
    ['library', true],
    ['archive', false],
  ])('tells whether an event matches a pattern for %s', async (source, expected) => {
    const { Result } = await test(JSON.stringify({ source: [source] }), JSON.stringify(event));
    expect(Result).toBe(expected);
  });

  it.each<[string, string, string, string]>([
    ['a pattern that is none', '{"source":"library"}', JSON.stringify(event), 'InvalidEventPatternException'],
    ['an event that is no JSON', PATTERN, '{', 'ValidationException'],
    ['an event without its fields', PATTERN, '{"source":"library"}', 'ValidationException'],
  ])('refuses %s', async (_, pattern, text, name) => {
    await expect(test(pattern, text)).rejects.toMatchObject({ name });
  });
});
