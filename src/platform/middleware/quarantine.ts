import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';

/** Keeps what no retry can mend, whole and with its reason, where somebody will look. */
export type Quarantine = (reason: string, whole: unknown) => Promise<void>;

/** Into the consumer's own DLQ. The reason is a message attribute, so that the body stays as it came. */
export const quarantineTo =
  (client: SQSClient, queueUrl: string): Quarantine =>
  async (reason, whole) => {
    await client.send(
      new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: JSON.stringify(whole) ?? String(whole),
        MessageAttributes: { reason: { DataType: 'String', StringValue: reason } },
      }),
    );
  };
