// "How EventBridge retries delivering events" and "Using dead-letter queues to process undelivered events" in the
// EventBridge user guide.
import { describe, expect, it } from '@jest/globals';
import { AwsError } from '../../../lab/kernel/aws-error.ts';
import type { FaultError, Verdict } from '../../../lab/kernel/point.ts';
import type { Decision } from '../../../lab/kernel/ports.ts';
import { DLQ, FUNCTION, MACHINE, QUEUE, START, world } from './world.ts';

const withDlq = { DeadLetterConfig: { Arn: DLQ } };
const target = (more: object = {}) => ({ Targets: [{ Id: '1', Arn: FUNCTION, ...more }] });
const throttled = () => {
  throw new AwsError('TooManyRequestsException', 'Rate Exceeded.');
};
const fault = (error: Partial<FaultError> = {}) => ({ name: 'ServiceException', message: 'Down.', ...error });
const values = (attributes: Readonly<Record<string, { stringValue?: string | undefined }>> = {}) =>
  Object.fromEntries(Object.entries(attributes).map(([name, { stringValue }]) => [name, stringValue]));

const strike = (w: ReturnType<typeof world>, verdict: () => Verdict | undefined) =>
  w.kernel.install((point) =>
    point.kind === 'delivery' && point.target === 'function:f' ? verdict() : undefined,
  );

const deliver = async (w: ReturnType<typeof world>, more: object = {}) => {
  w.rule(target(more));
  w.put(w.entry());
  await w.kernel.clock.run();
};

