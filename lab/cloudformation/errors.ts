import { AwsError } from '../kernel/aws-error.ts';

/** CloudFormation's errors, in its words. Source: AWS CloudFormation API Reference, "Common errors" and each action's. */

export const validationError = (message: string): AwsError => new AwsError('ValidationError', message);

export const noStackWithId = (name: string): AwsError =>
  validationError(`Stack with id ${name} does not exist`);

export const noStack = (name: string): AwsError => validationError(`Stack [${name}] does not exist`);

export const stackExists = (name: string): AwsError =>
  new AwsError('AlreadyExistsException', `Stack [${name}] already exists`);

export const wrongStatus = (id: string, status: string, verb: string): AwsError =>
  validationError(`Stack:${id} is in ${status} state and can not be ${verb}.`);

export const noChangeSet = (name: string): AwsError =>
  new AwsError('ChangeSetNotFound', `ChangeSet [${name}] does not exist`, { status: 404 });

export const changeSetExists = (name: string, stackId: string): AwsError =>
  new AwsError('AlreadyExistsException', `ChangeSet ${name} already exists for stack ${stackId}`);

/** A message of the lab's own template reading, as the API gives it. */
export const asValidationError = (error: unknown): AwsError =>
  error instanceof AwsError ? error : validationError(error instanceof Error ? error.message : String(error));
