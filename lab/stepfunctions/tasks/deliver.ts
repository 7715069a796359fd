import { AwsError } from '../../kernel/aws-error.ts';
import { latencies } from '../../kernel/latencies.ts';
import { StateFailure } from '../errors.ts';
import type { Step } from '../step.ts';
import type { FunctionAnswer, FunctionCall } from './integration.ts';

/**
 * Carries a call to its function and answers what the function answers; `onStarted` when it gets there. Once
 * sent, the call arrives whatever becomes of the task meanwhile. A delivery that is dropped is never answered.
 * Rejects with `StateFailure`.
 */
export const deliver = async (
  step: Step,
  call: FunctionCall,
  onStarted: () => void,
): Promise<FunctionAnswer> => {
  const { engine, machine } = step.execution;
  const { functionName, payload } = call;
  const source = `states:${machine.name}`;
  const { copies, error } = await engine.kernel.pass(
    { kind: 'delivery', source, target: `function:${functionName}`, payload },
    latencies.standardToFunction,
  );
  if (error !== undefined && error.when !== 'after') throw new StateFailure(error.name, error.message);
  if (copies === 0) return new Promise(() => {});
  onStarted();
  const answers = Array.from({ length: copies }, () => invoke(step, call, source));
  const first = await Promise.race(answers);
  if (error !== undefined) throw new StateFailure(error.name, error.message);
  return first;
};

const invoke = async (step: Step, call: FunctionCall, source: string): Promise<FunctionAnswer> => {
  const { engine, traceHeader } = step.execution;
  const { functions, random } = engine;
  const { functionArn, payload, isAsync } = call;
  try {
    if (isAsync) {
      await functions.invokeAsync({ functionArn, payload, source, traceHeader });
      return { requestId: random.uuid(), payload: undefined };
    }
    const {
      requestId,
      payload: answer,
      functionError,
    } = await functions.invoke({ functionArn, payload, source, traceHeader });
    if (functionError === undefined) return { requestId, payload: answer };
    throw new StateFailure(errorTypeOf(answer), JSON.stringify(answer));
  } catch (error) {
    throw error instanceof AwsError ? serviceFailure(error, random.uuid()) : error;
  }
};

/** Lambda gives no errorType where the runtime died without saying why. */
const errorTypeOf = (payload: unknown): string => {
  const { errorType } = (payload ?? {}) as { readonly errorType?: unknown };
  return typeof errorType === 'string' ? errorType : 'Lambda.Unknown';
};

/** An error of the service, not of the function: `Lambda.TooManyRequestsException`. */
const serviceFailure = ({ code, message, status }: AwsError, requestId: string): StateFailure =>
  new StateFailure(
    `Lambda.${code}`,
    `${message} (Service: Lambda, Status Code: ${status}, Request ID: ${requestId})`,
  );
