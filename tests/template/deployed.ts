import { type Stage, type Template, templateOf } from './packages.ts';
import { resolve } from './resolve.ts';

interface Statement {
  readonly Effect: string;
  readonly Principal?: { readonly Service: string } | '*';
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: unknown;
}

interface PolicyDocument {
  readonly Statement: readonly Statement[];
}

interface Key {
  readonly AttributeName: string;
}

interface Dimension {
  readonly Name: string;
  readonly Value: string;
}

/** The properties that are looked at here, their references resolved; see resolve.ts. */
interface Shapes {
  'AWS::CloudWatch::Alarm': {
    readonly AlarmDescription: string;
    readonly AlarmActions: readonly string[];
    readonly OKActions: readonly string[];
    readonly TreatMissingData?: string;
    readonly Namespace?: string;
    readonly MetricName?: string;
    readonly Dimensions?: readonly Dimension[];
    readonly Metrics?: readonly {
      readonly MetricStat?: {
        readonly Metric: { readonly MetricName: string; readonly Dimensions: readonly Dimension[] };
      };
    }[];
  };
  'AWS::CloudWatch::Dashboard': { readonly DashboardBody: string };
  'AWS::DynamoDB::Table': {
    readonly KeySchema: readonly Key[];
    readonly GlobalSecondaryIndexes?: readonly {
      readonly IndexName: string;
      readonly KeySchema: readonly Key[];
    }[];
    readonly StreamSpecification?: { readonly StreamViewType: string };
    readonly TimeToLiveSpecification?: { readonly AttributeName: string; readonly Enabled: boolean };
    readonly SSESpecification?: { readonly SSEEnabled: boolean };
    readonly DeletionProtectionEnabled: boolean;
    readonly PointInTimeRecoverySpecification: { readonly PointInTimeRecoveryEnabled: boolean };
  };
  'AWS::Events::Rule': {
    readonly Name: string;
    readonly EventBusName: string;
    readonly EventPattern?: Readonly<Record<string, unknown>> & {
      readonly source: readonly string[];
      readonly 'detail-type': readonly string[];
    };
    readonly Targets: readonly {
      readonly Arn: string;
      readonly DeadLetterConfig?: { readonly Arn: string };
    }[];
  };
  'AWS::IAM::Role': {
    readonly AssumeRolePolicyDocument: PolicyDocument;
    readonly ManagedPolicyArns?: readonly string[];
    readonly Policies: readonly { readonly PolicyDocument: PolicyDocument }[];
  };
  'AWS::Lambda::EventInvokeConfig': {
    readonly FunctionName: string;
    readonly DestinationConfig?: { readonly OnFailure?: { readonly Destination: string } };
  };
  'AWS::Lambda::EventSourceMapping': {
    readonly EventSourceArn: string;
    readonly FunctionName: string;
    readonly DestinationConfig?: { readonly OnFailure?: { readonly Destination: string } };
    readonly FunctionResponseTypes?: readonly string[];
  };
  'AWS::Lambda::Function': {
    readonly FunctionName: string;
    readonly Handler: string;
    readonly Role: string;
    readonly Timeout: number;
    readonly Environment: { readonly Variables: Readonly<Record<string, string>> };
  };
  'AWS::Lambda::Permission': {
    readonly FunctionName: string;
    readonly Principal: string;
    readonly SourceArn?: string;
  };
  'AWS::Logs::LogGroup': { readonly LogGroupName: string; readonly RetentionInDays?: number };
  'AWS::SQS::Queue': {
    readonly SqsManagedSseEnabled?: boolean;
    readonly MessageRetentionPeriod?: number;
    readonly VisibilityTimeout?: number;
    readonly RedrivePolicy?: { readonly deadLetterTargetArn: string; readonly maxReceiveCount: number };
  };
  'AWS::SNS::Topic': { readonly KmsMasterKeyId?: string };
  'AWS::SNS::TopicPolicy': { readonly Topics: readonly string[]; readonly PolicyDocument: PolicyDocument };
  'AWS::SQS::QueuePolicy': { readonly Queues: readonly string[]; readonly PolicyDocument: PolicyDocument };
  'AWS::StepFunctions::StateMachine': {
    readonly StateMachineName: string;
    readonly RoleArn: string;
    readonly DefinitionString: string;
  };
}

export type Properties<Type extends keyof Shapes> = Shapes[Type];

/** A packaged template as the account would see it. */
export interface Deployed {
  /** The resources of a type, by logical id. */
  readonly all: <Type extends keyof Shapes>(type: Type) => Map<string, Properties<Type>>;
}

export const deploy = ({ Resources }: Template, stage: string): Deployed => {
  const resources = Object.entries(Resources);
  return {
    all: <Type extends keyof Shapes>(type: Type) =>
      new Map(
        resources
          .filter(([, resource]) => resource.Type === type)
          .map(([id, { Properties }]) => [
            id,
            resolve(Properties, `pizza-two-ways-${stage}`) as Properties<Type>,
          ]),
      ),
  };
};

export const deployed = (stage: Stage): Deployed => deploy(templateOf(stage), stage);

/** The only one of its kind. @throws Error when there are none or several */
export const only = <Value>(values: Iterable<Value>, what: string): Value => {
  const [first, ...others] = values;
  if (first === undefined || others.length > 0) throw new Error(`there should be exactly one ${what}`);
  return first;
};

/** One as a list of one. */
export const listOf = (value: string | readonly string[]): readonly string[] => [value].flat();
