import type { FaultError } from './point.ts';

/** Who calls a service: a function under its role, the state machine, another service, or a user from outside. */
export interface Caller {
  /** `function:<name>`, `stateMachine:<name>`, `service:<name>`, `user`. Metered under this name. */
  readonly name: string;
  /** ARN of the role the call is made under. */
  readonly roleArn?: string;
  /** The X-Ray trace header in force: `Root=…;Parent=…;Sampled=…`. */
  readonly traceHeader?: string;
  /** A fault that strikes some entries of this call: for the operation to answer. */
  readonly fault?: FaultError;
}

/**
 * An AWS service as its API describes it: operations by their AWS names, input and output in the API's JSON
 * shapes (blobs and times as its protocol's JSON has them). Errors are `AwsError`.
 */
export interface Service {
  /** As in an endpoint's host name: `dynamodb`, `events`, `lambda`, `states`, `sqs`. */
  readonly id: string;
  readonly operations: Readonly<Record<string, Operation>>;
}

// biome-ignore lint/suspicious/noExplicitAny: each operation declares its own input and output.
export type Operation = (input: any, caller: Caller) => unknown | Promise<unknown>;
