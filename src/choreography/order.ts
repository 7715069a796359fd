import {
  type CloudEvent,
  chefReleased,
  inventoryReleased,
  kitchenCompleted,
  kitchenRejected,
  parseAs,
  paymentRefunded,
  paymentVoided,
} from '../contracts/index.ts';
import { answer } from '../platform/answer.ts';
import type { Consumer } from '../platform/middleware/consumer.ts';
import { settledBy, type Undoer } from '../services/order/decisions.ts';
import { callOffOrder, completeOrder, type OrderDeps, settleOrder } from '../services/order/operations.ts';
import { commandFrom } from './command.ts';

type Heard = CloudEvent<
  | typeof kitchenCompleted
  | typeof kitchenRejected
  | typeof paymentRefunded
  | typeof paymentVoided
  | typeof inventoryReleased
  | typeof chefReleased
>;

/** Follows the kitchen's verdict, and closes the order when everybody is done with it. */
export const orderConsumer = (deps: OrderDeps): Consumer<Heard> => {
  const settled = async (event: Heard, who: Undoer): Promise<undefined> => {
    await settleOrder(deps)(commandFrom(event, settledBy(who), [who]));
  };
  return {
    read: parseAs([
      kitchenCompleted,
      kitchenRejected,
      paymentRefunded,
      paymentVoided,
      inventoryReleased,
      chefReleased,
    ]),
    act: async (event) => {
      switch (event.type) {
        case kitchenCompleted.type:
          return answer(completeOrder(deps), commandFrom(event, 'complete', { freed: false }));
        case kitchenRejected.type:
          return answer(callOffOrder(deps), commandFrom(event, 'call-off', event.data));
        case paymentRefunded.type:
        case paymentVoided.type:
          return settled(event, 'payment');
        case inventoryReleased.type:
          return settled(event, 'inventory');
        case chefReleased.type:
          return settled(event, 'chef');
        default:
          return event satisfies never;
      }
    },
  };
};
