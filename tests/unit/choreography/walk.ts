import type { CloudEvent } from '../../../src/contracts/index.ts';
import { MINUTE } from '../../../src/platform/clock.ts';
import { lookAgain } from '../../../src/services/order/operations.ts';
import type { Pizzeria } from '../fakes/pizzeria.ts';
import { listeners } from './bus.ts';

/** Chooses one of so many, from 0. */
export type Chance = (below: number) => number;

/** What may happen to a delivery. */
export type Fate = 'delivered' | 'duplicated' | 'lost';

/** How the bus and the clock behave. */
export interface Weather {
  /** Which of the pending deliveries comes next. */
  readonly next: Chance;
  readonly fate: () => Fate;
  /** Milliseconds that pass before a delivery. */
  readonly delay: () => number;
}

/** The first to come is the first to be heard, and no time passes. */
export const calm: Weather = { next: () => 0, fate: () => 'delivered', delay: () => 0 };

const TRANSIENT = new Set(['NotYetVisible', 'TooContended', 'ChargePending', 'ProviderUnavailable']);
const MOST_STEPS = 2_000;

/**
 * One order, from its creation until nobody waits for it any more: whatever a service says is heard by whom the
 * rules name, what fails for a while is delivered again, and the reconciler looks when it is time.
 */
export const walk = async (
  pizzeria: Pizzeria,
  heardBy: (event: CloudEvent) => readonly string[],
  { next, fate, delay }: Weather = calm,
): Promise<void> => {
  const { world, deps, said } = pizzeria;
  const functions = listeners(pizzeria);
  const pending: { readonly name: string; readonly event: CloudEvent }[] = [];
  let published = 0;

  const publish = (): void => {
    for (const event of said.slice(published))
      pending.push(...heardBy(event).map((name) => ({ name, event })));
    published = said.length;
  };
  const reconcile = async (): Promise<void> => {
    const row = pizzeria.order();
    if ((row?.lookAgainAt ?? Number.POSITIVE_INFINITY) <= world.now && row !== undefined)
      await lookAgain(deps.order)(row, 'nudge');
  };
  const deliver = async (): Promise<void> => {
    const at = next(pending.length);
    const [delivery] = pending.slice(at);
    const what = fate();
    if (delivery === undefined) return;
    if (what !== 'duplicated') pending.splice(at, 1);
    if (what === 'lost') return;
    try {
      await functions[delivery.name]?.hear(JSON.parse(JSON.stringify(delivery.event)));
    } catch (error) {
      if (!(error instanceof Error) || !TRANSIENT.has(error.name)) throw error;
      // The retry queue: a minute later again.
      world.now += MINUTE;
      if (what !== 'duplicated') pending.push(delivery);
    }
  };

  await pizzeria.place();
  for (let step = 0; step < MOST_STEPS; step++) {
    publish();
    if (pending.length === 0) {
      const lookAgainAt = pizzeria.order()?.lookAgainAt;
      if (lookAgainAt === undefined) return;
      world.now = Math.max(world.now, lookAgainAt);
    } else {
      world.now += delay();
      await deliver();
    }
    await reconcile();
  }
  throw new Error(`the order is still not at rest after ${MOST_STEPS} steps`);
};
