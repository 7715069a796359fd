import type { Step } from '../../template/deploy.ts';
import type { Done, Failure, Provision } from '../provision.ts';
import type { Stack, StackResource, Submission } from '../stack.ts';
import type { Tell } from '../tell.ts';
import { build } from './build.ts';
import { inOrder, removeAll } from './delete.ts';

interface UpdatePorts {
  readonly provision: Provision;
  readonly tell: Tell;
  readonly now: () => number;
}

const keeps = (policy: string | undefined): boolean => policy !== undefined && policy !== 'Delete';

/** Deletes what an update left without a place; a resource that will not go stays behind, outside the stack. */
const cleanUp = async (
  { provision, tell }: UpdatePorts,
  stack: Stack,
  status: 'UPDATE' | 'UPDATE_ROLLBACK',
  leftovers: readonly { readonly resource: StackResource; readonly isRetained: boolean }[],
): Promise<void> => {
  tell.stack(stack, `${status}_COMPLETE_CLEANUP_IN_PROGRESS`);
  const retained = new Set(leftovers.filter(({ isRetained }) => isRetained).map(({ resource }) => resource));
  const failed = await removeAll(
    provision,
    stack,
    leftovers.map(({ resource }) => resource),
    (resource) => retained.has(resource),
  );
  for (const { resource } of leftovers) {
    if (!stack.resources.has(resource.logicalId)) stack.summaries.delete(resource.logicalId);
  }
  const words = status === 'UPDATE' ? 'Update successful' : 'Rollback successful';
  tell.stack(
    stack,
    `${status}_COMPLETE`,
    failed === undefined ? undefined : `${words}. One or more resources could not be deleted.`,
  );
};

/**
 * Puts back what an update changed, in the order in which it was changed: a role before the function that needs it.
 * New resources lose their place, to be deleted.
 */
const rollBack = async (
  ports: UpdatePorts,
  stack: Stack,
  former: readonly StackResource[],
  { done, failure, reason }: { done: readonly Done[]; failure: Failure | undefined; reason: string },
): Promise<void> => {
  const { provision, tell } = ports;
  tell.stack(stack, 'UPDATE_ROLLBACK_IN_PROGRESS', reason);
  const leftovers: StackResource[] = [];
  const stuck: string[] = [];
  const putBack = async (before: StackResource): Promise<void> => {
    if (!(await provision.putBack(stack, before))) stuck.push(before.logicalId);
  };
  for (const change of done) {
    if (change.kind === 'updated') {
      await putBack(change.before);
      continue;
    }
    const { logicalId } = change.resource;
    leftovers.push(change.resource);
    if (change.kind === 'created') stack.resources.delete(logicalId);
    else stack.resources.set(logicalId, change.before);
  }
  if (failure?.before !== undefined) await putBack(failure.before);
  const changed = new Set(
    done.map((change) => (change.kind === 'updated' ? change.before : change.resource).logicalId),
  );
  // What was left alone has the new template's policies by now.
  for (const resource of former) {
    const { logicalId } = resource;
    if (!changed.has(logicalId) && logicalId !== failure?.logicalId) stack.resources.set(logicalId, resource);
  }
  if (stuck.length > 0) {
    const words = `The following resource(s) failed to update: [${stuck.join(', ')}]. `;
    return tell.stack(stack, 'UPDATE_ROLLBACK_FAILED', words);
  }
  const isRetained = ({ definition }: StackResource): boolean => definition.DeletionPolicy === 'Retain';
  await cleanUp(
    ports,
    stack,
    'UPDATE_ROLLBACK',
    leftovers.map((resource) => ({ resource, isRetained: isRetained(resource) })),
  );
};

/**
 * Brings a stack to another submission: `UPDATE_COMPLETE`, or `UPDATE_ROLLBACK_COMPLETE` when a resource fails (and
 * `UPDATE_FAILED`, with everything as it stands, when rollback is disabled).
 */
export const updateStack = async (
  ports: UpdatePorts,
  stack: Stack,
  steps: readonly Step[],
  submission: Submission,
): Promise<void> => {
  const { provision, tell, now } = ports;
  const { outputs } = stack;
  const former = inOrder(stack);
  stack.updatedAt = now();
  tell.stack(stack, 'UPDATE_IN_PROGRESS', 'User Initiated');
  const { done, failure, reason } = await build(provision, stack, steps, submission);
  if (reason !== undefined) {
    if (stack.disableRollback) {
      stack.submission = submission;
      return tell.stack(stack, 'UPDATE_FAILED', reason);
    }
    stack.outputs = outputs;
    return rollBack(ports, stack, former, { done, failure, reason });
  }
  stack.submission = submission;
  const wanted = new Set(steps.map(({ logicalId }) => logicalId));
  const removed = former.filter(({ logicalId }) => !wanted.has(logicalId));
  for (const { logicalId } of removed) stack.resources.delete(logicalId);
  const replaced = done.flatMap((change) => (change.kind === 'replaced' ? [change.before] : []));
  await cleanUp(ports, stack, 'UPDATE', [
    ...removed.map((resource) => ({ resource, isRetained: keeps(resource.definition.DeletionPolicy) })),
    ...replaced.map((resource) => ({ resource, isRetained: keeps(resource.definition.UpdateReplacePolicy) })),
  ]);
};
