import { documentClient } from '../platform/aws/dynamodb.ts';
import { systemClock } from '../platform/clock.ts';
import { environment } from '../platform/environment.ts';
import type { Answer } from './api.ts';
import { dynamoLedger } from './ledger.ts';
import { readRequest } from './read-request.ts';
import { handle } from './sandbox-pay.ts';

const deps = { ledger: dynamoLedger(documentClient(), environment('LEDGER_TABLE')), clock: systemClock };

/** Invoked directly, by whoever has `lambda:InvokeFunction` on it. */
export const handler = async (event: unknown): Promise<Answer> => handle(readRequest(event), deps);
