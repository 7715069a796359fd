import { createEventBridge, type RuleProperties } from '../../../lab/eventbridge/eventbridge.ts';
import { virtualKernel } from '../../../lab/kernel/kernel.ts';
import type { Point } from '../../../lab/kernel/point.ts';
import type {
  Functions,
  InvokeRequest,
  Queues,
  Roles,
  SendRequest,
  StateMachines,
} from '../../../lab/kernel/ports.ts';
import type { Caller } from '../../../lab/kernel/service.ts';
import { createMeter } from '../../../lab/meter/meter.ts';

export const START = Date.UTC(2025, 0, 1);
export const FUNCTION = 'arn:aws:lambda:us-east-1:123456789012:function:f';
export const QUEUE = 'arn:aws:sqs:us-east-1:123456789012:q';
export const DLQ = 'arn:aws:sqs:us-east-1:123456789012:dlq';
export const MACHINE = 'arn:aws:states:us-east-1:123456789012:stateMachine:m';

const unused = (): never => {
  throw new Error('not used by EventBridge');
};

/** EventBridge with targets that record what they receive; a `fails` hook may throw for an ARN. */
export const world = (options: { maxEntryBytes?: number; roles?: Roles } = {}) => {
  const kernel = virtualKernel({ seed: 7, startAt: START });
  const meter = createMeter();
  const points: { at: number; point: Point }[] = [];
  kernel.observe((point, at) => points.push({ at: at - START, point }));

  const invoked: InvokeRequest[] = [];
  const sent: SendRequest[] = [];
  const started: Parameters<StateMachines['start']>[0][] = [];
  const forbidden = new Set<string>();
  const hooks = { fails: (_arn: string): void => {} };

  const functions: Functions = {
    invoke: unused,
    invokeAsync: async (request) => {
      hooks.fails(request.functionArn);
      invoked.push(request);
    },
    permits: (arn, principal, sourceArn) =>
      !forbidden.has(arn) && principal === 'events.amazonaws.com' && sourceArn.includes(':rule/'),
  };
  const queues: Queues = {
    send: async (request) => {
      hooks.fails(request.queueArn);
      sent.push(request);
    },
    permits: (arn) => !forbidden.has(arn),
    receive: unused,
    delete: unused,
    subscribe: unused,
    visibilityTimeout: unused,
  };
  const stateMachines: StateMachines = {
    start: async (request) => {
      hooks.fails(request.stateMachineArn);
      started.push(request);
      return { executionArn: 'x' };
    },
  };

  const events = createEventBridge({ kernel, meter, functions, queues, stateMachines, ...options });
  const caller: Caller = { name: 'function:relay', traceHeader: 'Root=caller' };
  // biome-ignore lint/suspicious/noExplicitAny: entries are wrong on purpose in some tests.
  const put = (...Entries: any[]) => events.service.operations.PutEvents?.({ Entries }, caller) as any;
  const entry = (more: object = {}) => ({ Source: 's', DetailType: 't', Detail: '{"a":1}', ...more });
  const rule = (more: Partial<RuleProperties> = {}) =>
    events.createRule({
      Name: 'r',
      EventPattern: { source: ['s'] },
      Targets: [{ Id: '1', Arn: FUNCTION }],
      ...more,
    });
  return { kernel, meter, points, invoked, sent, started, forbidden, hooks, events, put, entry, rule };
};
