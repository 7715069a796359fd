import type { LambdaFunction, Registry } from '../functions.ts';

/** A function, as most operations name it. */
export interface OfFunction {
  /** Name, ARN or partial ARN. */
  readonly FunctionName: string;
  readonly Qualifier?: string;
}

/** The function; there are no versions but `$LATEST`. Throws `AwsError` (ResourceNotFoundException). */
export const latest = (registry: Registry, { FunctionName, Qualifier }: OfFunction): LambdaFunction => {
  const fn = registry.get(FunctionName);
  return Qualifier === undefined || Qualifier === '$LATEST' ? fn : registry.get(`${fn.arn}:${Qualifier}`);
};
