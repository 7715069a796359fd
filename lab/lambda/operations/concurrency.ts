import { AwsError } from '../../kernel/aws-error.ts';
import { ACCOUNT_LIMIT } from '../concurrency.ts';
import type { Registry } from '../functions.ts';
import { latest, type OfFunction } from './latest.ts';

/** What reservations must leave to the others. Source: Lambda developer guide, "Configuring reserved concurrency". */
const LEAST_UNRESERVED = 100;

/** Reserved concurrency. Source: Lambda API reference. */
export const concurrencyOperations = ({ registry }: { readonly registry: Registry }) => ({
  PutFunctionConcurrency: (input: OfFunction & { readonly ReservedConcurrentExecutions: number }) => {
    const { ReservedConcurrentExecutions: reserved } = input;
    const fn = latest(registry, input);
    let unreserved = ACCOUNT_LIMIT - reserved;
    for (const other of registry.all()) if (other !== fn) unreserved -= other.reservedConcurrency ?? 0;
    if (unreserved < LEAST_UNRESERVED) {
      throw new AwsError(
        'InvalidParameterValueException',
        "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution " +
          `below its minimum value of [${LEAST_UNRESERVED}].`,
      );
    }
    fn.reservedConcurrency = reserved;
    return { ReservedConcurrentExecutions: reserved };
  },
  GetFunctionConcurrency: (input: OfFunction) => {
    const { reservedConcurrency } = latest(registry, input);
    return reservedConcurrency === undefined ? {} : { ReservedConcurrentExecutions: reservedConcurrency };
  },
  DeleteFunctionConcurrency: (input: OfFunction) => {
    latest(registry, input).reservedConcurrency = undefined;
  },
});
