import { creationOrder } from '../../template/order.ts';
import type { Provision } from '../provision.ts';
import type { Stack, StackResource } from '../stack.ts';
import type { Tell } from '../tell.ts';

/** Whether a resource outlives its stack. */
const isRetained = ({ definition: { DeletionPolicy: policy } }: StackResource): boolean =>
  policy !== undefined && policy !== 'Delete';

const listOf = (logicalIds: readonly string[]): string => `[${logicalIds.join(', ')}]`;

/**
 * Deletes resources of a stack, those first that need others; answers which of them could not be deleted, in words.
 * @param retained whether to leave one alone
 */
export const removeAll = async (
  provision: Provision,
  stack: Stack,
  resources: readonly StackResource[],
  retained: (resource: StackResource) => boolean,
): Promise<string | undefined> => {
  const failed: string[] = [];
  for (const resource of resources.toReversed()) {
    if (await provision.remove(stack, resource, retained(resource))) {
      if (stack.resources.get(resource.logicalId) === resource) stack.resources.delete(resource.logicalId);
    } else {
      failed.push(resource.logicalId);
    }
  }
  return failed.length === 0 ? undefined : `The following resource(s) failed to delete: ${listOf(failed)}. `;
};

/** The resources that stand, each after those it needs. */
export const inOrder = ({ submission, resources }: Stack): readonly StackResource[] => {
  const order = submission === undefined ? [] : [...creationOrder(submission.template).keys()];
  return [...resources.values()].sort((a, b) => order.indexOf(a.logicalId) - order.indexOf(b.logicalId));
};

/** Deletes a stack: `DELETE_COMPLETE`, or `DELETE_FAILED` with what could not be deleted. */
export const deleteStack = async (
  { provision, tell, now }: { provision: Provision; tell: Tell; now: () => number },
  stack: Stack,
  options: { readonly retain: readonly string[]; readonly reason?: string },
): Promise<void> => {
  const { retain, reason = 'User Initiated' } = options;
  tell.stack(stack, 'DELETE_IN_PROGRESS', reason);
  const failed = await removeAll(
    provision,
    stack,
    inOrder(stack),
    (resource) => isRetained(resource) || retain.includes(resource.logicalId),
  );
  if (failed !== undefined) return tell.stack(stack, 'DELETE_FAILED', failed);
  stack.deletedAt = now();
  tell.stack(stack, 'DELETE_COMPLETE');
};
