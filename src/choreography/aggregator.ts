import { type CloudEvent, orderOverdue, parseAs } from '../contracts/index.ts';
import { answer } from '../platform/answer.ts';
import type { Consumer } from '../platform/middleware/consumer.ts';
import { arriving } from '../services/kitchen/decisions.ts';
import { type KitchenDeps, noticeOverdue, recordArrival } from '../services/kitchen/operations.ts';
import { commandFrom } from './command.ts';

const heard = [...arriving, orderOverdue] as const;

type Heard = CloudEvent<(typeof heard)[number]>;

/** By the fact, not by who says it: the same fact with another payload is a conflict, another fact is not. */
const arrivalOf = (type: string): string => type.split('.').slice(-2).join('.');

/**
 * Correlates by orderId what payment, inventory and chef say, in whatever order it comes. It only maps facts onto
 * the kitchen's row; the decision is the kitchen's.
 */
export const aggregator = (deps: KitchenDeps): Consumer<Heard> => ({
  read: parseAs(heard),
  act: (event) =>
    event.type === orderOverdue.type
      ? answer(noticeOverdue(deps), commandFrom(event, 'overdue', event.data))
      : answer(recordArrival(deps), commandFrom(event, arrivalOf(event.type), event)),
});
