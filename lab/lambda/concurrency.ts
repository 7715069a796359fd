import { AwsError } from '../kernel/aws-error.ts';
import type { LambdaFunction, Registry } from './functions.ts';

/** Concurrent executions of an account in a region. Source: Lambda developer guide, "Lambda quotas". */
export const ACCOUNT_LIMIT = 1000;

const throttled = (Reason: string): AwsError =>
  new AwsError('TooManyRequestsException', 'Rate Exceeded.', {
    status: 429,
    members: { Reason, Type: 'User' },
  });

/** Throws TooManyRequestsException unless the function may run once more at the same time. */
export const admit = (fn: LambdaFunction, registry: Registry): void => {
  if (fn.reservedConcurrency !== undefined) {
    if (fn.running < fn.reservedConcurrency) return;
    throw throttled('ReservedFunctionConcurrentInvocationLimitExceeded');
  }
  let reserved = 0;
  let running = 0;
  for (const other of registry.all()) {
    if (other.reservedConcurrency === undefined) running += other.running;
    else reserved += other.reservedConcurrency;
  }
  if (running >= ACCOUNT_LIMIT - reserved) throw throttled('ConcurrentInvocationLimitExceeded');
};
