import { notSupported } from '../definition/problems.ts';
import {
  requireFields,
  type Source,
  template,
  text,
  transition,
  typedTemplate,
} from '../definition/source.ts';
import { withErrorHandling } from '../error-handling.ts';
import { errors, StateFailure } from '../errors.ts';
import { leave, readExit } from '../exit.ts';
import type { Payload } from '../payload.ts';
import { scopeOf } from '../scope.ts';
import { limited, type Step } from '../step.ts';
import { type Callback, openCallback } from '../tasks/callback.ts';
import { integrationOf } from '../tasks/index.ts';
import type { Call, Integration, TaskEvents, TaskLimits } from '../tasks/integration.ts';
import type { Run } from '../workflow.ts';
import type { StateType } from './state-type.ts';

const SECONDS = { min: 1, max: 99_999_999 };

/** https://states-language.net/#task-state */
export const task: StateType = {
  fields: [
    ...['Resource', 'Arguments', 'TimeoutSeconds', 'HeartbeatSeconds', 'Credentials'],
    ...['Output', 'Assign', 'Next', 'End', 'Retry', 'Catch'],
  ],
  read: (source) => {
    const { body, location } = source;
    if (body.Credentials !== undefined) throw notSupported('Credentials', location);
    requireFields(source, 'Resource');
    const resource = text(source, 'Resource') ?? '';
    const integration = integrationOf(resource);
    if (resource !== '' && integration === undefined) throw notSupported(`Resource ${resource}`, location);
    if (integration !== undefined) checkPattern(source, integration);
    integration?.check(source);
    return withErrorHandling(source, readTask(source, integration));
  },
};

/** What hangs on whether the task waits for its token. */
const checkPattern = ({ body, location, problems, machineType }: Source, { waitsForToken }: Integration) => {
  const { HeartbeatSeconds: heartbeat, TimeoutSeconds: timeout } = body;
  if (waitsForToken && machineType === 'EXPRESS') {
    const message = "Express state machine does not support '.waitForTaskToken' service integration";
    problems.add('SCHEMA_VALIDATION_FAILED', message, `${location}/Resource`);
  }
  if (heartbeat !== undefined && !waitsForToken)
    throw notSupported('HeartbeatSeconds of a task that waits for no token', location);
  if (typeof heartbeat === 'number' && typeof timeout === 'number' && heartbeat >= timeout) {
    const message = 'HeartbeatSeconds should be smaller than TimeoutSeconds';
    problems.add('SCHEMA_VALIDATION_FAILED', message, `${location}/HeartbeatSeconds`);
  }
};

const readTask = (source: Source, integration: Integration | undefined): Run => {
  const exit = readExit(source, transition(source));
  const args = template(source, 'Arguments');
  const timeout = typedTemplate(source, 'TimeoutSeconds', 'number', SECONDS);
  const heartbeat = typedTemplate(source, 'HeartbeatSeconds', 'number', SECONDS);
  return async (step) => {
    if (integration === undefined)
      throw new Error(`${step.state.name} went through validation without a resource`);
    const callback = integration.waitsForToken ? openCallback(step) : undefined;
    let result: Payload;
    try {
      const scope = scopeOf(step);
      const given = args === undefined ? step.input : limited(step, await args(scope));
      const limits = {
        timeoutSeconds: await timeout?.(scope),
        heartbeatSeconds: await heartbeat?.(scope),
      };
      result = await perform(step, integration, given, limits, callback);
    } finally {
      callback?.close();
    }
    return leave(step, scopeOf(step, { result: result.value }), exit, result);
  };
};

/** Schedules the task and waits for its result, until `timeoutSeconds` after the scheduling. */
const perform = async (
  step: Step,
  integration: Integration,
  args: Payload,
  limits: TaskLimits,
  callback: Callback | undefined,
): Promise<Payload> => {
  const { branch } = step;
  const { events } = integration;
  const call = integration.call(step, args);
  branch.record(...events.scheduled(args, limits));
  let isOver = false;
  const record = (event: ReturnType<TaskEvents['started']>): void => {
    if (!isOver && !branch.isAborted()) branch.record(...event);
  };
  const onStarted = (): void => record(events.started());
  try {
    const outcome =
      callback === undefined
        ? call(onStarted)
        : submit(call, onStarted, callback, limits, (answer) =>
            record(events.submitted(limited(step, answer).text)),
          );
    const output = limited(step, await within(step, limits.timeoutSeconds, outcome));
    branch.record(...events.succeeded(output.text));
    return output;
  } catch (failure) {
    if (!(failure instanceof StateFailure)) throw failure;
    const { error } = failure;
    branch.record(...(error === errors.timeout ? events.timedOut(error) : events.failed(failure)));
    throw failure;
  } finally {
    isOver = true;
  }
};

/** Makes the call, and then waits for the token to come back. */
const submit = (
  call: Call,
  onStarted: () => void,
  callback: Callback,
  { heartbeatSeconds }: TaskLimits,
  onSubmitted: (answer: unknown) => void,
): Promise<unknown> => {
  const answered = call(onStarted).then((answer) => {
    onSubmitted(answer);
    return callback.answer;
  });
  return heartbeatSeconds === undefined
    ? answered
    : Promise.race([answered, callback.heartbeats(heartbeatSeconds)]);
};

/** The promise's outcome, or `States.Timeout` if the time is over first. The function is not stopped by that. */
const within = <T>({ branch }: Step, timeoutSeconds: number | undefined, outcome: Promise<T>): Promise<T> => {
  if (timeoutSeconds === undefined) return outcome;
  return new Promise((resolve, reject) => {
    const timer = branch.after(timeoutSeconds * 1000, () => reject(new StateFailure(errors.timeout)));
    outcome.then(resolve, reject).finally(timer.cancel);
  });
};
