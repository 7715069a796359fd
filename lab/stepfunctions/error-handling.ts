import { allowFields, list, requireFields, type Source, target } from './definition/source.ts';
import { matches, readErrorEquals } from './error-equals.ts';
import { StateFailure } from './errors.ts';
import { leave, readExit } from './exit.ts';
import { payloadOf } from './payload.ts';
import { readRetry } from './retry.ts';
import { scopeOf } from './scope.ts';
import type { Step } from './step.ts';
import type { Outcome, Run } from './workflow.ts';

/** Runs a state under its `Retry` and then its `Catch` (https://states-language.net/#errors). */
export const withErrorHandling = (source: Source, run: Run): Run => {
  const retry = readRetry(source);
  const caught = readCatch(source);
  return async (step) => {
    const delayAfter = retry();
    for (;;) {
      try {
        return await run(step);
      } catch (failure) {
        if (!(failure instanceof StateFailure)) throw failure;
        const delayMs = delayAfter(failure, step.execution.engine.random);
        if (delayMs === undefined) return caught(step, failure);
        await step.branch.sleep(delayMs);
        step.retryCount += 1;
        step.forks = undefined;
        step.execution.countTransition();
      }
    }
  };
};

/** Reads `Catch`. Leaves by the first catcher that matches; throws the failure again when none does. */
const readCatch = (source: Source): ((step: Step, failure: StateFailure) => Promise<Outcome>) => {
  const sources = list(source, 'Catch', { inCatcher: true });
  const catchers = sources.map((catcher, index) => {
    requireFields(catcher, 'Next');
    allowFields(catcher, 'Comment', 'ErrorEquals', 'Next', 'Output', 'Assign');
    const errorEquals = readErrorEquals(catcher, index === sources.length - 1);
    return { errorEquals, exit: readExit(catcher, target(catcher, 'Next')) };
  });
  return async (step, failure) => {
    const catcher = catchers.find(({ errorEquals }) => matches(errorEquals, failure));
    if (catcher === undefined) throw failure;
    const errorOutput = {
      ...(failure.error !== undefined && { Error: failure.error }),
      ...(failure.cause !== undefined && { Cause: failure.cause }),
    };
    return leave(step, scopeOf(step, { errorOutput }), catcher.exit, payloadOf(errorOutput));
  };
};
