import { arn } from '../kernel/account.ts';
import { AwsError } from '../kernel/aws-error.ts';

/** `Properties` of AWS::SQS::Queue that the lab knows. */
export interface QueueProperties {
  readonly QueueName: string;
  readonly VisibilityTimeout?: number | string;
  readonly MessageRetentionPeriod?: number | string;
  readonly DelaySeconds?: number | string;
  readonly MaximumMessageSize?: number | string;
  readonly ReceiveMessageWaitTimeSeconds?: number | string;
  readonly RedrivePolicy?: RedrivePolicy | string;
  readonly SqsManagedSseEnabled?: boolean | string;
  readonly KmsMasterKeyId?: string;
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
}

export interface RedrivePolicy {
  readonly deadLetterTargetArn: string;
  readonly maxReceiveCount: number;
}

/** A queue's attributes as they are set: times in seconds, sizes in bytes. */
export interface QueueSettings {
  readonly name: string;
  readonly arn: string;
  readonly VisibilityTimeout: number;
  readonly MessageRetentionPeriod: number;
  readonly DelaySeconds: number;
  readonly MaximumMessageSize: number;
  readonly ReceiveMessageWaitTimeSeconds: number;
  readonly RedrivePolicy: RedrivePolicy | undefined;
  readonly SqsManagedSseEnabled: boolean;
  readonly KmsMasterKeyId: string | undefined;
  readonly tags: Tags;
}

export type Tags = Readonly<Record<string, string>>;

/** Range and default of each number. Source: "SetQueueAttributes" in the SQS API reference. */
const numbers = {
  VisibilityTimeout: { min: 0, max: 43_200, initial: 30 },
  MessageRetentionPeriod: { min: 60, max: 1_209_600, initial: 345_600 },
  DelaySeconds: { min: 0, max: 900, initial: 0 },
  MaximumMessageSize: { min: 1_024, max: 1_048_576, initial: 1_048_576 },
  ReceiveMessageWaitTimeSeconds: { min: 0, max: 20, initial: 0 },
} as const;

const SUPPORTED = new Set([
  'QueueName',
  ...Object.keys(numbers),
  'RedrivePolicy',
  'SqsManagedSseEnabled',
  'KmsMasterKeyId',
  'Tags',
]);

const number = (properties: QueueProperties, name: keyof typeof numbers): number => {
  const { min, max, initial } = numbers[name];
  const value = Number(properties[name] ?? initial);
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw new AwsError('InvalidAttributeValue', `Invalid value for the parameter ${name}.`);
};

const parsePolicy = (text: string): RedrivePolicy => {
  try {
    return JSON.parse(text);
  } catch {
    throw new AwsError(
      'InvalidAttributeValue',
      'Invalid value for the parameter RedrivePolicy. Reason: Redrive policy is not a valid JSON map.',
    );
  }
};

const REDRIVE = ['maxReceiveCount', 'deadLetterTargetArn'] as const;

const redrivePolicy = (given: RedrivePolicy | string | undefined): RedrivePolicy | undefined => {
  if (given === undefined) return undefined;
  const policy = typeof given === 'string' ? parsePolicy(given) : given;
  const missing = REDRIVE.find((name) => policy?.[name] === undefined);
  if (missing !== undefined) {
    throw new AwsError(
      'InvalidParameterValue',
      `Value ${JSON.stringify(policy)} for parameter RedrivePolicy is invalid. Reason: Redrive policy does not ` +
        `contain mandatory attribute: ${missing}.`,
    );
  }
  const maxReceiveCount = Number(policy.maxReceiveCount);
  if (!Number.isInteger(maxReceiveCount) || maxReceiveCount < 1 || maxReceiveCount > 1000) {
    throw new AwsError(
      'InvalidParameterValue',
      `Value ${JSON.stringify(policy)} for parameter RedrivePolicy is invalid. Reason: Invalid value for ` +
        `maxReceiveCount: ${policy.maxReceiveCount}, valid values are from 1 to 1000 both inclusive.`,
    );
  }
  return { deadLetterTargetArn: policy.deadLetterTargetArn, maxReceiveCount };
};

/** Reads the properties of AWS::SQS::Queue; throws for a property or value that is not supported. */
export const queueSettings = (properties: QueueProperties): QueueSettings => {
  for (const property of Object.keys(properties)) {
    if (!SUPPORTED.has(property)) throw new Error(`AWS::SQS::Queue.${property} is not supported by the lab`);
  }
  const { QueueName: name, KmsMasterKeyId } = properties;
  if (!/^[\w-]{1,80}$/.test(name)) {
    throw new AwsError(
      'InvalidParameterValue',
      'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
    );
  }
  const sse = properties.SqsManagedSseEnabled ?? KmsMasterKeyId === undefined;
  if (String(sse) === 'true' && KmsMasterKeyId !== undefined) {
    throw new AwsError(
      'InvalidAttributeValue',
      'You can use one type of server-side encryption (SSE) at one time. ' +
        'You can either enable KMS SSE or SQS SSE.',
    );
  }
  return {
    name,
    arn: arn('sqs', name),
    VisibilityTimeout: number(properties, 'VisibilityTimeout'),
    MessageRetentionPeriod: number(properties, 'MessageRetentionPeriod'),
    DelaySeconds: number(properties, 'DelaySeconds'),
    MaximumMessageSize: number(properties, 'MaximumMessageSize'),
    ReceiveMessageWaitTimeSeconds: number(properties, 'ReceiveMessageWaitTimeSeconds'),
    RedrivePolicy: redrivePolicy(properties.RedrivePolicy),
    SqsManagedSseEnabled: String(sse) === 'true',
    KmsMasterKeyId,
    tags: Object.fromEntries((properties.Tags ?? []).map(({ Key, Value }) => [Key, Value])),
  };
};
