import { count } from '../cli/count.ts';
import { PATTERNS, type Pattern } from './minimum.ts';
import type { Run } from './run.ts';
import { partFor, type Scenario } from './scenario.ts';

/**
 * What differs from the scenario's expectation, between the patterns, or does not add up, each in a sentence. With
 * `orders` other than the scenario's own, only its outcome is not expected.
 */
export const faultsOf = (
  scenario: Scenario,
  runs: Readonly<Record<Pattern, Run>>,
  orders: number | undefined,
): string[] => [
  ...PATTERNS.flatMap((pattern) => faultsOfRun(scenario, pattern, runs[pattern], orders)),
  ...(runs.choreography.outcome === runs.orchestration.outcome
    ? []
    : [
        `${scenario.name}: ${runs.choreography.outcome} by choreography, ${runs.orchestration.outcome} by orchestration`,
      ]),
];

/** The same for one run by itself. */
export const faultsOfRun = (
  scenario: Scenario,
  pattern: Pattern,
  { outcome, accounts, quarantined }: Run,
  orders: number | undefined,
): string[] =>
  [
    ...(orders === undefined && outcome !== scenario.outcome
      ? [`the outcome is ${outcome}, ${scenario.outcome} is expected`]
      : []),
    ...(accounts.open > 0 ? [`${count(accounts.open, 'order')} still open`] : []),
    ...accounts.faults,
    ...quarantineFaults(partFor(scenario.quarantined ?? 0, pattern), quarantined),
  ].map((fault) => `${scenario.name}, ${pattern}: ${fault}`);

/** Dead letters: as many as expected, each with its reason. */
const quarantineFaults = (expected: number, found: Run['quarantined']): string[] => [
  ...(found.length === expected
    ? []
    : [`${count(found.length, 'message')} in dead-letter queues, ${expected} expected`]),
  ...found.flatMap(({ queue, reason }) =>
    reason === undefined ? [`a message in ${queue} has no reason`] : [],
  ),
];
