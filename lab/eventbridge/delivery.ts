import { AwsError } from '../kernel/aws-error.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { latencies } from '../kernel/latencies.ts';
import type { Functions, MessageAttribute, Queues, Roles, StateMachines } from '../kernel/ports.ts';
import type { BusEvent } from './event.ts';
import type { Rule } from './rule.ts';
import type { Target } from './target.ts';

const PRINCIPAL = 'events.amazonaws.com';
const CALLER = 'service:events';

/** An event on its way to one target of one rule. */
export interface Delivery {
  readonly rule: Rule;
  readonly target: Target;
  readonly event: BusEvent;
  /** As `Point.source`: `rule:<name>` or `schedule:<name>`. */
  readonly source: string;
  readonly traceHeader: string | undefined;
}

/**
 * Why an attempt failed, with the ERROR_CODE of the dead-letter queue's message. Source: "Using dead-letter
 * queues to process undelivered events" in the EventBridge user guide.
 */
interface Failure {
  readonly code: 'NO_PERMISSIONS' | 'NO_RESOURCE' | 'THROTTLING' | 'ERROR_FROM_TARGET';
  readonly message: string;
}

/** Which of the two limits of a retry policy ended the retries, and after how many. */
interface Exhaustion {
  readonly condition: 'MaximumRetryAttempts' | 'MaximumEventAgeInSeconds';
  readonly retries: number;
}

const codes = new Map<string, Failure['code']>([
  ['AccessDeniedException', 'NO_PERMISSIONS'],
  ['ResourceNotFoundException', 'NO_RESOURCE'],
  ['QueueDoesNotExist', 'NO_RESOURCE'],
  ['StateMachineDoesNotExist', 'NO_RESOURCE'],
  ['TooManyRequestsException', 'THROTTLING'],
  ['ThrottlingException', 'THROTTLING'],
]);

const failure = (code: string, message: string): Failure => ({
  code: codes.get(code) ?? 'ERROR_FROM_TARGET',
  message,
});

/** Retries would not help: EventBridge makes none. */
const isFinal = ({ code }: Failure): boolean => code === 'NO_PERMISSIONS' || code === 'NO_RESOURCE';

const FIRST_BACKOFF_MS = 1_000;
const MAX_BACKOFF_MS = 600_000;

const text = (stringValue: string): MessageAttribute => ({ dataType: 'String', stringValue });

const messageAttributes = ({ rule, target }: Delivery, failed: Failure, exhaustion?: Exhaustion) => ({
  RULE_ARN: text(rule.arn),
  TARGET_ARN: text(target.arn),
  ERROR_CODE: text(failed.code),
  ERROR_MESSAGE: text(failed.message),
  ...(exhaustion === undefined
    ? {}
    : {
        EXHAUSTED_RETRY_CONDITION: text(exhaustion.condition),
        RETRY_ATTEMPTS: { dataType: 'Number', stringValue: String(exhaustion.retries) },
      }),
});

export interface DeliveryPorts {
  readonly kernel: Kernel;
  readonly functions: Functions;
  readonly queues: Queues;
  readonly stateMachines: StateMachines;
  /** Without it every role may do everything. */
  readonly roles?: Roles;
}

