import { checkArguments, readArguments, unsupported } from './arguments.ts';
import { functionOf } from './function-reference.ts';
import type { Integration } from './integration.ts';
import { invokeFunction } from './invoke-function.ts';
import { serviceEvents } from './service-events.ts';

const FIELDS = {
  known: ['FunctionName', 'Payload', 'InvocationType', 'Qualifier'],
  required: ['FunctionName'],
};

/** `arn:aws:states:::lambda:invoke`: "Invoke an AWS Lambda function with Step Functions". */
export const lambdaInvoke = (resource: string, waitsForToken: boolean): Integration => ({
  waitsForToken,
  check: (source) => checkArguments(source, FIELDS),
  call: (step, given) => {
    const args = readArguments(step, given, FIELDS);
    const type = args.InvocationType ?? 'RequestResponse';
    if (type !== 'RequestResponse' && type !== 'Event') throw unsupported(step, `InvocationType ${type}`);
    const qualifier = args.Qualifier === undefined ? undefined : String(args.Qualifier);
    const invoked = functionOf(step, String(args.FunctionName), qualifier);
    const isAsync = type === 'Event';
    return async (onStarted) => {
      const call = { ...invoked, payload: args.Payload ?? {}, isAsync };
      const { requestId, payload } = await invokeFunction(step, call, onStarted);
      return {
        ...(!isAsync && { ExecutedVersion: '$LATEST' }),
        Payload: isAsync ? '' : payload,
        SdkHttpMetadata: { HttpStatusCode: isAsync ? 202 : 200 },
        SdkResponseMetadata: { RequestId: requestId },
        StatusCode: isAsync ? 202 : 200,
      };
    };
  },
  events: serviceEvents('lambda', resource),
});