describe('delivery', () => {
  it('is retried after a throttle until it succeeds', async () => {
    const w = world();
    let failures = 3;
    w.hooks.fails = () => failures-- > 0 && throttled();
    await deliver(w);
    expect(w.invoked).toHaveLength(1);
    expect(w.points.map(({ point }) => point.kind)).toEqual(Array(4).fill('delivery'));
  });

  it('backs off exponentially, with jitter, up to ten minutes', async () => {
    const w = world();
    w.hooks.fails = throttled;
    await deliver(w);
    const gaps = w.points.slice(1).map(({ at }, index) => at - (w.points[index]?.at ?? 0));
    // A gap is the backoff, half to full of 1 s doubled, and the hop of less than two seconds.
    for (const [index, gap] of gaps.slice(0, -1).entries()) {
      const full = Math.min(1_000 * 2 ** index, 600_000);
      expect(gap).toBeGreaterThan(full / 2);
      expect(gap).toBeLessThan(full + 2_000);
    }
  });

  it('ends after 24 hours or 185 retries by default', async () => {
    const w = world();
    w.hooks.fails = (arn) => arn === FUNCTION && throttled();
    await deliver(w, withDlq);
    const attributes = values(w.sent[0]?.messageAttributes);
    expect(w.kernel.clock.now() - START).toBeLessThan(86_410_000);
    if (attributes.EXHAUSTED_RETRY_CONDITION === 'MaximumEventAgeInSeconds') {
      expect(w.kernel.clock.now() - START).toBeGreaterThanOrEqual(86_400_000);
    } else {
      expect(attributes.RETRY_ATTEMPTS).toBe('185');
    }
  });

  it('goes to the DLQ with its reason when the retries are used up', async () => {
    const w = world();
    w.hooks.fails = (arn) => arn === FUNCTION && throttled();
    await deliver(w, { ...withDlq, RetryPolicy: { MaximumRetryAttempts: 2 } });
    expect(w.points.filter(({ point }) => point.target === 'function:f')).toHaveLength(3);
    expect(w.sent).toHaveLength(1);
    expect(w.sent[0]).toMatchObject({ queueArn: DLQ, traceHeader: 'Root=caller' });
    expect(JSON.parse(w.sent[0]?.body ?? '')).toMatchObject({ source: 's', detail: { a: 1 } });
    expect(values(w.sent[0]?.messageAttributes)).toEqual({
      RULE_ARN: 'arn:aws:events:us-east-1:123456789012:rule/r',
      TARGET_ARN: FUNCTION,
      ERROR_CODE: 'THROTTLING',
      ERROR_MESSAGE: 'Rate Exceeded.',
      EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
      RETRY_ATTEMPTS: '2',
    });
  });

  it('goes to the DLQ when the event is too old', async () => {
    const w = world();
    strike(w, () => ({ error: fault() }));
    await deliver(w, { ...withDlq, RetryPolicy: { MaximumEventAgeInSeconds: 60 } });
    expect(values(w.sent[0]?.messageAttributes)).toMatchObject({
      ERROR_CODE: 'ERROR_FROM_TARGET',
      ERROR_MESSAGE: 'Down.',
      EXHAUSTED_RETRY_CONDITION: 'MaximumEventAgeInSeconds',
    });
    expect(w.kernel.clock.now() - START).toBeGreaterThanOrEqual(60_000);
    expect(w.kernel.clock.now() - START).toBeLessThan(61_000);
  });

  it.each<[string, string, string]>([
    ['ResourceNotFoundException', FUNCTION, 'NO_RESOURCE'],
    ['QueueDoesNotExist', QUEUE, 'NO_RESOURCE'],
    ['StateMachineDoesNotExist', MACHINE, 'NO_RESOURCE'],
    ['AccessDeniedException', MACHINE, 'NO_PERMISSIONS'],
  ])('is not retried after %s', async (code, Arn, expected) => {
    const w = world();
    w.hooks.fails = (arn) => {
      if (arn === Arn) throw new AwsError(code, 'No.');
    };
    await deliver(w, { ...withDlq, Arn, RoleArn: 'role' });
    expect(values(w.sent[0]?.messageAttributes)).toEqual({
      RULE_ARN: 'arn:aws:events:us-east-1:123456789012:rule/r',
      TARGET_ARN: Arn,
      ERROR_CODE: expected,
      ERROR_MESSAGE: 'No.',
    });
    expect(w.points).toHaveLength(2);
  });

  it.each([FUNCTION, QUEUE])('is not retried without permission: %s', async (Arn) => {
    const w = world();
    w.forbidden.add(Arn);
    await deliver(w, { ...withDlq, Arn });
    expect(w.sent).toHaveLength(1);
    expect(values(w.sent[0]?.messageAttributes)).toMatchObject({ ERROR_CODE: 'NO_PERMISSIONS' });
  });

  /** "Using IAM roles to give EventBridge permission to send events to targets". */
  it.each<[string, boolean, Decision, string[]]>([
    ['that trusts EventBridge and may start it', true, 'allowed', [MACHINE]],
    ['that does not trust EventBridge', false, 'allowed', [DLQ]],
    ['that may not start it', true, 'implicitDeny', [DLQ]],
    ['that must not start it', true, 'explicitDeny', [DLQ]],
  ])('starts a state machine under a role %s', async (_what, trusted, decision, reached) => {
    const asked: unknown[] = [];
    const w = world({
      roles: {
        trusts: (...question) => {
          asked.push(question);
          return trusted;
        },
        decide: (request) => {
          asked.push(request);
          return decision;
        },
      },
    });
    const RoleArn = 'arn:aws:iam::123456789012:role/start';
    await deliver(w, { ...withDlq, Arn: MACHINE, RoleArn });
    const [sent] = w.sent;
    expect([
      ...w.started.map(({ stateMachineArn }) => stateMachineArn),
      ...w.sent.map(({ queueArn }) => queueArn),
    ]).toEqual(reached);
    if (sent !== undefined)
      expect(values(sent.messageAttributes)).toMatchObject({ ERROR_CODE: 'NO_PERMISSIONS' });
    const rule = 'arn:aws:events:us-east-1:123456789012:rule/r';
    expect(asked).toEqual([
      [RoleArn, 'events.amazonaws.com', { 'aws:SourceArn': rule }],
      ...(trusted ? [{ roleArn: RoleArn, action: 'states:StartExecution', resource: MACHINE }] : []),
    ]);
  });

  it.each<[string, object]>([
    ['there is no DLQ', {}],
    ["the DLQ's policy does not let EventBridge send", withDlq],
  ])('is lost, and said to be, when %s', async (_, more) => {
    const w = world();
    w.forbidden.add(FUNCTION).add(DLQ);
    await deliver(w, more);
    expect(w.sent).toEqual([]);
    expect(w.points.at(-1)?.point).toMatchObject({
      kind: 'outcome',
      source: 'rule:r',
      target: 'function:f',
      payload: { dropped: { source: 's' }, errorCode: 'NO_PERMISSIONS' },
    });
  });

  it.each([0, 1, 2])('is carried as often as the point says: %i', async (count) => {
    const w = world();
    strike(w, () => (count === 0 ? { drop: true } : { copies: count }));
    await deliver(w);
    expect(w.invoked).toHaveLength(count);
  });

  it('happened, and happens again, when only the answer was lost', async () => {
    const w = world();
    let faults = 1;
    strike(w, () => (faults-- > 0 ? { error: fault({ when: 'after' }) } : undefined));
    await deliver(w);
    expect(w.invoked).toHaveLength(2);
    expect(w.invoked[0]?.payload).toEqual(w.invoked[1]?.payload);
  });
});
