import { compileInput, type Input } from './input.ts';
import { checkProperties, invalid } from './validation.ts';

/** `Targets` of AWS::Events::Rule that the lab knows. */
export interface TargetProperties {
  readonly Id: string;
  readonly Arn: string;
  readonly RoleArn?: string;
  readonly Input?: string;
  readonly InputPath?: string;
  readonly RetryPolicy?: {
    readonly MaximumEventAgeInSeconds?: number;
    readonly MaximumRetryAttempts?: number;
  };
  readonly DeadLetterConfig?: { readonly Arn?: string };
}

export interface Target {
  readonly kind: 'function' | 'queue' | 'stateMachine';
  readonly arn: string;
  /** As `Point.target`: `function:<name>`. */
  readonly point: string;
  /** The role that a state machine is started under. */
  readonly roleArn: string | undefined;
  readonly input: Input;
  readonly maxAgeMs: number;
  readonly maxRetries: number;
  readonly deadLetterArn: string | undefined;
}

const SUPPORTED = new Set(['Id', 'Arn', 'RoleArn', 'Input', 'InputPath', 'RetryPolicy', 'DeadLetterConfig']);

/** A target's ARN, by the kind of target; the name is the only group. */
const ARNS: readonly (readonly [kind: Target['kind'], form: RegExp])[] = [
  ['function', /^arn:[^:]*:lambda:[^:]*:[^:]*:function:([^:]+)/],
  ['queue', /^arn:[^:]*:sqs:[^:]*:[^:]*:([^:]+)$/],
  ['stateMachine', /^arn:[^:]*:states:[^:]*:[^:]*:stateMachine:([^:]+)$/],
];

const readArn = (arn: string): Pick<Target, 'kind' | 'arn' | 'point'> => {
  for (const [kind, form] of ARNS) {
    const name = form.exec(arn)?.[1];
    if (name !== undefined) return { kind, arn, point: `${kind}:${name}` };
  }
  throw new Error(`AWS::Events::Rule.Targets.Arn ${arn} is not supported by the lab`);
};

/** Defaults and ranges. Source: RetryPolicy in the EventBridge API reference. */
const AGE_SECONDS = { min: 60, max: 86_400 };
const RETRIES = { min: 0, max: 185 };

const within = (
  name: string,
  given: number | undefined,
  { min, max }: { min: number; max: number },
): number => {
  const value = Number(given ?? max);
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw invalid(`RetryPolicy.${name} must be between ${min} and ${max}, not ${given}.`);
};

export const readTarget = (properties: TargetProperties): Target => {
  checkProperties('AWS::Events::Rule.Targets', properties, SUPPORTED);
  const { Arn: arn, RetryPolicy = {}, DeadLetterConfig } = properties;
  const target = readArn(arn);
  if (target.kind === 'stateMachine' && properties.RoleArn === undefined) {
    throw invalid(`RoleArn is required for target ${arn}.`);
  }
  return {
    ...target,
    roleArn: properties.RoleArn,
    input: compileInput(properties),
    maxAgeMs: 1000 * within('MaximumEventAgeInSeconds', RetryPolicy.MaximumEventAgeInSeconds, AGE_SECONDS),
    maxRetries: within('MaximumRetryAttempts', RetryPolicy.MaximumRetryAttempts, RETRIES),
    deadLetterArn: DeadLetterConfig?.Arn,
  };
};
