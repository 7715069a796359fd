import { sqsClient } from './aws/sqs.ts';
import { environment } from './environment.ts';
import { type Quarantine, quarantineTo } from './middleware/quarantine.ts';
import { traced } from './tracing.ts';

/** The quarantine of this function: its own DLQ. */
export const deadLetters = (): Quarantine => quarantineTo(traced(sqsClient()), environment('DLQ_URL'));
