import { AwsError } from '../kernel/aws-error.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { InvokeResult } from '../kernel/ports.ts';
import { type Condition, invocationRecord, type SendToDestination } from './destinations.ts';
import type { LambdaFunction } from './functions.ts';
import type { Invoker, RunRequest } from './invoke.ts';

/** Waits before the two retries after function errors, in ms. */
const ERROR_DELAYS = [60_000, 120_000];
const FIRST_THROTTLE_DELAY_MS = 1_000;
const MAX_THROTTLE_DELAY_MS = 300_000;
const DEFAULT_MAX_AGE_SECONDS = 21_600;

/** Accepts an event: from here on its retries and its end are Lambda's. */
export type AcceptEvent = (fn: LambdaFunction, request: RunRequest) => void;

/** An event in Lambda's internal queue. */
interface QueuedEvent {
  readonly fn: LambdaFunction;
  readonly request: RunRequest;
  /** Epoch ms. */
  readonly acceptedAt: number;
  /** How often the function ran. */
  invokes: number;
  /** How often the function could not be run. */
  throttles: number;
  result: InvokeResult | undefined;
}

/**
 * Lambda's asynchronous invocation. Source: Lambda developer guide, "How Lambda handles errors and retries
 * with asynchronous invocation".
 */
export const createAsyncInvoke = (ports: {
  readonly kernel: Kernel;
  readonly invoke: Invoker;
  readonly sendToDestination: SendToDestination;
}): AcceptEvent => {
  const { kernel, invoke, sendToDestination } = ports;
  const { clock } = kernel;

  const finish = (event: QueuedEvent, condition: Condition): void => {
    const { fn, request, result, invokes } = event;
    const { onSuccess, onFailure } = fn.eventInvokeConfig ?? {};
    const destination = condition === 'Success' ? onSuccess : onFailure;
    if (destination === undefined) {
      if (condition !== 'Success') kernel.tell(`function:${fn.name}`, 'discarded', { condition, ...request });
      return;
    }
    const { requestId, payload, traceHeader } = request;
    const record = invocationRecord({
      ...{
        at: clock.now(),
        functionArn: fn.arn,
        requestId,
        condition,
        invokeCount: invokes,
        payload,
        result,
      },
    });
    void sendToDestination(fn, destination, record, traceHeader);
  };

  const isTooOld = ({ fn, acceptedAt }: QueuedEvent): boolean =>
    clock.now() - acceptedAt >
    (fn.eventInvokeConfig?.maximumEventAgeInSeconds ?? DEFAULT_MAX_AGE_SECONDS) * 1000;

  const retry = (event: QueuedEvent, delayMs: number): void =>
    void clock.after(delayMs, () => attempt(event));

  const afterError = (event: QueuedEvent): void => {
    const retries = event.fn.eventInvokeConfig?.maximumRetryAttempts ?? ERROR_DELAYS.length;
    const delay = ERROR_DELAYS[event.invokes - 1];
    if (event.invokes > retries || delay === undefined) finish(event, 'RetriesExhausted');
    else retry(event, delay);
  };

  const afterThrottle = (event: QueuedEvent): void => {
    const delay = Math.min(MAX_THROTTLE_DELAY_MS, FIRST_THROTTLE_DELAY_MS * 2 ** event.throttles++);
    retry(event, delay);
  };

  const attempt = async (event: QueuedEvent): Promise<void> => {
    const { fn, request } = event;
    if (fn.reservedConcurrency === 0) return finish(event, 'ZeroReservedConcurrency');
    if (isTooOld(event)) return finish(event, 'EventAgeExceeded');
    try {
      const { log: _, ...result } = await invoke(fn, request);
      event.invokes++;
      event.result = result;
      if (result.functionError) afterError(event);
      else finish(event, 'Success');
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      // Nobody is left to tell of a deleted function's events.
      if (error.code === 'ResourceNotFoundException')
        kernel.tell(`function:${fn.name}`, 'discarded', request);
      else afterThrottle(event);
    }
  };

  return (fn, request) => {
    const event = { fn, request, acceptedAt: clock.now(), invokes: 0, throttles: 0, result: undefined };
    void attempt(event);
  };
};
