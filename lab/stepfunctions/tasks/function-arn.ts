import { NOT_TRUNCATED } from '../history.ts';
import { functionOf } from './function-reference.ts';
import type { Integration } from './integration.ts';

/** A function's own ARN as the resource: the arguments are its event, its answer is the result. */
export const functionArn = (resource: string): Integration => ({
  check: () => {},
  call: (step, { value }) => ({ ...functionOf(step, resource, undefined), payload: value, isAsync: false }),
  result: (_, { payload }) => payload,
  events: {
    scheduled: ({ text }, timeoutSeconds) => [
      'LambdaFunctionScheduled',
      {
        lambdaFunctionScheduledEventDetails: {
          resource,
          input: text,
          inputDetails: NOT_TRUNCATED,
          ...(timeoutSeconds !== undefined && { timeoutInSeconds: timeoutSeconds }),
        },
      },
    ],
    started: () => ['LambdaFunctionStarted'],
    succeeded: (output) => [
      'LambdaFunctionSucceeded',
      { lambdaFunctionSucceededEventDetails: { output, outputDetails: NOT_TRUNCATED } },
    ],
    failed: ({ error, cause }) => [
      'LambdaFunctionFailed',
      { lambdaFunctionFailedEventDetails: { error, cause } },
    ],
    timedOut: (error) => ['LambdaFunctionTimedOut', { lambdaFunctionTimedOutEventDetails: { error } }],
  },
});
