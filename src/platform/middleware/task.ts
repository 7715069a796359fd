import middy from '@middy/core';
import type { Context } from 'aws-lambda';

/** The Lambda handler of a task. The state machine retries what is thrown, by the error's name. */
export const taskHandler = (handle: (input: unknown) => Promise<unknown>) =>
  middy<unknown, unknown, Error, Context>(async (input: unknown) => (await handle(input)) ?? null);
