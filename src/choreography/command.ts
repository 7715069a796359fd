import type { CloudEvent } from '../contracts/index.ts';
import type { Command } from '../platform/command.ts';
import { causeOf } from '../platform/middleware/consumer.ts';

/** The command that hearing an event means to a service. */
export const commandFrom = <Event extends CloudEvent, Data>(
  event: Event,
  name: string,
  data: Data,
): Command<Data> => ({
  name,
  orderId: event.subject,
  data,
  cause: causeOf(event),
});
