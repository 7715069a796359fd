import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  type SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { orderCreated } from '../contracts/index.ts';
import { toTimestamp } from '../platform/clock.ts';
import { resumeTrace, underTrace } from '../platform/tracing.ts';
import type { OrderRow } from '../services/order/decisions.ts';

/** The name of the run under way: the first is named after the order, a restarted one after the attempt too. */
export const executionName = (orderId: string, attempt: number): string =>
  attempt === 1 ? orderId : `${orderId}-${attempt}`;

const START_EXECUTION = { service: 'SFN', operation: 'StartExecution' };

/** Starts the order's run under its present attempt. */
export type StartRun = (order: OrderRow) => Promise<void>;

/** How the order's run under its present attempt stands. */
export type RunStatus = (order: OrderRow) => Promise<'missing' | 'running' | 'ended'>;

/** The name makes starting idempotent: a run that exists is a run that is started (H24). */
export const startRun =
  (client: SFNClient, stateMachineArn: string): StartRun =>
  async (order) => {
    const input = {
      order: { orderId: order.orderId, ...order.said[orderCreated.type]?.data },
      attempt: order.attempt,
      deadline: toTimestamp(order.deadline),
    };
    const about = { orderId: order.orderId, event: orderCreated.type };
    const hop = resumeTrace(order.trace, about, START_EXECUTION);
    const command = new StartExecutionCommand({
      stateMachineArn,
      name: executionName(order.orderId, order.attempt),
      input: JSON.stringify(input),
      traceHeader: hop.header,
    });
    if (hop.header !== undefined) {
      command.middlewareStack.add(underTrace(hop.header), { step: 'finalizeRequest', priority: 'high' });
    }
    try {
      await client.send(command);
    } catch (error) {
      if (!(error instanceof ExecutionAlreadyExists)) throw error;
    } finally {
      hop.end();
    }
  };

export const runStatus =
  (client: SFNClient, stateMachineArn: string): RunStatus =>
  async ({ orderId, attempt }) => {
    const executions = stateMachineArn.replace(':stateMachine:', ':execution:');
    try {
      const { status } = await client.send(
        new DescribeExecutionCommand({ executionArn: `${executions}:${executionName(orderId, attempt)}` }),
      );
      return status === 'RUNNING' || status === 'PENDING_REDRIVE' ? 'running' : 'ended';
    } catch (error) {
      if (error instanceof ExecutionDoesNotExist) return 'missing';
      throw error;
    }
  };
