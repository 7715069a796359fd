import { messageOf, outputsOf, type Step } from '../../template/deploy.ts';
import { stackScope } from '../../template/scope.ts';
import type { Done, Failure, Provision } from '../provision.ts';
import type { Stack, Submission } from '../stack.ts';

/** How far the resources of a submission came: all that was done, and what stopped it. */
export interface Built {
  readonly done: readonly Done[];
  readonly failure: Failure | undefined;
  /** Why, in the stack's own event. */
  readonly reason: string | undefined;
}

/** Brings a stack's resources to what is submitted, one after the other, until one fails. */
export const build = async (
  provision: Provision,
  stack: Stack,
  steps: readonly Step[],
  submission: Submission,
): Promise<Built> => {
  const done: Done[] = [];
  for (const step of steps) {
    const result = await provision.apply(stack, step, submission.artifact);
    if (result === undefined) continue;
    if ('kind' in result) {
      done.push(result);
      continue;
    }
    const { verb, logicalId } = result;
    return { done, failure: result, reason: `The following resource(s) failed to ${verb}: [${logicalId}]. ` };
  }
  try {
    stack.outputs = outputsOf(submission.template, stackScope(stack, stack.resources));
  } catch (error) {
    return { done, failure: undefined, reason: messageOf(error) };
  }
  return { done, failure: undefined, reason: undefined };
};
