import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { EventBridgeEvent } from 'aws-lambda';

const [states, sqs] = [new SFNClient({}), new SQSClient({})];

interface Loan {
  readonly book: string;
  readonly reader: string;
  readonly dueAt: string;
}

/** Watches the loan, and has a letter written to the reader. */
export const handler = async ({ detail }: EventBridgeEvent<'book.lent', Loan>): Promise<void> => {
  const input = JSON.stringify(detail);
  await states.send(
    new StartExecutionCommand({ stateMachineArn: process.env.LOAN_PERIOD, name: detail.book, input }),
  );
  await sqs.send(new SendMessageCommand({ QueueUrl: process.env.LETTERS, MessageBody: input }));
};
