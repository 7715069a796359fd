import { documentClient } from '../platform/aws.ts';
import { systemClock } from '../platform/clock.ts';
import { environment } from '../platform/environment.ts';
import type { Answer, Request } from './api.ts';
import { dynamoLedger } from './ledger.ts';
import { handle } from './sandbox-pay.ts';

const deps = { ledger: dynamoLedger(documentClient(), environment('LEDGER_TABLE')), clock: systemClock };

/** Invoked directly, by whoever has `lambda:InvokeFunction` on it. */
export const handler = (event: Request): Promise<Answer> => handle(event, deps);
