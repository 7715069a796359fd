import { assertAllowed } from '../iam/denial.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { latencies } from '../kernel/latencies.ts';
import type { InvokeResult, Queues, Roles } from '../kernel/ports.ts';
import type { LambdaFunction } from './functions.ts';

/** Sends a record to a destination of a function. Never rejects: what cannot be delivered is lost, and told. */
export type SendToDestination = (
  fn: LambdaFunction,
  queueArn: string,
  record: unknown,
  traceHeader?: string,
) => Promise<void>;

export const queueName = (queueArn: string): string => queueArn.slice(queueArn.lastIndexOf(':') + 1);

/** Records go under the function's role. @param roles without it every role may send */
export const createDestinations = ({
  kernel,
  queues,
  roles,
}: {
  kernel: Kernel;
  queues: Queues;
  roles: Roles | undefined;
}): SendToDestination => {
  const assertMaySend = ({ roleArn, name: session }: LambdaFunction, resource: string): void => {
    if (roleArn === undefined || roles === undefined) return;
    assertAllowed(roles, { roleArn, session, action: 'sqs:SendMessage', resource });
  };
  return async (fn, queueArn, record, traceHeader) => {
    const source = `destination:${fn.name}`;
    const point = {
      kind: 'delivery',
      source,
      target: `queue:${queueName(queueArn)}`,
      payload: record,
    } as const;
    const { copies, error } = await kernel.pass(point, latencies.destination);
    const request = { queueArn, body: JSON.stringify(record), traceHeader };
    try {
      if (error && error.when !== 'after') throw error;
      assertMaySend(fn, queueArn);
      for (let copy = 0; copy < copies; copy++) await queues.send(request, `function:${fn.name}`);
    } catch (reason) {
      kernel.tell(source, 'lost', { record, reason });
    }
  };
};

/** Why an asynchronous invocation came to its end. */
export type Condition = 'Success' | 'RetriesExhausted' | 'EventAgeExceeded' | 'ZeroReservedConcurrency';

/** What became of the last attempt. */
export const responseContext = (result: InvokeResult) => ({
  statusCode: 200,
  executedVersion: '$LATEST',
  ...(result.functionError && { functionError: result.functionError }),
});

/**
 * The record of an asynchronous invocation. Without a response when the function never ran.
 * Source: Lambda developer guide, "Capturing records of Lambda asynchronous invocations".
 */
export const invocationRecord = (options: {
  readonly at: number;
  readonly functionArn: string;
  readonly requestId: string;
  readonly condition: Condition;
  readonly invokeCount: number;
  readonly payload: unknown;
  readonly result: InvokeResult | undefined;
}) => ({
  version: '1.0',
  timestamp: new Date(options.at).toISOString(),
  requestContext: {
    requestId: options.requestId,
    functionArn: `${options.functionArn}:$LATEST`,
    condition: options.condition,
    approximateInvokeCount: options.invokeCount,
  },
  requestPayload: options.payload,
  ...(options.result && {
    responseContext: responseContext(options.result),
    responsePayload: options.result.payload,
  }),
});
