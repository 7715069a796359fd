import { AwsError } from '../kernel/aws-error.ts';
import type { Random } from '../kernel/random.ts';
import { messageOf } from '../template/deploy.ts';

/** What CloudFormation itself refuses, before the resource's service is asked. */
export class ValidationFailure extends Error {
  override readonly name = 'ValidationFailure';
}

const NOT_THERE = /NotFound|NotExist|NonExistent|NoSuch/;

/** Whether a service says that what it was asked for does not exist. */
export const isNotThere = (error: unknown): boolean =>
  error instanceof AwsError && NOT_THERE.test(error.code);

/** Source: CloudFormation CLI User Guide, "Handler error codes". */
const handlerErrorCode = (error: unknown): string => {
  if (!(error instanceof AwsError)) return 'InvalidRequest';
  if (error.status >= 500) return 'ServiceInternalError';
  if (/Exists|InUse|Conflict/.test(error.code)) return 'AlreadyExists';
  if (isNotThere(error)) return 'NotFound';
  return /AccessDenied|NotAuthorized/.test(error.code) ? 'AccessDenied' : 'InvalidRequest';
};

/** Why a resource failed, as its event has it: CloudFormation's own words, or the service's in its. */
export const reasonOf = (error: unknown, random: Random): string =>
  error instanceof ValidationFailure
    ? error.message
    : `Resource handler returned message: "${messageOf(error)}" (RequestToken: ${random.uuid()}, HandlerErrorCode: ${handlerErrorCode(error)})`;
