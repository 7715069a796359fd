import type { NamedBy, Properties } from './properties.ts';

/**
 * The engines, as a deployment needs them: each takes a resource's properties as CloudFormation has them, with
 * its name always filled in, and answers with what other resources may refer to. Narrow on purpose: the
 * template side knows no more of an engine than this.
 */
export interface Engines {
  readonly cloudwatch: CloudWatch;
  readonly dynamodb: DynamoDb;
  readonly eventbridge: EventBridge;
  readonly httpApi: HttpApis;
  readonly iam: Iam;
  readonly lambda: Lambda;
  readonly logs: LogGroups;
  readonly sns: Sns;
  readonly sqs: Sqs;
  readonly stepfunctions: StepFunctions;
}

type Answer<T> = T | Promise<T>;

/** What most resources are referred to by. */
interface Named {
  readonly arn: string;
}

export interface CloudWatch {
  createAlarm(properties: NamedBy<'AlarmName'>): Answer<Named>;
  createDashboard(properties: NamedBy<'DashboardName'>): Answer<unknown>;
}

export interface DynamoDb {
  createTable(
    properties: NamedBy<'TableName'>,
  ): Answer<{ readonly tableArn: string; readonly streamArn?: string | undefined }>;
}

export interface EventBridge {
  createBus(properties: NamedBy<'Name'>): Answer<Named>;
  createRule(properties: NamedBy<'Name'>): Answer<Named>;
}

export interface HttpApis {
  /** `endpoint` without a slash at its end. */
  createApi(properties: Properties): Answer<{ readonly id: string; readonly endpoint: string }>;
  createIntegration(properties: Properties): Answer<{ readonly id: string }>;
  createRoute(properties: Properties): Answer<{ readonly id: string }>;
  createStage(properties: Properties): Answer<unknown>;
}

export interface Iam {
  createRole(properties: NamedBy<'RoleName'>): Answer<Named & { readonly id: string }>;
}

/** The code of a function: the file its handler is in. */
export interface Code {
  readonly handlerSource: string;
  /** As in the archive: `src/lend.js`. */
  readonly fileName: string;
}

export interface Lambda {
  /** The properties without `Code`, which `code` stands for. */
  createFunction(properties: NamedBy<'FunctionName'>, code: Code): Answer<Named>;
  addPermission(properties: Properties): Answer<unknown>;
  createEventInvokeConfig(properties: Properties): Answer<unknown>;
  createEventSourceMapping(properties: Properties): Answer<{ readonly id: string }>;
}

export interface LogGroups {
  /** The ARN ends with `:*`, as CloudFormation gives it. */
  createLogGroup(properties: NamedBy<'LogGroupName'>): Answer<Named>;
  createQueryDefinition(properties: Properties): Answer<unknown>;
}

export interface Sns {
  createTopic(properties: NamedBy<'TopicName'>): Answer<Named>;
  setPolicy(topicArns: readonly string[], document: Properties): Answer<unknown>;
}

export interface Sqs {
  createQueue(properties: NamedBy<'QueueName'>): Answer<Named & { readonly url: string }>;
  setPolicy(queueUrls: readonly string[], document: Properties): Answer<unknown>;
}

export interface StepFunctions {
  createStateMachine(
    properties: NamedBy<'StateMachineName' | 'RoleArn'>,
  ): Answer<Named & { readonly name: string }>;
}
