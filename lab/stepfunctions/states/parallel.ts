import type { Branch } from '../branch.ts';
import { list, requireFields, template, transition } from '../definition/source.ts';
import { withErrorHandling } from '../error-handling.ts';
import { leave, readExit } from '../exit.ts';
import { runWorkflow } from '../interpreter.ts';
import type { Payload } from '../payload.ts';
import { scopeOf } from '../scope.ts';
import { limited, type Step } from '../step.ts';
import type { Workflow } from '../workflow.ts';
import type { StateType } from './state-type.ts';

/** https://states-language.net/#parallel-state */
export const parallel: StateType = {
  fields: ['Branches', 'Arguments', 'Output', 'Assign', 'Next', 'End', 'Retry', 'Catch'],
  read: (source) => {
    requireFields(source, 'Branches');
    const exit = readExit(source, transition(source));
    const input = template(source, 'Arguments');
    const branches = list(source, 'Branches').map(({ body, location }) => source.workflow(body, location));
    return withErrorHandling(source, async (step) => {
      const scope = scopeOf(step);
      const given = input === undefined ? step.input : limited(step, await input(scope));
      step.branch.record('ParallelStateStarted');
      const result = limited(step, await runBranches(step, branches, given));
      step.branch.record('ParallelStateSucceeded');
      return leave(step, scopeOf(step, { result: result.value }), exit, result);
    });
  },
};

/**
 * Runs all branches at once, each in a scope of its own. The first to fail stops the others, and its failure is
 * the state's.
 */
const runBranches = async (
  step: Step,
  workflows: readonly Workflow[],
  input: Payload,
): Promise<unknown[]> => {
  const { execution, branch } = step;
  const forks = workflows.map(() => branch.fork());
  let last: Branch = branch;
  const run = async (workflow: Workflow, index: number): Promise<unknown> => {
    const fork = forks[index] as Branch;
    try {
      return (await runWorkflow(workflow, execution, fork, input)).value;
    } finally {
      last = fork;
    }
  };
  try {
    const results = await Promise.all(workflows.map(run));
    branch.join(forks, last);
    return results;
  } catch (failure) {
    for (const fork of forks) fork.abort();
    branch.join(forks, last);
    branch.record('ParallelStateFailed');
    throw failure;
  }
};
