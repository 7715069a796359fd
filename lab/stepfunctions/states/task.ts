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
import { deliver } from '../tasks/deliver.ts';
import { integrationOf } from '../tasks/index.ts';
import type { Integration } from '../tasks/integration.ts';
import type { Run } from '../workflow.ts';
import type { StateType } from './state-type.ts';

const TIMEOUT = { min: 1, max: 99_999_999 };

const FIELDS = [
  'Resource',
  'Arguments',
  'Output',
  'Assign',
  'Next',
  'End',
  'TimeoutSeconds',
  'Retry',
  'Catch',
];

const NOT_YET = ['HeartbeatSeconds', 'Credentials'];

/** https://states-language.net/#task-state */
export const task: StateType = {
  fields: [...FIELDS, ...NOT_YET],
  read: (source) => {
    const { body, location } = source;
    const refused = NOT_YET.find((field) => body[field] !== undefined);
    if (refused !== undefined) throw notSupported(refused, location);
    requireFields(source, 'Resource');
    const resource = text(source, 'Resource') ?? '';
    const integration = integrationOf(resource);
    if (resource !== '' && integration === undefined) throw notSupported(`Resource ${resource}`, location);
    integration?.check(source);
    return withErrorHandling(source, readTask(source, integration));
  },
};

const readTask = (source: Source, integration: Integration | undefined): Run => {
  const exit = readExit(source, transition(source));
  const args = template(source, 'Arguments');
  const timeout = typedTemplate(source, 'TimeoutSeconds', 'number', TIMEOUT);
  return async (step) => {
    if (integration === undefined)
      throw new Error(`${step.state.name} went through validation without a resource`);
    const scope = scopeOf(step);
    const given = args === undefined ? step.input : limited(step, await args(scope));
    const result = await perform(step, integration, given, await timeout?.(scope));
    return leave(step, scopeOf(step, { result: result.value }), exit, result);
  };
};

/** Schedules the task and waits for its result, until `timeoutSeconds` after the scheduling. */
const perform = async (
  step: Step,
  { call, result, events }: Integration,
  args: Payload,
  timeoutSeconds: number | undefined,
): Promise<Payload> => {
  const { branch } = step;
  const request = call(step, args);
  branch.record(...events.scheduled(args, timeoutSeconds));
  let isOver = false;
  const onStarted = (): void => {
    if (!isOver && !branch.isAborted()) branch.record(...events.started());
  };
  try {
    const answer = await within(step, timeoutSeconds, deliver(step, request, onStarted));
    const output = limited(step, result(request, answer));
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

/** The promise's outcome, or `States.Timeout` if the time is over first. The function is not stopped by that. */
const within = <T>({ branch }: Step, timeoutSeconds: number | undefined, outcome: Promise<T>): Promise<T> => {
  if (timeoutSeconds === undefined) return outcome;
  return new Promise((resolve, reject) => {
    const timer = branch.after(timeoutSeconds * 1000, () => reject(new StateFailure(errors.timeout)));
    outcome.then(resolve, reject).finally(timer.cancel);
  });
};
