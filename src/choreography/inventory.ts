import {
  type CloudEvent,
  kitchenReady,
  orderCancelled,
  orderCreated,
  orderTimeout,
  parseAs,
} from '../contracts/index.ts';
import { answer } from '../platform/answer.ts';
import type { Consumer } from '../platform/middleware/consumer.ts';
import {
  confirmReservation,
  type InventoryDeps,
  reserveInventory,
  undoReservation,
} from '../services/inventory/operations.ts';
import { commandFrom } from './command.ts';

type Heard = CloudEvent<
  typeof orderCreated | typeof kitchenReady | typeof orderCancelled | typeof orderTimeout
>;

/** Holds ingredients for a new order, keeps them for a ready one, and gives them back when it is called off. */
export const inventoryConsumer = (deps: InventoryDeps): Consumer<Heard> => ({
  read: parseAs([orderCreated, kitchenReady, orderCancelled, orderTimeout]),
  act: async (event) => {
    switch (event.type) {
      case orderCreated.type:
        return answer(reserveInventory(deps), commandFrom(event, 'reserve', event.data));
      case kitchenReady.type:
        await confirmReservation(deps)(commandFrom(event, 'confirm', event.data));
        return undefined;
      case orderCancelled.type:
      case orderTimeout.type:
        return answer(undoReservation(deps), commandFrom(event, 'undo', event.data));
      default:
        return event satisfies never;
    }
  },
});
