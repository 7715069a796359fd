/**
 * A state, a branch or an execution has failed, under an error name that Retry and Catch match.
 * `error` and `cause` are absent where a Fail state gives none.
 */
export class StateFailure extends Error {
  override readonly name = 'StateFailure';
  readonly error: string | undefined;
  // `cause` of Error holds what AWS calls the Cause: a text.
  override readonly cause: string | undefined;

  /** Whether a heartbeat that did not come in time is behind a timeout. */
  readonly isHeartbeat: boolean;

  constructor(error: string | undefined, cause?: string, { isHeartbeat = false } = {}) {
    super(cause ?? error ?? 'failed');
    this.isHeartbeat = isHeartbeat;
    this.error = error;
    this.cause = cause;
  }
}

/** Unwinds a branch that was stopped from outside. No Retry and no Catch sees it. */
export class Aborted extends Error {
  override readonly name = 'Aborted';
}

/** Error names that the Amazon States Language reserves (its Appendix A, and AWS's "Handling errors"). */
export const errors = {
  all: 'States.ALL',
  taskFailed: 'States.TaskFailed',
  timeout: 'States.Timeout',
  heartbeatTimeout: 'States.HeartbeatTimeout',
  runtime: 'States.Runtime',
  dataLimitExceeded: 'States.DataLimitExceeded',
  queryEvaluation: 'States.QueryEvaluationError',
  noChoiceMatched: 'States.NoChoiceMatched',
} as const;
