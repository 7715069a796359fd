import {
  type CloudEvent,
  kitchenCompleted,
  orderCancelled,
  orderCompleted,
  orderCreated,
  orderTimeout,
  parseAs,
} from '../contracts/index.ts';
import { answer } from '../platform/answer.ts';
import type { Command } from '../platform/command.ts';
import type { Consumer } from '../platform/middleware/consumer.ts';
import { assignChef, type ChefDeps, freeChef, undoAssignment } from '../services/chef/operations.ts';
import { commandFrom } from './command.ts';

type Heard = CloudEvent<
  | typeof orderCreated
  | typeof kitchenCompleted
  | typeof orderCompleted
  | typeof orderCancelled
  | typeof orderTimeout
>;

/** Two facts mean that the pizza is done, the second only as a nudge: they are one command, with one hash. */
const free = (event: Heard): Command => {
  const command = commandFrom(event, 'free', undefined);
  return { ...command, cause: { ...command.cause, hash: 'free' } };
};

/** Finds a chef for a new order; the chef is free again when the pizza is done or the order is called off. */
export const chefConsumer = (deps: ChefDeps): Consumer<Heard> => ({
  read: parseAs([orderCreated, kitchenCompleted, orderCompleted, orderCancelled, orderTimeout]),
  act: async (event) => {
    switch (event.type) {
      case orderCreated.type:
        return answer(assignChef(deps), commandFrom(event, 'assign', event.data));
      case kitchenCompleted.type:
      case orderCompleted.type:
        return answer(freeChef(deps), free(event));
      case orderCancelled.type:
      case orderTimeout.type:
        return answer(undoAssignment(deps), commandFrom(event, 'undo', event.data));
      default:
        return event satisfies never;
    }
  },
});
