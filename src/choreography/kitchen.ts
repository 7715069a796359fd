import { type CloudEvent, kitchenReady, parseAs } from '../contracts/index.ts';
import { answer } from '../platform/answer.ts';
import type { Consumer } from '../platform/middleware/consumer.ts';
import { type KitchenDeps, prepare } from '../services/kitchen/operations.ts';
import { commandFrom } from './command.ts';

/** Makes the pizza once all is there. */
export const kitchenConsumer = (deps: KitchenDeps): Consumer<CloudEvent<typeof kitchenReady>> => ({
  read: parseAs([kitchenReady]),
  act: (event) => answer(prepare(deps), commandFrom(event, 'prepare', event.data)),
});
