import { assertAllowed } from '../../iam/denial.ts';
import { AwsError } from '../../kernel/aws-error.ts';
import { latencies } from '../../kernel/latencies.ts';
import { StateFailure } from '../errors.ts';
import type { Step } from '../step.ts';
import { tracedCall } from '../tracing.ts';
import { serviceFailure } from './service-failure.ts';

/** What a Task asks of a function. */
interface FunctionCall {
  readonly functionArn: string;
  readonly functionName: string;
  readonly payload: unknown;
  /** Whether the function only has to accept the event. */
  readonly isAsync: boolean;
}

/** The answer: the request's id, and what the function returned. */
interface FunctionAnswer {
  readonly requestId: string;
  readonly payload: unknown;
}

/**
 * Carries a call to its function, under the machine's role, and answers what the function answers; `onStarted` when
 * it gets there. Once sent, the call arrives whatever becomes of the task meanwhile. A delivery that is dropped is
 * never answered. Rejects with `StateFailure`.
 */
export const invokeFunction = async (
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
  const called = { service: 'Lambda', operation: 'Invoke', functionName };
  const answers = Array.from({ length: copies }, () =>
    tracedCall(step, called, (traceHeader) => invoke(step, call, source, traceHeader)),
  );
  const first = await Promise.race(answers);
  if (error !== undefined) throw new StateFailure(error.name, error.message);
  return first;
};

const invoke = async (
  step: Step,
  call: FunctionCall,
  source: string,
  traceHeader: string | undefined,
): Promise<FunctionAnswer> => {
  const { engine } = step.execution;
  const { functions, random } = engine;
  const { functionArn, payload, isAsync } = call;
  const request = { functionArn, payload, source, traceHeader };
  try {
    authorize(step, functionArn);
    if (isAsync) {
      await functions.invokeAsync(request);
      return { requestId: random.uuid(), payload: undefined };
    }
    const { requestId, payload: answer, functionError } = await functions.invoke(request);
    if (functionError === undefined) return { requestId, payload: answer };
    throw new StateFailure(errorTypeOf(answer), JSON.stringify(answer));
  } catch (error) {
    throw error instanceof AwsError ? serviceFailure('Lambda', error, random.uuid()) : error;
  }
};

/** Throws `AwsError` (AccessDeniedException) when the machine's role does not let it invoke the function. */
const authorize = ({ execution: { engine, machine, name } }: Step, resource: string): void => {
  const { kernel, roles } = engine;
  if (roles === undefined) return;
  const { roleArn } = machine;
  try {
    assertAllowed(roles, { roleArn, session: name, action: 'lambda:InvokeFunction', resource });
  } catch (error) {
    kernel.tell(`stateMachine:${machine.name}`, 'denied', error);
    throw error;
  }
};

/** Lambda gives no errorType where the runtime died without saying why. */
const errorTypeOf = (payload: unknown): string => {
  const { errorType } = (payload ?? {}) as { readonly errorType?: unknown };
  return typeof errorType === 'string' ? errorType : 'Lambda.Unknown';
};