/** Delivers events at least once; an event that cannot be delivered goes to its target's dead-letter queue. */
export const createDelivery = ({ kernel, functions, queues, stateMachines, roles }: DeliveryPorts) => {
  const { clock } = kernel;
  const jitter = kernel.random.fork('eventbridge.backoff');

  /** AWS publishes no schedule, only "exponential backoff and jitter": half to full, doubled each time. */
  const backoff = (retries: number): number =>
    Math.min(FIRST_BACKOFF_MS * 2 ** retries, MAX_BACKOFF_MS) * (0.5 + jitter.next() / 2);

  const mayStart = (roleArn: string, stateMachineArn: string, ruleArn: string): boolean =>
    roles === undefined ||
    (roles.trusts(roleArn, PRINCIPAL, { 'aws:SourceArn': ruleArn }) &&
      roles.decide({ roleArn, action: 'states:StartExecution', resource: stateMachineArn }) === 'allowed');

  /** Functions and queues let EventBridge in themselves; a state machine is started under the target's role. */
  const permitted = ({ rule, target }: Delivery): boolean => {
    switch (target.kind) {
      case 'function':
        return functions.permits(target.arn, PRINCIPAL, rule.arn);
      case 'queue':
        return queues.permits(target.arn, PRINCIPAL, rule.arn);
      case 'stateMachine':
        return target.roleArn !== undefined && mayStart(target.roleArn, target.arn, rule.arn);
      default:
        return target.kind satisfies never;
    }
  };

  const carry = async ({ target, source, traceHeader }: Delivery, payload: unknown): Promise<void> => {
    switch (target.kind) {
      case 'function':
        return functions.invokeAsync({ functionArn: target.arn, payload, source, traceHeader });
      case 'queue':
        return queues.send({ queueArn: target.arn, body: JSON.stringify(payload), traceHeader }, CALLER);
      case 'stateMachine':
        await stateMachines.start({
          stateMachineArn: target.arn,
          input: JSON.stringify(payload),
          traceHeader,
        });
        return;
      default:
        target.kind satisfies never;
    }
  };

  /** One attempt: through the point, then to the target as often as the point says. */
  const attempt = async (delivery: Delivery): Promise<Failure | undefined> => {
    const { target, source, event } = delivery;
    const payload = target.input(event);
    const { copies, error } = await kernel.pass(
      { kind: 'delivery', source, target: target.point, payload },
      latencies.eventBridgeToTarget,
    );
    const injected = error && failure(error.name, error.message);
    if (injected !== undefined && error?.when !== 'after') return injected;
    if (!permitted(delivery)) {
      return failure('AccessDeniedException', `${PRINCIPAL} is not authorized to deliver to ${target.arn}.`);
    }
    try {
      for (let copy = 0; copy < copies; copy++) await carry(delivery, payload);
      return injected;
    } catch (error) {
      if (error instanceof AwsError) return failure(error.code, error.message);
      throw error;
    }
  };

  const lose = ({ source, target, event }: Delivery, failed: Failure): void =>
    kernel.tell(source, target.point, {
      dropped: event,
      errorCode: failed.code,
      errorMessage: failed.message,
    });

  const bury = async (delivery: Delivery, failed: Failure, exhaustion?: Exhaustion): Promise<void> => {
    const { rule, source, event, traceHeader } = delivery;
    const queueArn = delivery.target.deadLetterArn;
    if (queueArn === undefined) return lose(delivery, failed);
    const { copies, error } = await kernel.pass(
      { kind: 'delivery', source, target: `queue:${queueArn.split(':').at(-1)}`, payload: event },
      latencies.destination,
    );
    if (error !== undefined || !queues.permits(queueArn, PRINCIPAL, rule.arn)) return lose(delivery, failed);
    const message = {
      queueArn,
      body: JSON.stringify(event),
      messageAttributes: messageAttributes(delivery, failed, exhaustion),
      traceHeader,
    };
    for (let copy = 0; copy < copies; copy++) await queues.send(message, CALLER);
  };

  return async (delivery: Delivery): Promise<void> => {
    const { maxAgeMs, maxRetries } = delivery.target;
    const endsAt = clock.now() + maxAgeMs;
    for (let retries = 0; ; retries++) {
      const failed = await attempt(delivery);
      if (failed === undefined) return;
      if (isFinal(failed)) return bury(delivery, failed);
      if (retries >= maxRetries)
        return bury(delivery, failed, { condition: 'MaximumRetryAttempts', retries });
      await clock.sleep(Math.min(backoff(retries), endsAt - clock.now()));
      if (clock.now() >= endsAt)
        return bury(delivery, failed, { condition: 'MaximumEventAgeInSeconds', retries });
    }
  };
};
