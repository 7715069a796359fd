import { describe, expect, it } from '@jest/globals';
import { AwsError } from '../../lab/kernel/aws-error.ts';
import { createLog } from '../../scripts/lab/log.ts';

const listen = () => {
  const lines: string[] = [];
  const log = createLog(
    (line) => lines.push(line),
    () => new Date(2026, 0, 13, 10, 0, 5),
  );
  return { lines, log };
};

const outcome = (source: string, target: string, payload: unknown) =>
  ({ kind: 'outcome', source, target, payload }) as const;

describe('the log of npm run lab', () => {
  it.each<[string, ReturnType<typeof outcome>, string]>([
    [
      'stacks',
      outcome('cloudformation', 'stack:s', {
        type: 'AWS::CloudFormation::Stack',
        status: 'ROLLBACK_COMPLETE',
      }),
      'stack s: ROLLBACK_COMPLETE',
    ],
    [
      'resources that failed',
      outcome('cloudformation', 'stack:s', {
        ...{ type: 'AWS::SQS::Queue', logicalId: 'Q', status: 'CREATE_FAILED', reason: 'too long' },
      }),
      'stack s: Q (AWS::SQS::Queue) CREATE_FAILED: too long',
    ],
    [
      'functions that failed, in one line',
      outcome('function:f', 'failed', {
        result: { payload: { errorType: 'Error', errorMessage: 'a\nb\u001b[31m' } },
      }),
      'function f failed: Error: a b [31m',
    ],
    [
      'executions that failed',
      outcome('states:m', 'execution:e', { status: 'FAILED', error: 'Boom', cause: 'why' }),
      'execution m/e FAILED: Boom: why',
    ],
    ['alarms', outcome('alarm:a', 'ALARM', { from: 'OK', reason: '1 of 1' }), 'alarm a OK → ALARM: 1 of 1'],
    [
      'dead letters',
      outcome('queue:q', 'queue:q-dlq', { messageId: '1' }),
      'queue q: a message went to the dead-letter queue q-dlq',
    ],
    ['what came to nothing', outcome('destination:f', 'lost', {}), 'destination:f: lost'],
  ])('tells of %s', (_what, point, said) => {
    const { lines, log } = listen();
    log.observe(point);
    expect(lines).toEqual([`10:00:05 ${said}`]);
  });

  it.each([
    [
      'resources that are made',
      outcome('cloudformation', 'stack:s', { type: 'AWS::SQS::Queue', status: 'CREATE_COMPLETE' }),
    ],
    ['functions that succeeded', outcome('function:f', 'succeeded', {})],
    ['executions that succeeded', outcome('states:m', 'execution:e', { status: 'SUCCEEDED' })],
    ['alarms that begin', outcome('alarm:a', 'OK', { from: 'INSUFFICIENT_DATA' })],
    ['calls', { kind: 'call', source: 'user', target: 'sts:GetCallerIdentity', payload: {} } as const],
  ])('is silent about %s', (_what, point) => {
    const { lines, log } = listen();
    log.observe(point);
    expect(lines).toEqual([]);
  });

  it('tells of calls that were refused, without stack traces', () => {
    const { lines, log } = listen();
    log.refused('sts:Nope', new AwsError('LabError', 'TypeError: x\n    at y', { status: 501 }));
    expect(lines).toEqual(['10:00:05 refused sts:Nope: LabError: TypeError: x']);
  });

  it('tells of requests to HTTP APIs, and of signatures that closed the door', () => {
    const { lines, log } = listen();
    const request = { method: 'POST', path: '/orders' };
    log.answered(request, 202, 'unneeded');
    log.answered(request, 403, 'signed for lambda');
    expect(lines).toEqual(['10:00:05 POST /orders 202', '10:00:05 POST /orders 403: signed for lambda']);
  });

  it('keeps lines short', () => {
    const { lines, log } = listen();
    log.say('x'.repeat(10_000));
    expect(lines[0]?.length).toBeLessThan(500);
  });
});
