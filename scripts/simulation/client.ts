import {
  ConditionalCheckFailedException,
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import {
  BatchGetCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import type { Item } from '../../lab/dynamodb/attribute-value.ts';
import { AwsError } from '../../lab/kernel/aws-error.ts';
import type { ProgramScope } from '../../lab/lambda/runtime/program.ts';
import { fromItem, toItem } from './document.ts';

// biome-ignore lint/suspicious/noExplicitAny: each command has an input and an output of its own.
type Json = any;

/** How a command of the SDK is called, and its output read. */
interface Codec {
  readonly service: string;
  readonly operation: string;
  readonly encode: (input: Json, scope: ProgramScope) => unknown;
  readonly decode: (output: Json) => unknown;
}

const same = (value: Json): Json => value;

/** The members of a request that are documents. */
const DOCUMENTS: ReadonlySet<string> = new Set([
  'Item',
  'Key',
  'ExpressionAttributeValues',
  'ExclusiveStartKey',
]);

const documents = (input: Json): Record<string, unknown> => {
  const encoded: Record<string, unknown> = {};
  for (const name in input) {
    const value = input[name];
    encoded[name] = value !== undefined && DOCUMENTS.has(name) ? toItem(value) : value;
  }
  return encoded;
};

const members = (values: Json, map: (value: Json) => unknown): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values ?? {}).map(([name, value]) => [name, map(value)]));

const codecs = new Map<unknown, Codec>([
  [
    GetCommand,
    {
      service: 'dynamodb',
      operation: 'GetItem',
      encode: documents,
      decode: ({ Item }) => ({ Item: Item && fromItem(Item) }),
    },
  ],
  [PutCommand, { service: 'dynamodb', operation: 'PutItem', encode: documents, decode: same }],
  [
    QueryCommand,
    {
      service: 'dynamodb',
      operation: 'Query',
      encode: documents,
      decode: ({ Items = [], LastEvaluatedKey: last }) => ({
        Items: Items.map(fromItem),
        LastEvaluatedKey: last && fromItem(last),
      }),
    },
  ],
  [
    BatchGetCommand,
    {
      service: 'dynamodb',
      operation: 'BatchGetItem',
      encode: ({ RequestItems }) => ({
        RequestItems: members(RequestItems, ({ Keys, ...rest }) => ({ ...rest, Keys: Keys.map(toItem) })),
      }),
      decode: ({ Responses, UnprocessedKeys }) => ({
        Responses: members(Responses, (items: Item[]) => items.map(fromItem)),
        UnprocessedKeys,
      }),
    },
  ],
  [
    TransactWriteCommand,
    {
      service: 'dynamodb',
      operation: 'TransactWriteItems',
      // The SDK draws the token once for a command, whatever it has to repeat.
      encode: ({ TransactItems }, { random }) => ({
        TransactItems: TransactItems.map((item: Json) => members(item, documents)),
        ClientRequestToken: random.uuid(),
      }),
      decode: same,
    },
  ],
  [
    PutEventsCommand,
    {
      service: 'events',
      operation: 'PutEvents',
      encode: ({ Entries }) => ({
        Entries: Entries.map(({ Time, ...entry }: Json) => ({ ...entry, Time: Time.getTime() / 1000 })),
      }),
      decode: same,
    },
  ],
  [SendMessageCommand, { service: 'sqs', operation: 'SendMessage', encode: same, decode: same }],
  [StartExecutionCommand, { service: 'states', operation: 'StartExecution', encode: same, decode: same }],
  [
    DescribeExecutionCommand,
    { service: 'states', operation: 'DescribeExecution', encode: same, decode: same },
  ],
  [
    InvokeCommand,
    {
      service: 'lambda',
      operation: 'Invoke',
      encode: same,
      decode: ({ Payload, ...output }) => ({ ...output, Payload: { transformToString: () => Payload } }),
    },
  ],
]);

type Exception = new (options: Json) => Error;

const exceptions: Readonly<Record<string, Exception>> = {
  ConditionalCheckFailedException,
  TransactionCanceledException,
  TransactionConflictException,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
};

/** The service's error as the SDK throws it. */
const thrown = ({ code, message, status, members: more }: AwsError): Error => {
  const $metadata = { httpStatusCode: status };
  const Known = exceptions[code];
  if (Known !== undefined) return new Known({ message, $metadata, ...more });
  return Object.assign(new Error(message), { name: code, $metadata, ...more });
};

/** Source: `service-error-classification` of @smithy/core. */
const THROTTLING: ReadonlySet<string> = new Set([
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ThrottlingException',
  'TooManyRequestsException',
  'TransactionInProgressException',
]);
const TRANSIENT_STATUS: ReadonlySet<number> = new Set([500, 502, 503, 504]);

/** Attempts and delays in ms. Source: StandardRetryStrategy of @smithy/core; DynamoDB's client has its own. */
const RETRIES = {
  dynamodb: { attempts: 4, base: 25 },
  other: { attempts: 3, base: 50 },
  throttling: 1_000,
  longest: 20_000,
} as const;

/** How long to wait before the next attempt, at most; undefined when the SDK makes none. */
const longestDelay = (
  { code, status }: AwsError,
  { attempts, base }: { readonly attempts: number; readonly base: number },
  attempt: number,
): number | undefined => {
  if (attempt >= attempts) return undefined;
  const isThrottling = status === 429 || THROTTLING.has(code);
  if (!isThrottling && !TRANSIENT_STATUS.has(status)) return undefined;
  return Math.min(RETRIES.longest, (isThrottling ? RETRIES.throttling : base) * 2 ** (attempt - 1));
};

/** Answers the commands of the SDK's clients that the functions send. */
export interface SimulatedClient {
  readonly send: (command: { readonly input: object }) => Promise<Json>;
}

/**
 * What a program has in place of the SDK's clients: commands go straight to the gate, errors come back as the SDK's
 * exceptions, and what the SDK repeats is repeated, on the environment's time.
 */
export const simulatedClient = (scope: ProgramScope): SimulatedClient => ({
  send: async (command) => {
    const codec = codecs.get(command.constructor);
    if (codec === undefined) throw new Error(`the simulation has no ${command.constructor.name}`);
    const { service, operation, encode, decode } = codec;
    const call = { service, operation, input: encode(command.input, scope) };
    const policy = service === 'dynamodb' ? RETRIES.dynamodb : RETRIES.other;
    for (let attempt = 1; ; attempt++) {
      try {
        return decode(await scope.call(call));
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        const atMost = longestDelay(error, policy, attempt);
        if (atMost === undefined) throw thrown(error);
        await scope.pause(Math.floor(scope.random.next() * atMost));
      }
    }
  },
});
