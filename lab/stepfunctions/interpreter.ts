import type { Branch } from './branch.ts';
import type { Execution } from './execution.ts';
import { NOT_TRUNCATED } from './history.ts';
import type { Payload } from './payload.ts';
import type { Step } from './step.ts';
import type { Outcome, State, Workflow } from './workflow.ts';

/**
 * Runs a workflow from its first state to its end and answers its output. A redriven execution goes on where it
 * `stood`, within the state.
 * Rejects with the `StateFailure` that nothing in it caught, or with `Aborted`.
 */
export const runWorkflow = async (
  workflow: Workflow,
  execution: Execution,
  branch: Branch,
  input: Payload,
  stood?: Step,
): Promise<Payload> => {
  let step =
    stood === undefined ? enter(workflow, workflow.startAt, execution, branch, input) : resume(stood, branch);
  for (;;) {
    const outcome = await perform(step);
    exit(step, outcome);
    if (outcome.next === undefined) return outcome.output;
    step = enter(workflow, outcome.next, execution, branch, outcome.output);
  }
};

const perform = (step: Step): Promise<Outcome> => {
  const { execution, state } = step;
  const { segments } = execution.trace;
  return segments === undefined ? state.run(step) : segments.visit(step, () => state.run(step));
};

const enter = (
  workflow: Workflow,
  name: string,
  execution: Execution,
  branch: Branch,
  input: Payload,
): Step => {
  const state = workflow.states.get(name);
  if (state === undefined) throw new Error(`state ${name} went through validation and does not exist`);
  const step: Step = {
    execution,
    branch,
    state,
    input,
    enteredEventId: recordEntry(state, branch, input),
    enteredAt: execution.engine.kernel.clock.now(),
    retryCount: 0,
    forks: undefined,
    taskToken: undefined,
    segmentId: undefined,
  };
  branch.stand(step);
  execution.countTransition();
  return step;
};

const recordEntry = (state: State, branch: Branch, input: Payload): number => {
  const details = { name: state.name, input: input.text, inputDetails: NOT_TRUNCATED };
  return branch.record(`${state.type}StateEntered`, { stateEnteredEventDetails: details });
};

/** Only a Fail state is entered again ("Redriving executions", behavior of individual states). */
const resume = (stood: Step, branch: Branch): Step => {
  const { state, input } = stood;
  const enteredEventId = state.type === 'Fail' ? recordEntry(state, branch, input) : stood.enteredEventId;
  const step: Step = { ...stood, branch, enteredEventId, retryCount: 0, taskToken: undefined };
  branch.stand(step);
  return step;
};

const exit = ({ state, branch }: Step, { output, assign }: Outcome): void => {
  const details = {
    name: state.name,
    output: output.text,
    outputDetails: NOT_TRUNCATED,
    ...assigned(assign),
  };
  branch.record(`${state.type}StateExited`, { stateExitedEventDetails: details });
  branch.stand(undefined);
  if (assign !== undefined) Object.assign(branch.variables, assign);
};

const assigned = (assign: Outcome['assign']) =>
  assign && {
    assignedVariables: Object.fromEntries(
      Object.entries(assign).map(([name, value]) => [name, JSON.stringify(value)]),
    ),
    assignedVariablesDetails: NOT_TRUNCATED,
  };
