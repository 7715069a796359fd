import { account } from '../../kernel/account.ts';
import { notSupported } from '../definition/problems.ts';
import { isObject, requireFields } from '../definition/source.ts';
import { errors } from '../errors.ts';
import { NOT_TRUNCATED } from '../history.ts';
import { failureOf, type Step } from '../step.ts';
import { functionOf } from './function-reference.ts';
import type { Integration } from './integration.ts';

const RESOURCE = { resourceType: 'lambda', resource: 'invoke' } as const;

const FIELDS = ['FunctionName', 'Payload', 'InvocationType', 'Qualifier'];

/** `arn:aws:states:::lambda:invoke`: "Invoke an AWS Lambda function with Step Functions". */
export const lambdaInvoke: Integration = {
  check: (source) => {
    const { Arguments: args } = source.body;
    requireFields(source, 'Arguments');
    if (!isObject(args)) return;
    const location = `${source.location}/Arguments`;
    for (const field of Object.keys(args)) {
      if (!FIELDS.includes(field)) throw notSupported(field, location);
    }
    requireFields({ ...source, body: args, location }, 'FunctionName');
  },
  call: (step, { value }) => {
    const args = isObject(value) ? value : {};
    const other = Object.keys(args).find((field) => !FIELDS.includes(field));
    if (other !== undefined) throw notSupportedNow(step, `Arguments/${other}`);
    const type = args.InvocationType ?? 'RequestResponse';
    if (type !== 'RequestResponse' && type !== 'Event') throw notSupportedNow(step, `InvocationType ${type}`);
    const qualifier = args.Qualifier === undefined ? undefined : String(args.Qualifier);
    const invoked = functionOf(step, String(args.FunctionName), qualifier);
    return { ...invoked, payload: args.Payload ?? {}, isAsync: type === 'Event' };
  },
  result: ({ isAsync }, { requestId, payload }) => ({
    ...(!isAsync && { ExecutedVersion: '$LATEST' }),
    Payload: isAsync ? '' : payload,
    SdkHttpMetadata: { HttpStatusCode: isAsync ? 202 : 200 },
    SdkResponseMetadata: { RequestId: requestId },
    StatusCode: isAsync ? 202 : 200,
  }),
  events: {
    scheduled: ({ text }, timeoutSeconds) => [
      'TaskScheduled',
      {
        taskScheduledEventDetails: {
          ...RESOURCE,
          region: account.region,
          parameters: text,
          ...(timeoutSeconds !== undefined && { timeoutInSeconds: timeoutSeconds }),
        },
      },
    ],
    started: () => ['TaskStarted', { taskStartedEventDetails: RESOURCE }],
    succeeded: (output) => [
      'TaskSucceeded',
      { taskSucceededEventDetails: { ...RESOURCE, output, outputDetails: NOT_TRUNCATED } },
    ],
    failed: ({ error, cause }) => ['TaskFailed', { taskFailedEventDetails: { ...RESOURCE, error, cause } }],
    timedOut: (error) => ['TaskTimedOut', { taskTimedOutEventDetails: { ...RESOURCE, error } }],
  },
};

const notSupportedNow = (step: Step, what: string) =>
  failureOf(step, errors.runtime, `${what} is not supported by the lab yet`);
