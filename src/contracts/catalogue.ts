import * as chef from './chef.ts';
import type { EventDefinition, EventOf, Service } from './define-event.ts';
import * as inventory from './inventory.ts';
import * as kitchen from './kitchen.ts';
import * as order from './order.ts';
import * as payment from './payment.ts';

/** Every event there is. */
export const definitions = [
  ...Object.values(order),
  ...Object.values(payment),
  ...Object.values(inventory),
  ...Object.values(chef),
  ...Object.values(kitchen),
];

/** The definition of any event in the catalogue. */
export type AnyDefinition = (typeof definitions)[number];

/** An event of the given definitions; without any, one of the whole catalogue. */
export type CloudEvent<Definition extends EventDefinition = AnyDefinition> = EventOf<Definition>;

/** Event type → definition. */
export const catalogue: ReadonlyMap<string, AnyDefinition> = new Map(
  definitions.map((each) => [each.type, each]),
);

/**
 * Field of event data → the services that own it: those in whose events it is defined. `orderId` is everyone's and
 * therefore not listed; a word that several services use for something of their own (`reason`) has several owners.
 */
export const fieldOwners: ReadonlyMap<string, ReadonlySet<Service>> = collectOwners();

function collectOwners(): Map<string, Set<Service>> {
  const owners = new Map<string, Set<Service>>();
  for (const { service, fields } of definitions) {
    for (const field of fields) owners.set(field, (owners.get(field) ?? new Set()).add(service));
  }
  return owners;
}
