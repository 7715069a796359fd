import { documentClient } from './aws/dynamodb.ts';
import type { ChangeDeps } from './change.ts';
import { systemClock } from './clock.ts';
import type { Row } from './row.ts';
import { dynamoRows } from './rows.ts';
import { traced, traceHeader } from './tracing.ts';

const client = traced(documentClient());

/** The function's one DynamoDB client, traced. */
export const database = client;

/** What `change` needs on AWS, over one table. */
export const changeDeps = <R extends Row>(tableName: string): ChangeDeps<R> => ({
  rows: dynamoRows<R>(client, tableName),
  clock: systemClock,
  pause: (atMostMs) => new Promise((resolve) => setTimeout(resolve, Math.random() * atMostMs)),
  trace: traceHeader,
});
