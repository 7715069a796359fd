import { assertProperties, assertRange, type Properties, requiredText } from './properties.ts';

/** How asynchronous invocations of a function are retried, and where they end up. */
export interface EventInvokeConfig {
  /** 0 to 2; 2 when undefined. */
  readonly maximumRetryAttempts?: number | undefined;
  /** 60 to 21,600; 6 h when undefined. */
  readonly maximumEventAgeInSeconds?: number | undefined;
  /** ARN of a queue. */
  readonly onFailure?: string | undefined;
  readonly onSuccess?: string | undefined;
  /** Epoch ms. */
  readonly lastModified: number;
}

interface EventInvokeConfigProperties {
  readonly FunctionName: string;
  readonly Qualifier: string;
  readonly MaximumRetryAttempts?: number;
  readonly MaximumEventAgeInSeconds?: number;
  readonly DestinationConfig?: {
    readonly OnFailure?: { readonly Destination: string };
    readonly OnSuccess?: { readonly Destination: string };
  };
}

const TYPE = 'AWS::Lambda::EventInvokeConfig';

/** Reads a destination. Throws unless it is an SQS queue. */
export const readQueueDestination = (
  type: string,
  destination: { readonly Destination?: string } | undefined,
): string | undefined => {
  const target = destination?.Destination;
  if (target === undefined || target.startsWith('arn:aws:sqs:')) return target;
  throw new Error(`${type}.DestinationConfig: ${target} is not supported by the lab, only SQS queues are`);
};

/** Reads an AWS::Lambda::EventInvokeConfig; the function it is for stays a reference. */
export const readEventInvokeConfig = (
  properties: Properties,
  lastModified: number,
): { readonly functionName: string; readonly config: EventInvokeConfig } => {
  const supported = [
    'FunctionName',
    'Qualifier',
    'MaximumRetryAttempts',
    'MaximumEventAgeInSeconds',
    'DestinationConfig',
  ];
  assertProperties(TYPE, properties, { supported });
  const typed = properties as unknown as EventInvokeConfigProperties;
  assertProperties(`${TYPE}.DestinationConfig`, typed.DestinationConfig ?? {}, {
    supported: ['OnFailure', 'OnSuccess'],
  });
  if (typed.Qualifier !== '$LATEST')
    throw new Error(`${TYPE}.Qualifier: ${typed.Qualifier} is not supported by the lab`);
  assertRange(`${TYPE}.MaximumRetryAttempts`, typed.MaximumRetryAttempts, 0, 2);
  assertRange(`${TYPE}.MaximumEventAgeInSeconds`, typed.MaximumEventAgeInSeconds, 60, 21_600);
  return {
    functionName: requiredText(`${TYPE}.FunctionName`, typed.FunctionName),
    config: {
      lastModified,
      maximumRetryAttempts: typed.MaximumRetryAttempts,
      maximumEventAgeInSeconds: typed.MaximumEventAgeInSeconds,
      onFailure: readQueueDestination(TYPE, typed.DestinationConfig?.OnFailure),
      onSuccess: readQueueDestination(TYPE, typed.DestinationConfig?.OnSuccess),
    },
  };
};
