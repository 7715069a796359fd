import { requireFields, type Source } from './definition/source.ts';
import { errors, type StateFailure } from './errors.ts';

/** Errors that only their own name matches: "Handling errors in Step Functions workflows". */
const BEYOND_WILDCARDS: readonly (string | undefined)[] = [errors.dataLimitExceeded, errors.runtime];

/**
 * Whether a failure is among those that a retrier or catcher names. `States.TaskFailed` is a wildcard too, for
 * everything but `States.Timeout`. A missed heartbeat is a `States.Timeout` that `States.HeartbeatTimeout` matches
 * too. Nothing handles `States.Runtime`.
 */
export const matches = (errorEquals: readonly string[], { error, isHeartbeat }: StateFailure): boolean =>
  errorEquals.some((name) => {
    if (error === errors.runtime) return false;
    if (name === error || (isHeartbeat && name === errors.heartbeatTimeout)) return true;
    if (BEYOND_WILDCARDS.includes(error)) return false;
    return name === errors.all || (name === errors.taskFailed && error !== errors.timeout);
  });

/** `ErrorEquals` of a retrier or catcher: names; `States.ALL` alone, and in the last one only. */
export const readErrorEquals = (source: Source, isLast: boolean): readonly string[] => {
  requireFields(source, 'ErrorEquals');
  const names = source.body.ErrorEquals ?? [];
  const invalid = (message: string): void =>
    source.problems.add('SCHEMA_VALIDATION_FAILED', message, `${source.location}/ErrorEquals`);
  if (!Array.isArray(names) || !names.every((name) => typeof name === 'string')) {
    invalid('Expected value of type [ARRAY of STRING]');
    return [];
  }
  if (names.length === 0) invalid('Expected at least one error name');
  if (names.includes(errors.all) && names.length > 1) invalid(`${errors.all} must appear alone`);
  if (names.includes(errors.all) && !isLast) invalid(`${errors.all} must be in the last element`);
  return names;
};
