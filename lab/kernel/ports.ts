/**
 * How the engines reach each other. Each engine implements the port it owns and receives the ones it needs;
 * none imports another. Whoever *carries* something passes the delivery point (see point.ts), the receiver
 * does not.
 */

import type { Caller } from './service.ts';

export interface InvokeRequest {
  readonly functionArn: string;
  /** The event, a JSON value. */
  readonly payload: unknown;
  /** As `Point.source`: `rule:<name>`, `states:<machine>`, `invoke:user`, … */
  readonly source: string;
  readonly traceHeader?: string | undefined;
}

export interface InvokeResult {
  readonly requestId: string;
  /** What the handler answered, or `{errorType, errorMessage, trace}` with `functionError`. A JSON value. */
  readonly payload: unknown;
  readonly functionError?: 'Unhandled';
}

/** Lambda, as other services reach it. */
export interface Functions {
  /** Waits for the answer. Rejects with `AwsError` (ResourceNotFoundException, TooManyRequestsException). */
  invoke(request: InvokeRequest): Promise<InvokeResult>;
  /** Accepts the event; retries and destinations from there on are Lambda's. Rejects as `invoke` does. */
  invokeAsync(request: InvokeRequest): Promise<void>;
  /** Whether the function exists and its resource policy lets `principal` invoke it on behalf of `sourceArn`. */
  permits(functionArn: string, principal: string, sourceArn: string): boolean;
}

export interface MessageAttribute {
  readonly stringValue?: string | undefined;
  readonly binaryValue?: string | undefined;
  readonly dataType: string;
}

export interface SendRequest {
  readonly queueArn: string;
  readonly body: string;
  readonly messageAttributes?: Readonly<Record<string, MessageAttribute>>;
  readonly traceHeader?: string | undefined;
}

/** A message as received; times in epoch ms as text, as the SQS event for Lambda has them. */
export interface ReceivedMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly md5OfBody: string;
  /** ApproximateReceiveCount, SentTimestamp, SenderId, ApproximateFirstReceiveTimestamp, AWSTraceHeader. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly messageAttributes: Readonly<Record<string, MessageAttribute>>;
}

/** SQS, as other services reach it. Requests are metered by the caller's name. */
export interface Queues {
  /** Rejects with `AwsError` (QueueDoesNotExist). `caller` as in `Caller.name`. */
  send(request: SendRequest, caller: string): Promise<void>;
  /** Whether the queue exists and its policy lets `principal` send on behalf of `sourceArn`. */
  permits(queueArn: string, principal: string, sourceArn: string): boolean;
  /** Takes up to `max` visible messages and hides them for the queue's visibility timeout. */
  receive(queueArn: string, max: number, caller: string): readonly ReceivedMessage[];
  delete(queueArn: string, receiptHandles: readonly string[], caller: string): void;
  /** Calls back whenever a message becomes visible. Answers how to stop. */
  subscribe(queueArn: string, onVisible: () => void): () => void;
  /** Seconds. */
  visibilityTimeout(queueArn: string): number;
}

/** A record of a table's stream, in the shape Lambda hands to a function. */
export interface StreamRecord {
  readonly eventID: string;
  readonly eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  readonly eventVersion: '1.1';
  readonly eventSource: 'aws:dynamodb';
  readonly awsRegion: string;
  readonly eventSourceARN: string;
  /** Set when TTL removed the item. */
  readonly userIdentity?: { readonly type: 'Service'; readonly principalId: 'dynamodb.amazonaws.com' };
  readonly dynamodb: {
    /** Epoch seconds. */
    readonly ApproximateCreationDateTime: number;
    readonly Keys: Readonly<Record<string, unknown>>;
    readonly NewImage?: Readonly<Record<string, unknown>>;
    readonly OldImage?: Readonly<Record<string, unknown>>;
    /** Ascending within the shard; of fixed width, so that text order is number order. */
    readonly SequenceNumber: string;
    readonly SizeBytes: number;
    readonly StreamViewType: 'NEW_AND_OLD_IMAGES' | 'NEW_IMAGE' | 'OLD_IMAGE' | 'KEYS_ONLY';
  };
}

