import { join } from 'node:path';
import { compilePattern } from '../../../lab/eventbridge/pattern/pattern.ts';
import { aggregator } from '../../../src/choreography/aggregator.ts';
import { chefConsumer } from '../../../src/choreography/chef.ts';
import { inventoryConsumer } from '../../../src/choreography/inventory.ts';
import { kitchenConsumer } from '../../../src/choreography/kitchen.ts';
import { orderConsumer } from '../../../src/choreography/order.ts';
import { paymentConsumer } from '../../../src/choreography/payment.ts';
import type { CloudEvent } from '../../../src/contracts/index.ts';
import type { Pizzeria } from '../fakes/pizzeria.ts';

/** Reads what a rule delivers, and acts on it. */
export interface Listener {
  readonly read: (content: unknown) => CloudEvent;
  readonly hear: (content: unknown) => Promise<CloudEvent | undefined>;
}

const listener = <Event extends CloudEvent>(consumer: {
  readonly read: (content: unknown) => Event;
  readonly act: (event: Event) => Promise<CloudEvent | undefined>;
}): Listener => ({ read: consumer.read, hear: async (content) => consumer.act(consumer.read(content)) });

/** Every consumer of the choreography over one pizzeria, by its function's name. */
export const listeners = ({ deps }: Pick<Pizzeria, 'deps'>): Readonly<Record<string, Listener>> => ({
  payment: listener(paymentConsumer(deps.payment)),
  inventory: listener(inventoryConsumer(deps.inventory)),
  chef: listener(chefConsumer(deps.chef)),
  aggregator: listener(aggregator(deps.kitchen)),
  kitchen: listener(kitchenConsumer(deps.kitchen)),
  order: listener(orderConsumer(deps.order)),
});

interface Wiring {
  readonly functions: Readonly<
    Record<string, { readonly events?: readonly { readonly eventBridge?: { readonly pattern: object } }[] }>
  >;
}

/** By the rules that are deployed: the functions that hear an event. */
export const subscriptions = async (): Promise<(event: CloudEvent) => readonly string[]> => {
  const { default: wire } = await import(join(process.cwd(), 'src', 'choreography', 'wiring.cjs'));
  const { functions }: Wiring = await wire({ resolveVariable: async () => 30 });
  const rules = Object.entries(functions).flatMap(([name, { events = [] }]) =>
    events.flatMap(({ eventBridge }) =>
      eventBridge === undefined ? [] : [{ name, matches: compilePattern(eventBridge.pattern) }],
    ),
  );
  return (event) => {
    const delivered = { source: event.source, 'detail-type': event.type, detail: event };
    return rules.flatMap(({ name, matches }) => (matches(delivered) ? [name] : []));
  };
};
