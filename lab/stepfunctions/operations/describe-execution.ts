import type { Execution } from '../execution.ts';
import { epochSeconds } from '../history.ts';
import { obstacleTo } from '../redrive.ts';
import type { Store } from '../store.ts';
import { only } from './members.ts';

export const describeExecution = (store: Store) => (input: { readonly executionArn: string }) => {
  only('DescribeExecution', input, 'executionArn');
  const execution = store.execution(input.executionArn);
  const { input: given, traceHeader } = execution;
  return {
    ...summaryOf(execution),
    ...endingOf(execution),
    input: given.text,
    inputDetails: { included: true },
    ...redriveStatusOf(execution),
    ...(traceHeader !== undefined && { traceHeader }),
  };
};

/** An element of ListExecutions, and the first members of DescribeExecution. Dates in epoch seconds. */
export const summaryOf = (execution: Execution) => {
  const { arn, machine, name, startedAt } = execution;
  const end = execution.ended();
  return {
    executionArn: arn,
    stateMachineArn: machine.arn,
    name,
    status: end?.status ?? 'RUNNING',
    startDate: epochSeconds(startedAt),
    ...(end !== undefined && { stopDate: epochSeconds(end.at) }),
    ...redriveOf(execution),
  };
};

const redriveOf = (execution: Execution) => {
  const { count, at } = execution.redrives();
  return { redriveCount: count, ...(at !== undefined && { redriveDate: epochSeconds(at) }) };
};

const redriveStatusOf = (execution: Execution) => {
  const obstacle = obstacleTo(execution);
  return obstacle === undefined
    ? { redriveStatus: 'REDRIVABLE' }
    : { redriveStatus: 'NOT_REDRIVABLE', redriveStatusReason: obstacle };
};

const endingOf = (execution: Execution) => {
  const end = execution.ended();
  if (end === undefined) return {};
  if (end.status === 'SUCCEEDED') return { output: end.output, outputDetails: { included: true } };
  const { error, cause } = end;
  return { ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) };
};
