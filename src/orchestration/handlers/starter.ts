import { sfnClient } from '../../platform/aws/sfn.ts';
import { deadLetters } from '../../platform/dead-letters.ts';
import { environment } from '../../platform/environment.ts';
import { streamHandler } from '../../platform/middleware/stream.ts';
import { traced } from '../../platform/tracing.ts';
import { startRun } from '../execution.ts';
import { startRuns } from '../starter.ts';

const deps = {
  startRun: startRun(traced(sfnClient()), environment('STATE_MACHINE_ARN')),
  quarantine: deadLetters(),
};

export const handler = streamHandler((event) => startRuns(event, deps));
