import type { SimulatedLab } from './lab.ts';
import type { HistoryEvent } from './marks.ts';
import type { Stage } from './stage.ts';

const CALLER = { name: 'user' };

/** Enough for all that a mark looks for. */
const PAGE = 1000;

/** What every execution went through, as far as a page each has it. */
export const historiesOf = (
  { states }: SimulatedLab,
  { stateMachine }: Stage,
): readonly (readonly HistoryEvent[])[] => {
  if (stateMachine === undefined) return [];
  const { ListExecutions, GetExecutionHistory } = states.operations;
  const list = ListExecutions?.({ stateMachineArn: stateMachine, maxResults: PAGE }, CALLER) as
    | { readonly executions: readonly { readonly executionArn: string }[] }
    | undefined;
  return (list?.executions ?? []).map(({ executionArn }) => {
    const page = GetExecutionHistory?.({ executionArn, maxResults: PAGE }, CALLER);
    return (page as { readonly events: readonly HistoryEvent[] }).events;
  });
};
