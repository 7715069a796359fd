import { eventBridgeClient } from '../aws/eventbridge.ts';
import { deadLetters } from '../dead-letters.ts';
import { environment } from '../environment.ts';
import { streamHandler } from '../middleware/stream.ts';
import { publishTo, relay } from '../relay.ts';
import { traced } from '../tracing.ts';

const deps = {
  publish: publishTo(traced(eventBridgeClient()), environment('BUS_NAME')),
  quarantine: deadLetters(),
};

export const handler = streamHandler((event) => relay(event, deps));
