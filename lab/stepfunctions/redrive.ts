import { AwsError } from '../kernel/aws-error.ts';
import type { Execution } from './execution.ts';
import { HISTORY_LIMIT } from './history.ts';

/** An execution may be redriven within this time of its end ("Redriving executions"). */
const REDRIVABLE_MS = 14 * 24 * 3600 * 1000;

/** The most redrives of one execution that are remembered by their tokens, and for how long ("RedriveExecution"). */
const REMEMBERED = 10;
const REMEMBERED_MS = 15 * 60 * 1000;

/** Why the execution cannot be redriven now, in the words of DescribeExecution; undefined if it can. */
export const obstacleTo = (execution: Execution): string | undefined => {
  const end = execution.ended();
  if (end === undefined || end.status === 'SUCCEEDED')
    return `Execution is ${end?.status ?? 'RUNNING'} and cannot be redriven`;
  if (execution.history.length >= HISTORY_LIMIT) return 'Execution history event limit exceeded';
  const now = execution.engine.kernel.clock.now();
  return now > end.at + REDRIVABLE_MS ? 'Execution redrivable period exceeded' : undefined;
};

/**
 * Redrives executions; answers the moment in epoch ms. A client token used again within 15 minutes gets the first
 * answer once more.
 */
export const createRedrives = () => {
  const tokens = new WeakMap<Execution, { readonly token: string; readonly at: number }[]>();
  /** @throws AwsError ExecutionNotRedrivable. */
  return (execution: Execution, token: string | undefined): number => {
    const now = execution.engine.kernel.clock.now();
    const known = (tokens.get(execution) ?? []).filter(({ at }) => now < at + REMEMBERED_MS);
    const before = known.find((redrive) => redrive.token === token);
    if (before !== undefined) return before.at;
    const obstacle = obstacleTo(execution);
    if (obstacle !== undefined) throw new AwsError('ExecutionNotRedrivable', obstacle);
    execution.redrive();
    if (token !== undefined) tokens.set(execution, [...known, { token, at: now }].slice(-REMEMBERED));
    return now;
  };
};
