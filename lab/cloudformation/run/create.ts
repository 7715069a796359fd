import type { Step } from '../../template/deploy.ts';
import type { Provision } from '../provision.ts';
import type { Stack, StackResource, Submission } from '../stack.ts';
import type { Tell } from '../tell.ts';
import { build } from './build.ts';
import { deleteStack, inOrder, removeAll } from './delete.ts';

export type OnFailure = 'DO_NOTHING' | 'ROLLBACK' | 'DELETE';

/** `RetainExceptOnCreate` is for everything but this. */
const isRetained = ({ definition: { DeletionPolicy: policy } }: StackResource): boolean =>
  policy === 'Retain';

/**
 * Creates a stack's resources: `CREATE_COMPLETE`; or, when one fails, what `onFailure` says: `CREATE_FAILED` with all
 * that was made, `ROLLBACK_COMPLETE` without it, or the stack is deleted.
 */
export const createStack = async (
  ports: { provision: Provision; tell: Tell; now: () => number },
  stack: Stack,
  steps: readonly Step[],
  submission: Submission,
  onFailure: OnFailure,
): Promise<void> => {
  const { provision, tell } = ports;
  stack.submission = submission;
  tell.stack(stack, 'CREATE_IN_PROGRESS', 'User Initiated');
  const { reason } = await build(provision, stack, steps, submission);
  if (reason === undefined) return tell.stack(stack, 'CREATE_COMPLETE');
  if (onFailure === 'DO_NOTHING') return tell.stack(stack, 'CREATE_FAILED', reason);
  if (onFailure === 'DELETE') {
    return deleteStack(ports, stack, { retain: [], reason: `${reason}Delete requested by user.` });
  }
  tell.stack(stack, 'ROLLBACK_IN_PROGRESS', `${reason}Rollback requested by user.`);
  const failed = await removeAll(provision, stack, inOrder(stack), isRetained);
  tell.stack(stack, failed === undefined ? 'ROLLBACK_COMPLETE' : 'ROLLBACK_FAILED', failed);
};
