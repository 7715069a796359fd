import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';

/** Keeps what no retry can mend, whole and with its reason, where somebody will look. */
export type Quarantine = (reason: string, whole: unknown) => Promise<void>;

/** A reason quotes what it is about, which may be long; body and attributes together have 1 MiB. */
const LONGEST_REASON = 1000;

/**
 * What SQS takes neither in a body nor in an attribute, beside lone surrogates: control characters, U+FFFE, U+FFFF.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
const REFUSED = /[\0-\x08\v\f\x0e-\x1f\ufffe\uffff]/g;

/** JSON has most of them escaped already; escaped, a text is still the same text. */
const escaped = (json: string): string =>
  json.replace(REFUSED, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Into the consumer's own DLQ. The reason is a message attribute, so that the body stays as it came. */
export const quarantineTo =
  (client: SQSClient, queueUrl: string): Quarantine =>
  async (reason, whole) => {
    const StringValue = escaped(reason.slice(0, LONGEST_REASON).toWellFormed());
    await client.send(
      new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: escaped(JSON.stringify(whole) ?? String(whole)),
        MessageAttributes: { reason: { DataType: 'String', StringValue } },
      }),
    );
  };
