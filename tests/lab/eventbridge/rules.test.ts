// PutRule and PutTargets in the EventBridge API reference; AWS::Events::Rule in the CloudFormation reference.
import { describe, expect, it } from '@jest/globals';
import type { RuleProperties } from '../../../lab/eventbridge/eventbridge.ts';
import { FUNCTION, MACHINE, QUEUE, world } from './world.ts';

describe('rules', () => {
  it('have the bus in their ARN unless it is the default one', () => {
    const { events, rule } = world();
    expect(events.createBus({ Name: 'b', Tags: [] }).arn).toBe(
      'arn:aws:events:us-east-1:123456789012:event-bus/b',
    );
    expect(rule().arn).toBe('arn:aws:events:us-east-1:123456789012:rule/r');
    expect(rule({ EventBusName: 'b' }).arn).toBe('arn:aws:events:us-east-1:123456789012:rule/b/r');
  });

  it('hear their own bus, by name or ARN', async () => {
    const { events, rule, put, entry, kernel, invoked } = world();
    const { arn } = events.createBus({ Name: 'b' });
    rule({ EventBusName: arn });
    put(entry(), entry({ EventBusName: 'b' }), entry({ EventBusName: arn }));
    await kernel.clock.run();
    expect(invoked).toHaveLength(2);
  });

  it('deliver what matches, to every target, each by itself', async () => {
    const { rule, put, entry, kernel, invoked, sent, started, points } = world();
    const Targets = [
      { Id: '1', Arn: FUNCTION },
      { Id: '2', Arn: QUEUE },
      { Id: '3', Arn: MACHINE, RoleArn: 'role' },
    ];
    rule({ EventPattern: '{"detail":{"a":[1]}}', Targets });
    put(entry(), entry({ Detail: '{"a":2}' }));
    await kernel.clock.run();
    const event = invoked[0]?.payload;
    expect(invoked).toEqual([
      { functionArn: FUNCTION, payload: event, source: 'rule:r', traceHeader: 'Root=caller' },
    ]);
    expect(sent).toEqual([{ queueArn: QUEUE, body: JSON.stringify(event), traceHeader: 'Root=caller' }]);
    expect(started).toEqual([
      { stateMachineArn: MACHINE, input: JSON.stringify(event), traceHeader: 'Root=caller' },
    ]);
    expect(points.map(({ point }) => [point.kind, point.source, point.target]).sort()).toEqual([
      ['delivery', 'rule:r', 'function:f'],
      ['delivery', 'rule:r', 'queue:q'],
      ['delivery', 'rule:r', 'stateMachine:m'],
    ]);
    expect(new Set(points.map(({ at }) => at)).size).toBe(3);
  });

  it('do nothing when disabled', async () => {
    const { rule, put, entry, kernel, invoked } = world();
    rule({ State: 'DISABLED', ScheduleExpression: 'rate(1 minute)' });
    put(entry());
    await kernel.clock.run(() => false, kernel.clock.now() + 600_000);
    expect(invoked).toEqual([]);
  });

  it('are gone when deleted, and then their bus can be', async () => {
    const { events, rule, put, entry, kernel, invoked } = world();
    events.createBus({ Name: 'b' });
    rule({ EventBusName: 'b' });
    expect(() => events.deleteBus('b')).toThrow('it has rules');
    events.deleteRule('b|r');
    events.deleteBus('b');
    put(entry({ EventBusName: 'b' }));
    await kernel.clock.run();
    expect(invoked).toEqual([]);
    expect(() => rule({ EventBusName: 'b' })).toThrow('Event bus b does not exist.');
    expect(() => events.deleteBus('default')).toThrow('Cannot delete event bus default.');
  });

  it('take other properties, by what CloudFormation refers to them by', async () => {
    const { events, rule, put, entry, kernel, invoked, sent } = world();
    events.createBus({ Name: 'b' });
    rule({ EventBusName: 'b' });
    const EventPattern = { source: ['other'] };
    const { arn } = events.updateRule('b|r', { Name: 'r', EventPattern, Targets: [{ Id: '1', Arn: QUEUE }] });
    expect(arn).toBe('arn:aws:events:us-east-1:123456789012:rule/b/r');
    put(entry({ EventBusName: 'b' }), entry({ EventBusName: 'b', Source: 'other' }));
    await kernel.clock.run();
    expect([invoked.length, sent.length]).toEqual([0, 1]);
    expect(events.updateBus('b', { Name: 'b', Description: 'other' }).arn).toContain('event-bus/b');
    expect(() => events.updateRule('x', { Name: 'x', EventPattern })).toThrow('does not exist');
    expect(() => events.deleteRule('r')).toThrow('Rule r does not exist on EventBus default.');
    expect(() => events.deleteBus('x')).toThrow('Event bus x does not exist.');
  });

  it.each<[string, object, unknown]>([
    ['Input', { Input: '{"x":[1]}' }, { x: [1] }],
    ['InputPath to the detail', { InputPath: '$.detail' }, { a: 1 }],
    ['InputPath to everything', { InputPath: '$' }, expect.objectContaining({ source: 's' })],
    ['InputPath with names and indexes', { InputPath: "$['detail-type']" }, 't'],
    ['InputPath into an array', { InputPath: '$.resources[1]' }, 'q'],
    ['InputPath to nothing', { InputPath: '$.detail.none.x' }, null],
  ])('give a target its %s', async (_, input, expected) => {
    const { rule, put, entry, kernel, invoked } = world();
    rule({ Targets: [{ Id: '1', Arn: FUNCTION, ...input }] });
    put(entry({ Resources: ['p', 'q'] }));
    await kernel.clock.run();
    expect(invoked.map(({ payload }) => payload)).toEqual([expected]);
  });

  const target = (more: object) => ({ Targets: [{ Id: '1', Arn: FUNCTION, ...more }] });
  it.each<[string, object, string]>([
    [
      'neither pattern nor schedule',
      { EventPattern: undefined },
      'EventPattern or ScheduleExpression must be specified',
    ],
    ['a bad pattern', { EventPattern: { a: [] } }, 'Event pattern is not valid. Reason: Empty arrays'],
    ['a pattern that is no JSON', { EventPattern: '{' }, 'Event pattern is not valid. Reason: '],
    ['a bad name', { Name: 'a/b' }, "Value 'a/b' at 'name' failed to satisfy constraint"],
    ['an unknown bus', { EventBusName: 'none' }, 'Event bus none does not exist.'],
    [
      'six targets',
      { Targets: Array(6).fill({ Id: '1', Arn: FUNCTION }) },
      'exceeds the maximum number allowed',
    ],
    ['too many retries', target({ RetryPolicy: { MaximumRetryAttempts: 186 } }), 'between 0 and 185'],
    ['too short an age', target({ RetryPolicy: { MaximumEventAgeInSeconds: 59 } }), 'between 60 and 86400'],
    ['a state machine without role', target({ Arn: MACHINE }), 'RoleArn is required for target'],
    ['an Input that is no JSON', target({ Input: '{' }), 'JSON syntax error'],
    ['an InputPath that is none', target({ InputPath: 'detail' }), 'InputPath detail is not valid.'],
    ['an InputPath with filters', target({ InputPath: '$.a[?(@.b)]' }), 'is not valid.'],
    [
      'another kind of target',
      target({ Arn: 'arn:aws:sns:us-east-1:1:t' }),
      'Targets.Arn arn:aws:sns:us-east-1:1:t is not supported',
    ],
    ['an unknown property', { KmsKeyArn: 'x' }, 'AWS::Events::Rule.KmsKeyArn is not supported by the lab'],
    [
      'an unknown target property',
      target({ InputTransformer: {} }),
      'AWS::Events::Rule.Targets.InputTransformer is not',
    ],
    ['an unknown state', { State: 'SOMETIMES' }, 'State SOMETIMES is not supported'],
  ])('are refused with %s', (_, properties, message) => {
    expect(() => world().rule(properties as Partial<RuleProperties>)).toThrow(message);
  });

  it('and buses have a name of their own', () => {
    const { events, rule } = world();
    rule();
    expect(() => rule()).toThrow('Rule r already exists.');
    expect(() => events.createBus({ Name: 'default' })).toThrow('Event bus default already exists.');
    expect(() => events.createBus({ Name: 'b', Policy: {} } as never)).toThrow(
      'AWS::Events::EventBus.Policy',
    );
  });
});
