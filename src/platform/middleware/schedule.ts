import middy from '@middy/core';
import type { Context } from 'aws-lambda';

/** The Lambda handler of a schedule: the event says nothing that the clock does not. */
export const scheduleHandler = (handle: () => Promise<unknown>) =>
  middy<unknown, unknown, Error, Context>(() => handle());
