import { errors } from './errors.ts';
import type { Scope } from './expressions/scope.ts';
import { contextOf, failureOf, type Step } from './step.ts';

/** `$states.errorOutput`. */
export interface ErrorOutput {
  readonly Error?: string;
  readonly Cause?: string;
}

/** What the step's expressions see; `result` and `errorOutput` once there is one. */
export const scopeOf = (
  step: Step,
  more: { readonly result: unknown } | { readonly errorOutput: ErrorOutput } | undefined = undefined,
): Scope => ({
  states: { input: step.input.value, context: contextOf(step), ...more },
  variables: step.branch.variables,
  functions: step.execution.engine.queryFunctions,
  failure: (cause, field) => {
    const failure = failureOf(step, errors.queryEvaluation, cause);
    const details = {
      state: step.state.name,
      error: errors.queryEvaluation,
      cause: failure.cause,
      location: field,
    };
    step.branch.record('EvaluationFailed', { evaluationFailedEventDetails: details });
    return failure;
  },
});
