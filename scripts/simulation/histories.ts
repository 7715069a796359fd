import type { SimulatedLab } from './lab.ts';
import type { HistoryEvent } from './marks.ts';
import type { Stage } from './stage.ts';

const CALLER = { name: 'user' };

/** Enough for all that a mark looks for. */
const PAGE = 1000;

/** An execution, as ListExecutions has it. */
interface Execution {
  readonly executionArn: string;
  readonly status: string;
}

/** Every execution, as far as a page has them. */
export const executionsOf = ({ states }: SimulatedLab, { stateMachine }: Stage): readonly Execution[] => {
  if (stateMachine === undefined) return [];
  const page = states.operations.ListExecutions?.(
    { stateMachineArn: stateMachine, maxResults: PAGE },
    CALLER,
  );
  return (page as { readonly executions: readonly Execution[] }).executions;
};

/** What every execution went through, as far as a page each has it. */
export const historiesOf = (lab: SimulatedLab, stage: Stage): readonly (readonly HistoryEvent[])[] => {
  const { GetExecutionHistory } = lab.states.operations;
  return executionsOf(lab, stage).map(({ executionArn }) => {
    const page = GetExecutionHistory?.({ executionArn, maxResults: PAGE }, CALLER);
    return (page as { readonly events: readonly HistoryEvent[] }).events;
  });
};
