import { arn } from '../../kernel/account.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { Objects } from '../../kernel/ports.ts';
import type { Step } from '../../template/deploy.ts';
import type { Registry } from '../../template/resource-type.ts';
import { changesOf, isSame, type ResourceChange } from '../changes.ts';
import {
  changeSetExists,
  noChangeSet,
  noStack,
  stackExists,
  validationError,
  wrongStatus,
} from '../errors.ts';
import { pageOf } from '../page.ts';
import type { Runs } from '../runs.ts';
import { loadSchemas } from '../schema.ts';
import type { Stack, Submission } from '../stack.ts';
import type { Stacks } from '../stacks.ts';
import { isTrue, readSteps, readSubmission, type SubmissionInput } from '../submission.ts';
import type { Tell } from '../tell.ts';
import { assertTypes, assertUpdatable } from './stacks.ts';

type Flag = boolean | string;

interface CreateChangeSetInput extends SubmissionInput {
  readonly ChangeSetName: string;
  readonly ChangeSetType?: 'CREATE' | 'UPDATE' | 'IMPORT';
  readonly Description?: string;
}

interface ChangeSetInput {
  readonly ChangeSetName: string;
  readonly StackName?: string;
  readonly NextToken?: string;
  readonly DisableRollback?: Flag;
}

interface ChangeSet {
  readonly id: string;
  readonly name: string;
  readonly stack: Stack;
  readonly isNew: boolean;
  readonly description: string | undefined;
  readonly createdAt: number;
  readonly submission: Submission;
  readonly steps: readonly Step[];
  status: 'CREATE_IN_PROGRESS' | 'CREATE_COMPLETE' | 'FAILED';
  reason: string | undefined;
  execution: 'UNAVAILABLE' | 'AVAILABLE' | 'EXECUTE_COMPLETE';
  changes: readonly ResourceChange[];
}

const WITHOUT_CHANGES =
  "The submitted information didn't contain changes. Submit different information to create a change set.";

