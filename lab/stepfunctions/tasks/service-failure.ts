import type { AwsError } from '../../kernel/aws-error.ts';
import { StateFailure } from '../errors.ts';

/**
 * The exception of a service's Java client that stands for errors without a class of their own, as a denial. Step
 * Functions names errors after these classes: `Lambda.AWSLambdaException`, `SQS.AmazonSQSException`.
 */
const OTHERWISE = {
  Lambda: 'AWSLambdaException',
  SQS: 'AmazonSQSException',
  EventBridge: 'AmazonEventBridgeException',
  DynamoDB: 'AmazonDynamoDBException',
} as const;

export type CalledService = keyof typeof OTHERWISE;

/** Codes that belong to no service: "Common error types" in each API reference. */
const COMMON = ['AccessDenied', 'AccessDeniedException', 'ValidationException', 'KMSAccessDenied'];

/** An error of the service called, not of what it ran: `Lambda.TooManyRequestsException`. */
export const serviceFailure = (
  service: CalledService,
  { code, message, status }: AwsError,
  requestId: string,
): StateFailure =>
  new StateFailure(
    `${service}.${COMMON.includes(code) ? OTHERWISE[service] : classOf(code)}`,
    `${message} (Service: ${service}, Status Code: ${status}, Request ID: ${requestId})`,
  );

const classOf = (code: string): string => (code.endsWith('Exception') ? code : `${code}Exception`);
