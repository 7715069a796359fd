import type { NamedBy, Properties } from './properties.ts';

/**
 * The engines, as a deployment needs them: each takes a resource's properties as CloudFormation has them, with
 * its name always filled in, and answers with what other resources may refer to. `ref` is the value of `Ref`, the
 * physical id. An update keeps what the resource holds; a delete of what is not there throws the service's
 * not-found `AwsError`. Narrow on purpose: the template side knows no more of an engine than this.
 */
export interface Engines {
  readonly cloudwatch: CloudWatch;
  readonly dynamodb: DynamoDb;
  readonly eventbridge: EventBridge;
  readonly httpApi: HttpApis;
  readonly iam: Iam;
  readonly lambda: Lambda;
  readonly logs: LogGroups;
  readonly s3: S3;
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
  updateAlarm(ref: string, properties: NamedBy<'AlarmName'>): Answer<unknown>;
  deleteAlarm(ref: string): Answer<unknown>;
  createDashboard(properties: NamedBy<'DashboardName'>): Answer<unknown>;
  updateDashboard(ref: string, properties: NamedBy<'DashboardName'>): Answer<unknown>;
  deleteDashboard(ref: string): Answer<unknown>;
}

/** What tables are referred to by. */
interface Table {
  readonly tableArn: string;
  readonly streamArn?: string | undefined;
}

export interface DynamoDb {
  createTable(properties: NamedBy<'TableName'>): Answer<Table>;
  updateTable(ref: string, properties: NamedBy<'TableName'>): Answer<Table>;
  deleteTable(ref: string): Answer<unknown>;
}

export interface EventBridge {
  createBus(properties: NamedBy<'Name'>): Answer<Named>;
  updateBus(ref: string, properties: NamedBy<'Name'>): Answer<unknown>;
  deleteBus(ref: string): Answer<unknown>;
  createRule(properties: NamedBy<'Name'>): Answer<Named>;
  /** `ref` is the rule's name, on a bus of its own `<bus>|<rule>`. */
  updateRule(ref: string, properties: NamedBy<'Name'>): Answer<unknown>;
  deleteRule(ref: string): Answer<unknown>;
}

export interface HttpApis {
  /** `endpoint` without a slash at its end. */
  createApi(properties: Properties): Answer<{ readonly id: string; readonly endpoint: string }>;
  updateApi(ref: string, properties: Properties): Answer<unknown>;
  deleteApi(ref: string): Answer<unknown>;
  createIntegration(properties: Properties): Answer<{ readonly id: string }>;
  updateIntegration(ref: string, properties: Properties): Answer<unknown>;
  deleteIntegration(ref: string): Answer<unknown>;
  createRoute(properties: Properties): Answer<{ readonly id: string }>;
  updateRoute(ref: string, properties: Properties): Answer<unknown>;
  deleteRoute(ref: string): Answer<unknown>;
  createStage(properties: Properties): Answer<unknown>;
  updateStage(ref: string, properties: Properties): Answer<unknown>;
  /** A stage's name is its own only within its API. */
  deleteStage(ref: string, properties: Properties): Answer<unknown>;
}

export interface Iam {
  createRole(properties: NamedBy<'RoleName'>): Answer<Named & { readonly id: string }>;
  updateRole(ref: string, properties: NamedBy<'RoleName'>): Answer<unknown>;
  deleteRole(ref: string): Answer<unknown>;
}

/** The code of a function: the file its handler is in. */
export interface Code {
  readonly handlerSource: string;
  /** As in the archive: `src/lend.js`. */
  readonly fileName: string;
  /** Of the archive, in base64: `CodeSha256`. */
  readonly sha256: string;
  /** Bytes of the archive: `CodeSize`. */
  readonly size: number;
}

export interface Lambda {
  /** The properties without `Code`, which `code` stands for. */
  createFunction(properties: NamedBy<'FunctionName'>, code: Code): Answer<Named>;
  updateFunction(ref: string, properties: NamedBy<'FunctionName'>, code: Code): Answer<unknown>;
  deleteFunction(ref: string): Answer<unknown>;
  /** `ref` becomes the statement's id. */
  addPermission(properties: Properties, ref: string): Answer<unknown>;
  deletePermission(ref: string): Answer<unknown>;
  /** `ref` is CloudFormation's own id of the configuration: API calls have none. */
  createEventInvokeConfig(properties: Properties, ref: string): Answer<unknown>;
  updateEventInvokeConfig(ref: string, properties: Properties): Answer<unknown>;
  deleteEventInvokeConfig(ref: string): Answer<unknown>;
  createEventSourceMapping(properties: Properties): Answer<{ readonly id: string }>;
  updateEventSourceMapping(ref: string, properties: Properties): Answer<unknown>;
  deleteEventSourceMapping(ref: string): Answer<unknown>;
}

export interface LogGroups {
  /** The ARN ends with `:*`, as CloudFormation gives it. */
  createLogGroup(properties: NamedBy<'LogGroupName'>): Answer<Named>;
  updateLogGroup(ref: string, properties: NamedBy<'LogGroupName'>): Answer<unknown>;
  deleteLogGroup(ref: string): Answer<unknown>;
  /** `ref` becomes the definition's id. */
  createQueryDefinition(properties: Properties, ref: string): Answer<unknown>;
  updateQueryDefinition(ref: string, properties: Properties): Answer<unknown>;
  deleteQueryDefinition(ref: string): Answer<unknown>;
}

export interface S3 {
  createBucket(properties: NamedBy<'BucketName'>): Answer<unknown>;
  updateBucket(ref: string, properties: NamedBy<'BucketName'>): Answer<unknown>;
  deleteBucket(ref: string): Answer<unknown>;
}

export interface Sns {
  createTopic(properties: NamedBy<'TopicName'>): Answer<Named>;
  updateTopic(ref: string, properties: NamedBy<'TopicName'>): Answer<unknown>;
  deleteTopic(ref: string): Answer<unknown>;
  /** Without a document: the policy that a new topic has. */
  setPolicy(topicArns: readonly string[], document: Properties | undefined): Answer<unknown>;
}

export interface Sqs {
  createQueue(properties: NamedBy<'QueueName'>): Answer<Named & { readonly url: string }>;
  updateQueue(ref: string, properties: NamedBy<'QueueName'>): Answer<unknown>;
  deleteQueue(ref: string): Answer<unknown>;
  /** Without a document: none. */
  setPolicy(queueUrls: readonly string[], document: Properties | undefined): Answer<unknown>;
}

export interface StepFunctions {
  createStateMachine(
    properties: NamedBy<'StateMachineName' | 'RoleArn'>,
  ): Answer<Named & { readonly name: string }>;
  updateStateMachine(ref: string, properties: NamedBy<'StateMachineName' | 'RoleArn'>): Answer<unknown>;
  deleteStateMachine(ref: string): Answer<unknown>;
}
