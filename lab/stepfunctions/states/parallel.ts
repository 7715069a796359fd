import { list, requireFields, template, transition } from '../definition/source.ts';
import { withErrorHandling } from '../error-handling.ts';
import { leave, readExit } from '../exit.ts';
import { runForks } from '../forks.ts';
import { runWorkflow } from '../interpreter.ts';
import { scopeOf } from '../scope.ts';
import { limited } from '../step.ts';
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
      const { execution, branch } = step;
      const scope = scopeOf(step);
      const given = input === undefined ? step.input : limited(step, await input(scope));
      if (step.forks === undefined) branch.record('ParallelStateStarted');
      const outputs = await runForks(step, {
        count: branches.length,
        concurrency: branches.length,
        open: (_, after) => branch.fork({ after }),
        run: (index, fork, stood) => runWorkflow(branches[index] as Workflow, execution, fork, given, stood),
      });
      const result = limited(step, outputs);
      branch.record('ParallelStateSucceeded');
      return leave(step, scopeOf(step, { result: result.value }), exit, result);
    });
  },
};
