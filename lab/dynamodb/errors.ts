import { AwsError } from '../kernel/aws-error.ts';
import type { Item } from './attribute-value.ts';

/** DynamoDB's answer to a request it does not understand. */
export const validation = (message: string): AwsError => new AwsError('ValidationException', message);

/** The prefix under which DynamoDB reports most faults of a value. */
export const invalidValue = (message: string): AwsError =>
  validation(`One or more parameter values were invalid: ${message}`);

/** The request's JSON does not have the shape of the API. */
export const serialization = (message: string): AwsError => new AwsError('SerializationException', message);

/** Something is there already, or busy with another change. */
export const resourceInUse = (message: string): AwsError => new AwsError('ResourceInUseException', message);

export const limitExceeded = (message: string): AwsError => new AwsError('LimitExceededException', message);

export const resourceNotFound = (message = 'Requested resource not found'): AwsError =>
  new AwsError('ResourceNotFoundException', message);

/** `item` is the item as found, when ReturnValuesOnConditionCheckFailure asks for it. */
export const conditionFailed = (item?: Item): AwsError =>
  new AwsError('ConditionalCheckFailedException', 'The conditional request failed', {
    members: item === undefined ? {} : { Item: item },
  });
