import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { countFailures } from '../metrics.ts';

/** The Lambda handler of a schedule: the event says nothing that the clock does not. */
export const scheduleHandler = (handle: () => Promise<unknown>) =>
  middy<unknown, unknown, Error, Context>(async () => {
    try {
      return await handle();
    } catch (error) {
      countFailures(1);
      throw error;
    }
  });
