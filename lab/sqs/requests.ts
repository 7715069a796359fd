import { AwsError } from '../kernel/aws-error.ts';
import type { MessageAttribute } from '../kernel/ports.ts';
import type { Caller } from '../kernel/service.ts';
import { type MessageAttributes, messageBytes } from './digests.ts';
import type { Draft } from './queue.ts';

/** A message attribute as the API writes it. */
export interface ApiAttribute {
  readonly DataType?: string;
  readonly StringValue?: string;
  readonly BinaryValue?: string;
}

/** What SendMessage and an entry of SendMessageBatch have in common. */
export interface ApiMessage {
  readonly MessageBody?: string;
  readonly DelaySeconds?: number;
  readonly MessageAttributes?: Readonly<Record<string, ApiAttribute>>;
  readonly MessageSystemAttributes?: Readonly<Record<string, ApiAttribute>>;
}

export const invalidParameter = (reason: string): AwsError => new AwsError('InvalidParameterValue', reason);

/** An optional whole number of a request; undefined stays undefined. */
export const optionalInteger = (
  name: string,
  value: number | undefined,
  min: number,
  max: number,
): number | undefined => {
  if (value === undefined || (Number.isInteger(value) && value >= min && value <= max)) return value;
  throw invalidParameter(
    `Value ${value} for parameter ${name} is invalid. Reason: Must be between ${min} and ${max}, if provided.`,
  );
};

/**
 * Characters of a body, and of an attribute's text: XML 1.0's. Source: SendMessage in the SQS API reference; SQS
 * Developer Guide, "Amazon SQS message attributes" (a String value "has the same restrictions on content as the body").
 */
const ALLOWED = /^[\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]*$/u;

const MAX_ATTRIBUTES = 10;

const asGiven = ({ DataType = '', StringValue, BinaryValue }: ApiAttribute): MessageAttribute => ({
  dataType: DataType,
  stringValue: StringValue,
  binaryValue: BinaryValue,
});

const attribute = (name: string, given: ApiAttribute): MessageAttribute => {
  const { DataType = '', StringValue, BinaryValue } = given;
  if (!/^(String|Number|Binary)(\.|$)/.test(DataType)) {
    throw invalidParameter(`The type of message (user) attribute '${name}' is invalid. You must use only the \
following supported type prefixes: Binary, Number, String.`);
  }
  const value = DataType.startsWith('Binary') ? BinaryValue : StringValue;
  if (value === undefined || value === '') {
    throw invalidParameter(`The message (user) attribute '${name}' must contain a non-empty message attribute \
value for message attribute type '${DataType}'.`);
  }
  if (!ALLOWED.test(value)) {
    throw invalidParameter(
      `The message (user) attribute '${name}' has a value with characters outside the allowed set.`,
    );
  }
  return asGiven(given);
};

/** What counts against the size limit of a batch, in which a message may yet be refused. */
export const rawBytes = ({ MessageBody = '', MessageAttributes = {} }: ApiMessage): number => {
  const raw = Object.entries(MessageAttributes).map(([name, value]) => [name, asGiven(value)]);
  return messageBytes(MessageBody, Object.fromEntries(raw));
};

const attributes = (given: ApiMessage['MessageAttributes'] = {}): MessageAttributes => {
  const names = Object.keys(given);
  if (names.length > MAX_ATTRIBUTES) {
    throw invalidParameter(
      `Number of message attributes [${names.length}] exceeds the allowed maximum [10].`,
    );
  }
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, attribute(name, value)]));
};

/** Checks a message to be sent, all but its size. The trace header of the call goes with it, as on AWS. */
export const readMessage = (message: ApiMessage, caller: Caller): Draft & { readonly bytes: number } => {
  const { MessageBody: body } = message;
  if (body === undefined || body === '') {
    throw new AwsError('MissingParameter', 'The request must contain the parameter MessageBody.');
  }
  if (!ALLOWED.test(body)) {
    throw new AwsError('InvalidMessageContents', 'The message contains characters outside the allowed set.');
  }
  optionalInteger('DelaySeconds', message.DelaySeconds, 0, 900);
  const messageAttributes = attributes(message.MessageAttributes);
  const traceHeader = message.MessageSystemAttributes?.AWSTraceHeader?.StringValue ?? caller.traceHeader;
  return { body, messageAttributes, traceHeader, bytes: messageBytes(body, messageAttributes) };
};

export interface BatchEntry {
  readonly Id: string;
}

const MAX_BATCH = 10;

/** Checks what every batch has to keep. `entryType` as the API calls it: `SendMessageBatchRequestEntry`. */
export const checkBatch = (entries: readonly BatchEntry[] | undefined, entryType: string): void => {
  if (entries === undefined || entries.length === 0) {
    throw new AwsError('EmptyBatchRequest', `There should be at least one ${entryType} in the request.`);
  }
  if (entries.length > MAX_BATCH) {
    throw new AwsError(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are ${MAX_BATCH}. You have sent ${entries.length}.`,
    );
  }
  if (entries.some(({ Id }) => !/^[\w-]{1,80}$/.test(Id))) {
    throw new AwsError(
      'InvalidBatchEntryId',
      'A batch entry id can only contain alphanumeric characters, hyphens and underscores. ' +
        'It can be at most 80 letters long.',
    );
  }
  const repeated = entries.find(({ Id }, at) => entries.findIndex((entry) => entry.Id === Id) < at);
  if (repeated !== undefined) {
    throw new AwsError('BatchEntryIdsNotDistinct', `Id ${repeated.Id} repeated.`);
  }
};

/** Answers a batch entry by entry: what fails with an `AwsError` stands under `Failed`. */
export const batchResult = <E extends BatchEntry, R extends object>(
  entries: readonly E[],
  perform: (entry: E) => R,
) => {
  const Successful: (R & BatchEntry)[] = [];
  const Failed: { Id: string; Code: string; Message: string; SenderFault: boolean }[] = [];
  for (const entry of entries) {
    try {
      Successful.push({ Id: entry.Id, ...perform(entry) });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      Failed.push({
        Id: entry.Id,
        Code: error.code,
        Message: error.message,
        SenderFault: error.status < 500,
      });
    }
  }
  return { Successful, ...(Failed.length === 0 ? {} : { Failed }) };
};
