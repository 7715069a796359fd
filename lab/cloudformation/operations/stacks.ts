import type { Objects } from '../../kernel/ports.ts';
import type { Registry } from '../../template/resource-type.ts';
import type { Template } from '../../template/template.ts';
import { isSame } from '../changes.ts';
import { noStack, validationError, wrongStatus } from '../errors.ts';
import type { OnFailure } from '../run/create.ts';
import type { Runs } from '../runs.ts';
import type { Stack } from '../stack.ts';
import type { Stacks } from '../stacks.ts';
import { isTrue, readSteps, readSubmission, type SubmissionInput } from '../submission.ts';

type Flag = boolean | string;

interface CreateStackInput extends SubmissionInput {
  readonly OnFailure?: OnFailure;
  readonly DisableRollback?: Flag;
  readonly EnableTerminationProtection?: Flag;
}

interface UpdateStackInput extends SubmissionInput {
  readonly DisableRollback?: Flag;
}

/** Source: CloudFormation User Guide, "Understand stack update statuses". */
const UPDATABLE =
  /^(?:CREATE_COMPLETE|UPDATE_COMPLETE|UPDATE_ROLLBACK_COMPLETE|CREATE_FAILED|UPDATE_FAILED)$/;

/** Refuses an update of a stack that is not in a state for one. */
export const assertUpdatable = ({ id, status }: Stack): void => {
  if (!UPDATABLE.test(status)) throw wrongStatus(id, status, 'updated');
};

/** Refuses a template that gives a resource that stands another type. */
export const assertTypes = ({ resources }: Stack, template: Template): void => {
  const changed = Object.entries(template.Resources)
    .filter(([logicalId, { Type }]) => (resources.get(logicalId)?.definition.Type ?? Type) !== Type)
    .map(([logicalId]) => logicalId);
  if (changed.length === 0) return;
  throw validationError(
    `Update of resource type is not permitted. The new template modifies resource type of the following resources: [${changed.join(', ')}]`,
  );
};

/** What makes, changes and deletes stacks. Source: AWS CloudFormation API Reference, "Actions". */
export const stackOperations = (ports: {
  readonly stacks: Stacks;
  readonly objects: Objects;
  readonly registry: Registry;
  readonly runs: Runs;
}) => {
  const { stacks, objects, registry, runs } = ports;
  return {
    CreateStack: (input: CreateStackInput) => {
      const { StackName: name } = input;
      const disableRollback = isTrue(input.DisableRollback);
      if (disableRollback && input.OnFailure !== undefined) {
        throw validationError('Only one of OnFailure or DisableRollback may be specified.');
      }
      stacks.assertNew(name);
      const submission = readSubmission(objects, input);
      const steps = readSteps(submission.template, registry);
      const stack = stacks.add(name, {
        disableRollback,
        terminationProtection: isTrue(input.EnableTerminationProtection),
      });
      runs.create(stack, steps, submission, input.OnFailure);
      return { StackId: stack.id };
    },

    UpdateStack: (input: UpdateStackInput) => {
      const stack = stacks.get(input.StackName, noStack);
      const submission = readSubmission(objects, input, stack.submission);
      const steps = readSteps(submission.template, registry);
      assertUpdatable(stack);
      assertTypes(stack, submission.template);
      const isWhole = !stack.status.endsWith('FAILED');
      if (isWhole && isSame(stack.submission, submission)) {
        throw validationError('No updates are to be performed.');
      }
      runs.update(stack, steps, submission, isTrue(input.DisableRollback));
      return { StackId: stack.id };
    },

    DeleteStack: ({
      StackName,
      RetainResources: retain,
    }: {
      readonly StackName: string;
      readonly RetainResources?: readonly string[];
    }) => {
      const stack = stacks.find(StackName);
      // Deleting what is not there is no error.
      if (stack === undefined || stack.deletedAt !== undefined) return;
      if (stack.terminationProtection) {
        throw validationError(
          `Stack [${stack.name}] cannot be deleted while TerminationProtection is enabled`,
        );
      }
      if (stack.status.endsWith('IN_PROGRESS') && stack.status !== 'REVIEW_IN_PROGRESS') {
        throw wrongStatus(stack.id, stack.status, 'deleted');
      }
      if (retain?.length && stack.status !== 'DELETE_FAILED') {
        throw validationError(
          'Invalid operation on stack. RetainResources can only be specified for stacks in the DELETE_FAILED state',
        );
      }
      runs.delete(stack, retain ?? []);
    },

    UpdateTerminationProtection: ({
      StackName,
      EnableTerminationProtection: enable,
    }: {
      readonly StackName: string;
      readonly EnableTerminationProtection: Flag;
    }) => {
      const stack = stacks.get(StackName, noStack);
      stack.terminationProtection = isTrue(enable);
      return { StackId: stack.id };
    },
  };
};
