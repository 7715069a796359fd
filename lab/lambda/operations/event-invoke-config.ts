import type { EventInvokeConfig } from '../event-invoke-config.ts';
import type { LambdaFunction, Registry } from '../functions.ts';
import type { Properties } from '../properties.ts';
import { notFound, type Resources } from '../resources.ts';
import { latest, type OfFunction } from './latest.ts';

const destination = (arn: string | undefined): object => (arn === undefined ? {} : { Destination: arn });

const describe = (fn: LambdaFunction, config: EventInvokeConfig) => ({
  LastModified: config.lastModified / 1000,
  FunctionArn: `${fn.arn}:$LATEST`,
  ...(config.maximumRetryAttempts !== undefined && { MaximumRetryAttempts: config.maximumRetryAttempts }),
  ...(config.maximumEventAgeInSeconds !== undefined && {
    MaximumEventAgeInSeconds: config.maximumEventAgeInSeconds,
  }),
  DestinationConfig: { OnSuccess: destination(config.onSuccess), OnFailure: destination(config.onFailure) },
});

/** How events are retried, and where they end up. Source: Lambda API reference. */
export const eventInvokeConfigOperations = (ports: {
  readonly registry: Registry;
  readonly resources: Resources;
}) => {
  const { registry, resources } = ports;
  const configOf = (fn: LambdaFunction): EventInvokeConfig => {
    if (fn.eventInvokeConfig !== undefined) return fn.eventInvokeConfig;
    throw notFound(`The function ${fn.arn}:$LATEST doesn't have an EventInvokeConfig`);
  };
  const put = (fn: LambdaFunction, properties: Properties) => {
    resources.putEventInvokeConfig({ ...properties, FunctionName: fn.name, Qualifier: '$LATEST' });
    return describe(fn, configOf(fn));
  };
  return {
    PutFunctionEventInvokeConfig: (input: OfFunction & Properties) => put(latest(registry, input), input),
    UpdateFunctionEventInvokeConfig: (input: OfFunction & Properties) => {
      const fn = latest(registry, input);
      const { LastModified: _, FunctionArn: __, ...before } = describe(fn, configOf(fn));
      return put(fn, { ...before, ...input });
    },
    GetFunctionEventInvokeConfig: (input: OfFunction) => {
      const fn = latest(registry, input);
      return describe(fn, configOf(fn));
    },
    ListFunctionEventInvokeConfigs: (input: OfFunction) => {
      const fn = latest(registry, input);
      const { eventInvokeConfig: config } = fn;
      return { FunctionEventInvokeConfigs: config === undefined ? [] : [describe(fn, config)] };
    },
    DeleteFunctionEventInvokeConfig: (input: OfFunction) => {
      const fn = latest(registry, input);
      configOf(fn);
      fn.eventInvokeConfig = undefined;
    },
  };
};
