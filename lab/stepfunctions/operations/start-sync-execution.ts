import type { Caller } from '../../kernel/service.ts';
import { errors } from '../errors.ts';
import type { Ending, Execution } from '../execution.ts';
import { epochSeconds } from '../history.ts';
import type { StartRequest, Store } from '../store.ts';
import { only } from './members.ts';
import { expressOnly } from './type-not-supported.ts';

/** Memory that an Express workflow is billed in; the lab knows of no more than the least. */
const BILLED_MB = 64;

/** Started duration is billed by this many ms. */
const BILLED_MS = 100;

/** Starts an execution of an Express workflow and waits for its end, of whatever kind. */
export const startSyncExecution =
  (store: Store) =>
  async (input: StartRequest, caller: Caller): Promise<object> => {
    only('StartSyncExecution', input, 'stateMachineArn', 'name', 'input', 'traceHeader');
    expressOnly(store.machine(input.stateMachineArn));
    const traceHeader = input.traceHeader ?? caller.traceHeader;
    const execution = await new Promise<Execution>((resolve) => {
      const started = store.start({ ...input, traceHeader }, () => resolve(started));
    });
    const { arn, machine, name, startedAt, input: given } = execution;
    const { at, ...ending } = execution.ended() as Ending & { readonly at: number };
    return {
      executionArn: arn,
      stateMachineArn: machine.arn,
      name,
      startDate: epochSeconds(startedAt),
      stopDate: epochSeconds(at),
      ...resultOf(ending),
      input: given.text,
      inputDetails: { included: true },
      ...(traceHeader !== undefined && { traceHeader }),
      billingDetails: {
        billedMemoryUsedInMB: BILLED_MB,
        billedDurationInMilliseconds: Math.max(1, Math.ceil((at - startedAt) / BILLED_MS)) * BILLED_MS,
      },
    };
  };

/** The API's statuses have no ABORTED: an execution stopped from outside has failed. */
const resultOf = (ending: Ending) => {
  if (ending.status === 'SUCCEEDED')
    return { status: 'SUCCEEDED', output: ending.output, outputDetails: { included: true } };
  const status = ending.status === 'ABORTED' ? 'FAILED' : ending.status;
  const error = ending.status === 'TIMED_OUT' ? errors.timeout : ending.error;
  const { cause } = ending;
  return { status, ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) };
};