/** DynamoDB Streams, as a mapping reads them. */
export interface Streams {
  shards(streamArn: string): readonly string[];
  /** Records after the sequence number (from the oldest kept when undefined), at most `limit`. */
  read(streamArn: string, shardId: string, after: string | undefined, limit: number): readonly StreamRecord[];
  /** Calls back with the shard's id whenever a record is appended. Answers how to stop. */
  subscribe(streamArn: string, onRecord: (shardId: string) => void): () => void;
}

/** Step Functions, as other services reach it. */
export interface StateMachines {
  /** Rejects with `AwsError` (StateMachineDoesNotExist, ExecutionAlreadyExists). `input` is JSON text. */
  start(request: {
    readonly stateMachineArn: string;
    readonly name?: string;
    readonly input: string;
    readonly traceHeader?: string | undefined;
  }): Promise<{ readonly executionArn: string }>;
}

/** Log groups, as Lambda writes them. */
export interface Logs {
  write(logGroup: string, logStream: string, message: string): void;
}

/** What names a metric: CloudWatch keeps one for each combination of these. */
export interface MetricId {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** CloudWatch's metrics, as services give them. */
export interface Metrics {
  /** Adds a value, `at` a moment in epoch ms; now by default. */
  put(metric: MetricId, value: number, at?: number): void;
  /**
   * Registers what is measured rather than counted, as the depth of a queue. `read` is called at the end of every
   * minute that somebody watches; what it puts belongs to that minute.
   */
  sample(read: () => void): void;
}

export interface PublishRequest {
  readonly topicArn: string;
  readonly subject: string;
  readonly message: string;
  /** The service that publishes, and on behalf of which resource. */
  readonly principal: string;
  readonly sourceArn: string;
}

/** SNS, as other services reach it. */
export interface Topics {
  /** Throws `AwsError` (NotFound, AuthorizationError, KMSAccessDenied). */
  publish(request: PublishRequest): void;
}

/** What the policies of a role make of a request. Source: IAM User Guide, "Policy evaluation logic". */
export type Decision = 'allowed' | 'explicitDeny' | 'implicitDeny';

/** Something that is to be done under a role. */
export interface AccessRequest {
  readonly roleArn: string;
  /** `sqs:SendMessage` */
  readonly action: string;
  /** An ARN; `*` for an action that knows no resource. */
  readonly resource: string;
  /** Values of condition keys that are known of this request: `aws:SourceArn`. */
  readonly context?: Readonly<Record<string, string>>;
}

/** IAM, as other services ask it about the roles they act under. */
export interface Roles {
  /** `implicitDeny` for a role that does not exist. */
  decide(request: AccessRequest): Decision;
  /** Whether the role exists and `service` (`lambda.amazonaws.com`) may assume it. */
  trusts(roleArn: string, service: string, context?: Readonly<Record<string, string>>): boolean;
}

/** S3's objects, as other services read them. */
export interface Objects {
  hasBucket(bucket: string): boolean;
  /** The bytes of an object; `undefined` when there is none, or no such bucket. */
  get(bucket: string, key: string): Uint8Array | undefined;
}

/** The trace that a request is part of. */
export interface TracePlace {
  /** `Root=…;Parent=…;Sampled=…`, to hand on by whoever adds no segment of its own. */
  readonly header: string;
  /** Set only when the trace is sampled: where a segment of it belongs. */
  readonly sampled?: {
    readonly traceId: string;
    /** Id of the segment or subsegment that made the request; undefined at the trace's beginning. */
    readonly parentId: string | undefined;
  };
}

/**
 * A segment, or with `type: 'subsegment'` a subsegment sent by itself. Times in epoch seconds.
 * Source: X-Ray developer guide, "AWS X-Ray segment documents".
 */
export interface SegmentDocument {
  readonly id: string;
  readonly trace_id: string;
  readonly parent_id?: string | undefined;
  readonly name: string;
  readonly start_time: number;
  readonly [field: string]: unknown;
}

/** X-Ray, as the services that trace reach it. */
export interface Traces {
  /**
   * The trace that a request comes with, or a new one. Where its header does not decide, it is sampled by the default
   * rule, counted for `reservoir`; without a reservoir it is not.
   */
  join(header: string | undefined, reservoir: string | undefined): TracePlace;
  /** An id for a segment. */
  newId(): string;
  /** Takes documents as JSON text; one that comes later replaces one of the same id. Uploads are calls of the caller's role. */
  put(documents: readonly string[], caller: Caller): void;
}
