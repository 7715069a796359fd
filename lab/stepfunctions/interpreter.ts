import type { Branch } from './branch.ts';
import type { Execution } from './execution.ts';
import { NOT_TRUNCATED } from './history.ts';
import type { Payload } from './payload.ts';
import type { Step } from './step.ts';
import type { Outcome, State, Workflow } from './workflow.ts';

/**
 * Runs a workflow from its first state to its end and answers its output.
 * Rejects with the `StateFailure` that nothing in it caught, or with `Aborted`.
 */
export const runWorkflow = async (
  workflow: Workflow,
  execution: Execution,
  branch: Branch,
  input: Payload,
): Promise<Payload> => {
  let payload = input;
  let name: string | undefined = workflow.startAt;
  while (name !== undefined) {
    const state = workflow.states.get(name);
    if (state === undefined) throw new Error(`state ${name} went through validation and does not exist`);
    const step = enter(state, execution, branch, payload);
    const outcome = await state.run(step);
    exit(step, outcome);
    payload = outcome.output;
    name = outcome.next;
  }
  return payload;
};

const enter = (state: State, execution: Execution, branch: Branch, input: Payload): Step => {
  const details = { name: state.name, input: input.text, inputDetails: NOT_TRUNCATED };
  const enteredEventId = branch.record(`${state.type}StateEntered`, { stateEnteredEventDetails: details });
  branch.enter(state);
  execution.countTransition();
  return {
    execution,
    branch,
    state,
    input,
    enteredEventId,
    enteredAt: execution.engine.kernel.clock.now(),
    retryCount: 0,
  };
};

const exit = ({ state, branch }: Step, { output, assign }: Outcome): void => {
  const details = {
    name: state.name,
    output: output.text,
    outputDetails: NOT_TRUNCATED,
    ...assigned(assign),
  };
  branch.record(`${state.type}StateExited`, { stateExitedEventDetails: details });
  branch.enter(undefined);
  if (assign !== undefined) Object.assign(branch.variables, assign);
};

const assigned = (assign: Outcome['assign']) =>
  assign && {
    assignedVariables: Object.fromEntries(
      Object.entries(assign).map(([name, value]) => [name, JSON.stringify(value)]),
    ),
    assignedVariablesDetails: NOT_TRUNCATED,
  };
