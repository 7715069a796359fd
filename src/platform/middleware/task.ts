import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { logger } from '../logging.ts';
import { countFailures, measure, thisService } from '../metrics.ts';

/** What a task may say of itself, whatever it is about. */
interface Timed {
  /** When the state machine came to the task, RFC 3339; its retries included. */
  readonly enteredAt?: string;
  readonly order?: { readonly orderId?: string };
}

/** The Lambda handler of a task. The state machine retries what is thrown, by the error's name. */
export const taskHandler = (handle: (input: unknown) => Promise<unknown>) =>
  middy<unknown, unknown, Error, Context>(async (input: unknown) => {
    const { enteredAt, order } = (input ?? {}) as Timed;
    try {
      const answer = (await handle(input)) ?? null;
      const latency = Date.now() - Date.parse(enteredAt ?? '');
      if (latency >= 0) measure({ ProcessingLatency: latency }, thisService(), order?.orderId);
      return answer;
    } catch (error) {
      countFailures(1, order?.orderId);
      // With its causes, which Lambda's own line of the error leaves out.
      logger.error('task failed', { correlationId: order?.orderId, error });
      throw error;
    }
  });
