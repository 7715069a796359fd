import type { Problems } from './problems.ts';
import type { Findings } from './source.ts';

/** Checks that every transition leads to a state beside it, that the workflow can end, and all states are used. */
export const checkGraph = (
  startAt: string,
  states: ReadonlyMap<string, Findings>,
  location: string,
  problems: Problems,
): void => {
  if (!states.has(startAt)) {
    problems.add('MISSING_TRANSITION_TARGET', `Missing 'StartAt' target: ${startAt}`, `${location}/StartAt`);
  }
  for (const { targets } of states.values()) {
    for (const { name, location } of targets) {
      if (!states.has(name))
        problems.add('MISSING_TRANSITION_TARGET', `Missing 'Next' target: ${name}`, location);
    }
  }
  if (![...states.values()].some(({ isTerminal }) => isTerminal)) {
    problems.add('MISSING_END_STATE', 'Workflow has no terminal state');
    return;
  }
  const reached = reachableFrom(startAt, states);
  for (const name of states.keys()) {
    if (reached.has(name)) continue;
    problems.add(
      'MISSING_TRANSITION_TARGET',
      `State "${name}" is not reachable.`,
      `${location}/States/${name}`,
    );
  }
};

const reachableFrom = (startAt: string, states: ReadonlyMap<string, Findings>): ReadonlySet<string> => {
  const reached = new Set([startAt]);
  for (const name of reached) {
    for (const target of states.get(name)?.targets ?? []) reached.add(target.name);
  }
  return reached;
};
