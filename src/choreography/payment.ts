import { type CloudEvent, orderCancelled, orderCreated, orderTimeout, parseAs } from '../contracts/index.ts';
import { answer } from '../platform/answer.ts';
import type { Consumer } from '../platform/middleware/consumer.ts';
import { chargePayment, type PaymentDeps, undoPayment } from '../services/payment/operations.ts';
import { commandFrom } from './command.ts';

type Heard = CloudEvent<typeof orderCreated | typeof orderCancelled | typeof orderTimeout>;

/** Charges on a new order, and gives the money back when it is called off. */
export const paymentConsumer = (deps: PaymentDeps): Consumer<Heard> => ({
  read: parseAs([orderCreated, orderCancelled, orderTimeout]),
  act: async (event) => {
    switch (event.type) {
      case orderCreated.type:
        return answer(chargePayment(deps), commandFrom(event, 'charge', event.data));
      case orderCancelled.type:
      case orderTimeout.type:
        return answer(undoPayment(deps), commandFrom(event, 'undo', event.data));
      default:
        return event satisfies never;
    }
  },
});
