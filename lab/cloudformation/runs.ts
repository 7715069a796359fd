import type { Kernel } from '../kernel/kernel.ts';
import type { Step } from '../template/deploy.ts';
import type { Registry } from '../template/resource-type.ts';
import { createProvision } from './provision.ts';
import { createStack, type OnFailure } from './run/create.ts';
import { deleteStack } from './run/delete.ts';
import { updateStack } from './run/update.ts';
import type { Stack, Submission } from './stack.ts';
import type { Tell } from './tell.ts';

/** Starts the operations that go on after their call was answered; each takes its course on the kernel's clock. */
export interface Runs {
  create(stack: Stack, steps: readonly Step[], submission: Submission, onFailure?: OnFailure): void;
  update(stack: Stack, steps: readonly Step[], submission: Submission, disableRollback: boolean): void;
  /** @param retain logical ids of what is to stay */
  delete(stack: Stack, retain: readonly string[]): void;
}

export const createRuns = (kernel: Kernel, registry: Registry, tell: Tell): Runs => {
  const ports = {
    provision: createProvision({ kernel, registry, tell }),
    tell,
    now: () => kernel.clock.now(),
  };
  return {
    create: (stack, steps, submission, onFailure) => {
      const otherwise = stack.disableRollback ? 'DO_NOTHING' : 'ROLLBACK';
      void createStack(ports, stack, steps, submission, onFailure ?? otherwise);
    },
    update: (stack, steps, submission, disableRollback) => {
      stack.disableRollback = disableRollback;
      void updateStack(ports, stack, steps, submission);
    },
    delete: (stack, retain) => void deleteStack(ports, stack, { retain }),
  };
};