/** What prepares a stack's next state, to be looked at before it comes. */
export const changeSetOperations = (ports: {
  readonly kernel: Kernel;
  readonly stacks: Stacks;
  readonly objects: Objects;
  readonly registry: Registry;
  readonly runs: Runs;
  readonly tell: Tell;
}) => {
  const { kernel, stacks, objects, registry, runs, tell } = ports;
  const random = kernel.random.fork('cloudformation change sets');
  const changeSets = new Map<string, ChangeSet>();

  const find = ({ ChangeSetName: name, StackName }: ChangeSetInput): ChangeSet | undefined => {
    const byId = changeSets.get(name);
    if (byId !== undefined) return byId;
    if (StackName === undefined)
      throw validationError('StackName must be specified if ChangeSetName is not an ARN.');
    const stack = stacks.get(StackName, noStack);
    return [...changeSets.values()].find((each) => each.name === name && each.stack === stack);
  };
  const get = (input: ChangeSetInput): ChangeSet => {
    const changeSet = find(input);
    if (changeSet === undefined) throw noChangeSet(input.ChangeSetName);
    return changeSet;
  };
  const stackFor = (input: CreateChangeSetInput): Stack => {
    const { StackName: name, ChangeSetType: type = 'UPDATE' } = input;
    if (type === 'UPDATE') return stacks.get(name, noStack);
    if (type !== 'CREATE') throw validationError(`ChangeSetType ${type} is not supported by the lab`);
    const stack = stacks.find(name);
    if (stack === undefined) {
      stacks.assertNew(name);
      const added = stacks.add(name);
      tell.stack(added, 'REVIEW_IN_PROGRESS', 'User Initiated');
      return added;
    }
    if (stack.status !== 'REVIEW_IN_PROGRESS') throw stackExists(name);
    return stack;
  };
  const compute = async (changeSet: ChangeSet): Promise<void> => {
    const { stack, submission } = changeSet;
    await kernel.clock.sleep(0);
    if (isSame(stack.submission, submission)) {
      changeSet.status = 'FAILED';
      changeSet.reason = WITHOUT_CHANGES;
      return;
    }
    changeSet.changes = changesOf(stack, submission.template, loadSchemas());
    changeSet.status = 'CREATE_COMPLETE';
    changeSet.execution = 'AVAILABLE';
  };

  return {
    CreateChangeSet: (input: CreateChangeSetInput) => {
      const { ChangeSetName: name } = input;
      const submission = readSubmission(objects, input, stacks.find(input.StackName)?.submission);
      const steps = readSteps(submission.template, registry);
      const stack = stackFor(input);
      const isNew = stack.status === 'REVIEW_IN_PROGRESS';
      if (!isNew) {
        assertUpdatable(stack);
        assertTypes(stack, submission.template);
      }
      if (find({ ChangeSetName: name, StackName: stack.id }) !== undefined)
        throw changeSetExists(name, stack.id);
      const changeSet: ChangeSet = {
        id: arn('cloudformation', `changeSet/${name}/${random.uuid()}`),
        ...{ name, stack, isNew, submission, steps },
        description: input.Description,
        createdAt: kernel.clock.now(),
        status: 'CREATE_IN_PROGRESS',
        reason: undefined,
        execution: 'UNAVAILABLE',
        changes: [],
      };
      changeSets.set(changeSet.id, changeSet);
      void compute(changeSet);
      return { Id: changeSet.id, StackId: stack.id };
    },

    DescribeChangeSet: (input: ChangeSetInput) => {
      const { id, name, stack, description, createdAt, submission, ...changeSet } = get(input);
      const { page, next } = pageOf(changeSet.changes, input.NextToken);
      return {
        ChangeSetName: name,
        ChangeSetId: id,
        StackId: stack.id,
        StackName: stack.name,
        Description: description,
        CreationTime: new Date(createdAt).toISOString(),
        ExecutionStatus: changeSet.execution,
        Status: changeSet.status,
        StatusReason: changeSet.reason,
        Parameters: [],
        NotificationARNs: submission.notificationArns,
        RollbackConfiguration: {},
        Capabilities: submission.capabilities,
        Tags: submission.tags,
        Changes: page.map((ResourceChange) => ({ Type: 'Resource', ResourceChange })),
        NextToken: next,
      };
    },

    ListChangeSets: ({
      StackName,
      NextToken,
    }: {
      readonly StackName: string;
      readonly NextToken?: string;
    }) => {
      const stack = stacks.get(StackName, noStack);
      const { page, next } = pageOf(
        [...changeSets.values()].filter((each) => each.stack === stack),
        NextToken,
      );
      return {
        Summaries: page.map(({ id, name, description, createdAt, status, reason, execution }) => ({
          StackId: stack.id,
          StackName: stack.name,
          ChangeSetId: id,
          ChangeSetName: name,
          ExecutionStatus: execution,
          Status: status,
          StatusReason: reason,
          CreationTime: new Date(createdAt).toISOString(),
          Description: description,
        })),
        NextToken: next,
      };
    },

    ExecuteChangeSet: (input: ChangeSetInput) => {
      const changeSet = get(input);
      const { id, stack, steps, submission, status, execution, isNew } = changeSet;
      if (execution !== 'AVAILABLE') {
        throw validationError(
          `ChangeSet [${id}] cannot be executed in its current status of [${execution === 'EXECUTE_COMPLETE' ? execution : status}]`,
        );
      }
      changeSet.execution = 'EXECUTE_COMPLETE';
      // The others were made for a stack that is no more.
      for (const [otherId, other] of changeSets) {
        if (other.stack === stack && other !== changeSet) changeSets.delete(otherId);
      }
      const disableRollback = isTrue(input.DisableRollback);
      if (isNew) {
        stack.disableRollback = disableRollback;
        runs.create(stack, steps, submission);
      } else {
        assertUpdatable(stack);
        runs.update(stack, steps, submission, disableRollback);
      }
    },

    // What is not there is deleted already.
    DeleteChangeSet: (input: ChangeSetInput) => {
      const changeSet = find(input);
      if (changeSet === undefined) return;
      if (changeSet.status === 'CREATE_IN_PROGRESS') {
        throw wrongStatus(changeSet.id, changeSet.status, 'deleted');
      }
      changeSets.delete(changeSet.id);
    },
  };
};
