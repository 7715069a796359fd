import { account } from '../../kernel/account.ts';
import { NOT_TRUNCATED } from '../history.ts';
import type { TaskEvents } from './integration.ts';

/** The events of a service integration: `resourceType` `sqs` and `resource` `sendMessage.waitForTaskToken`. */
export const serviceEvents = (resourceType: string, resource: string): TaskEvents => {
  const called = { resourceType, resource };
  return {
    scheduled: ({ text }, { timeoutSeconds, heartbeatSeconds }) => [
      'TaskScheduled',
      {
        taskScheduledEventDetails: {
          ...called,
          region: account.region,
          parameters: text,
          ...(timeoutSeconds !== undefined && { timeoutInSeconds: timeoutSeconds }),
          ...(heartbeatSeconds !== undefined && { heartbeatInSeconds: heartbeatSeconds }),
        },
      },
    ],
    started: () => ['TaskStarted', { taskStartedEventDetails: called }],
    submitted: (output) => [
      'TaskSubmitted',
      { taskSubmittedEventDetails: { ...called, output, outputDetails: NOT_TRUNCATED } },
    ],
    succeeded: (output) => [
      'TaskSucceeded',
      { taskSucceededEventDetails: { ...called, output, outputDetails: NOT_TRUNCATED } },
    ],
    failed: ({ error, cause }) => ['TaskFailed', { taskFailedEventDetails: { ...called, error, cause } }],
    timedOut: (error) => ['TaskTimedOut', { taskTimedOutEventDetails: { ...called, error } }],
  };
};
