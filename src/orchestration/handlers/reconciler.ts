import { sfnClient } from '../../platform/aws/sfn.ts';
import { environment } from '../../platform/environment.ts';
import { scheduleHandler } from '../../platform/middleware/schedule.ts';
import { traced } from '../../platform/tracing.ts';
import { lookAgain } from '../../services/order/operations.ts';
import { reconcile } from '../../services/order/reconcile.ts';
import { reconcileDeps } from '../../services/order/reconcile-deps.ts';
import { runStatus, startRun } from '../execution.ts';
import { recover } from '../recovery.ts';

const client = traced(sfnClient());
const stateMachineArn = environment('STATE_MACHINE_ARN');
const deps = reconcileDeps();

/**
 * A look asks for an execution: a bucket of 250 calls in most regions, filled again within the minute.
 * https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */
const DESCRIBE_EXECUTION_BUCKET = 250;

const look = recover({
  runStatus: runStatus(client, stateMachineArn),
  startRun: startRun(client, stateMachineArn),
  lookAgain: lookAgain(deps),
});

export const handler = scheduleHandler(() => reconcile({ ...deps, look, atMost: DESCRIBE_EXECUTION_BUCKET }));
