import { AwsError } from '../../kernel/aws-error.ts';
import type { Json } from '../definition/source.ts';
import { StateFailure } from '../errors.ts';
import type { Step } from '../step.ts';
import { tracedCall } from '../tracing.ts';
import { checkArguments, type Fields, readArguments } from './arguments.ts';
import type { Integration } from './integration.ts';
import { serviceEvents } from './service-events.ts';
import { type CalledService, serviceFailure } from './service-failure.ts';

/** An operation that a Task may call by `arn:aws:states:::<service>:<operation>`. */
export interface ServiceOperation {
  /** As in `Service.id`. */
  readonly service: string;
  /** As errors name it. */
  readonly title: CalledService;
  readonly operation: string;
  readonly fields: Fields;
  /** The operation's input; the arguments as they are by default. */
  input?(args: Json, step: Step): Json;
  /** The task's result. Default: the output with the metadata of the call. */
  result?(output: Json): unknown;
}

/** Calls an operation through the gate, as the state machine and under its role. */
export const serviceCall = (
  { service, title, operation, fields, input, result }: ServiceOperation,
  resource: string,
  waitsForToken: boolean,
): Integration => ({
  waitsForToken,
  check: (source) => checkArguments(source, fields),
  call: (step, given) => {
    const args = readArguments(step, given, fields);
    const request = input?.(args, step) ?? args;
    return async (onStarted) => {
      const { engine, machine } = step.execution;
      const { name, roleArn } = machine;
      const send = (traceHeader: string | undefined): Promise<unknown> => {
        const trace = traceHeader === undefined ? {} : { traceHeader };
        const caller = { name: `stateMachine:${name}`, roleArn, ...trace };
        return engine.gate.call({ service, operation, input: request, caller });
      };
      onStarted();
      try {
        const output = (await tracedCall(step, { service: title, operation }, send)) as Json;
        return result === undefined ? withMetadata(output, engine.random.uuid()) : result(output);
      } catch (error) {
        throw error instanceof AwsError ? serviceFailure(title, error, engine.random.uuid()) : error;
      }
    };
  },
  events: serviceEvents(service, resource),
});

const withMetadata = (output: Json, requestId: string) => ({
  ...output,
  SdkHttpMetadata: { HttpStatusCode: 200 },
  SdkResponseMetadata: { RequestId: requestId },
});

/** "Send messages to an Amazon SQS queue with Step Functions": a body that is not a text is sent as JSON. */
export const sendMessage: ServiceOperation = {
  service: 'sqs',
  title: 'SQS',
  operation: 'SendMessage',
  fields: {
    known: ['QueueUrl', 'MessageBody', 'DelaySeconds', 'MessageAttributes'],
    required: ['QueueUrl', 'MessageBody'],
  },
  input: ({ MessageBody, ...args }) => ({ ...args, MessageBody: textOf(MessageBody) }),
};

/**
 * "Add EventBridge events with Step Functions": the machine and the execution are added to the resources of each
 * event, and any entry that fails fails the task.
 */
export const putEvents: ServiceOperation = {
  service: 'events',
  title: 'EventBridge',
  operation: 'PutEvents',
  fields: { known: ['Entries'], required: ['Entries'] },
  input: ({ Entries }, { execution }) => ({
    Entries: (Entries as readonly Json[]).map(({ Detail, Resources = [], ...entry }) => ({
      ...entry,
      ...(Detail !== undefined && { Detail: textOf(Detail) }),
      Resources: [...(Resources as readonly unknown[]), execution.machine.arn, execution.arn],
    })),
  }),
  result: (output) => {
    if (output.FailedEntryCount === 0) return output;
    throw new StateFailure('EventBridge.FailedEntry', JSON.stringify(output));
  },
};

const ITEM_FIELDS = ['TableName', 'ReturnConsumedCapacity', 'ExpressionAttributeNames'];

const WRITE_FIELDS = [
  ...['ConditionExpression', 'ExpressionAttributeValues', 'ReturnItemCollectionMetrics', 'ReturnValues'],
  'ReturnValuesOnConditionCheckFailure',
];

const itemOperation = (
  operation: string,
  required: string,
  ...more: readonly string[]
): ServiceOperation => ({
  service: 'dynamodb',
  title: 'DynamoDB',
  operation,
  fields: { known: [...ITEM_FIELDS, required, ...more], required: ['TableName', required] },
});

/** "Perform DynamoDB operations with Step Functions". */
export const itemOperations = {
  getItem: itemOperation('GetItem', 'Key', 'ConsistentRead', 'ProjectionExpression'),
  putItem: itemOperation('PutItem', 'Item', ...WRITE_FIELDS),
  updateItem: itemOperation('UpdateItem', 'Key', 'UpdateExpression', ...WRITE_FIELDS),
  deleteItem: itemOperation('DeleteItem', 'Key', ...WRITE_FIELDS),
} as const;

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
