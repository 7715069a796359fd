import { NOT_TRUNCATED } from '../history.ts';
import { functionOf } from './function-reference.ts';
import type { Integration } from './integration.ts';
import { invokeFunction } from './invoke-function.ts';

/** A function's own ARN as the resource: the arguments are its event, its answer is the result. */
export const functionArn = (resource: string): Integration => ({
  waitsForToken: false,
  check: () => {},
  call: (step, { value }) => {
    const call = { ...functionOf(step, resource, undefined), payload: value, isAsync: false };
    return async (onStarted) => (await invokeFunction(step, call, onStarted)).payload;
  },
  events: {
    scheduled: ({ text }, { timeoutSeconds }) => [
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
    submitted: () => {
      throw new Error('a function that is the resource itself is waited for');
    },
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
