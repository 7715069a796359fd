import '../fakes/runtime.ts';
import { describe, expect, it } from '@jest/globals';
import type { CloudEvent } from '../../../src/contracts/index.ts';
import { read, shortNames } from '../../contracts/samples.ts';
import { listeners, subscriptions } from '../choreography/bus.ts';
import { type Pizzeria, pizzeria } from '../fakes/pizzeria.ts';
import { functions } from '../orchestration/machine.ts';

const ORDER_ID = '12345';
const sample = (name: string) => read(name) as unknown as CloudEvent;
/** As the reconciler has it said again. */
const again = (name: string) => ({ ...sample(name), attempt: 2 }) as CloudEvent;

type Service = keyof ReturnType<Pizzeria['outcome']>;

/** Event heard → function → where the service's row stands then; what has to be heard before it. */
const heard: readonly (readonly [string, string, Service, string, readonly string[]])[] = [
  ['order.created', 'payment', 'payment', 'COMPLETED', []],
  ['order.created', 'inventory', 'reservation', 'HELD', []],
  ['order.created', 'chef', 'assignment', 'ASSIGNED', []],
  ['order.cancelled', 'payment', 'payment', 'REFUNDED', ['order.created']],
  ['order.cancelled', 'payment', 'payment', 'VOIDED', []],
  ['order.cancelled', 'inventory', 'reservation', 'RELEASED', ['order.created']],
  ['order.cancelled', 'chef', 'assignment', 'RELEASED', ['order.created']],
  ['order.timeout', 'payment', 'payment', 'REFUNDED', ['order.created']],
  ['order.timeout', 'inventory', 'reservation', 'RELEASED', ['order.created']],
  ['order.timeout', 'chef', 'assignment', 'RELEASED', ['order.created']],
  ['kitchen.ready', 'inventory', 'reservation', 'CONFIRMED', ['order.created']],
  ['kitchen.completed', 'chef', 'assignment', 'RELEASED', ['order.created']],
  ['kitchen.completed', 'order', 'order', 'completed', []],
  ['kitchen.rejected', 'order', 'order', 'cancelled', []],
];

/** These mean something to the choreography alone: under orchestration the state machine waits for the answers. */
const correlated: readonly (readonly [string, string, Service, string])[] = [
  ['payment.completed', 'aggregator', 'kitchen', 'waiting'],
  ['payment.failed', 'aggregator', 'kitchen', 'rejected'],
  ['inventory.reserved', 'aggregator', 'kitchen', 'waiting'],
  ['inventory.unavailable', 'aggregator', 'kitchen', 'rejected'],
  ['chef.assigned', 'aggregator', 'kitchen', 'waiting'],
  ['chef.unavailable', 'aggregator', 'kitchen', 'rejected'],
  ['order.overdue', 'aggregator', 'kitchen', 'rejected'],
];

describe('the samples of events/, under choreography', () => {
  it.each(heard)('%s, heard by %s: %s is %s', async (name, listener, service, status, before) => {
    const shop = await pizzeria();
    await shop.place(ORDER_ID);
    const { [listener]: consumer } = listeners(shop);
    for (const each of before) await consumer?.hear(sample(each));
    await consumer?.hear(sample(name));
    expect(shop.outcome()[service]).toBe(status);
  });

  it.each(correlated)('%s, heard by %s: %s is %s', async (name, listener, service, status) => {
    const shop = await pizzeria();
    await listeners(shop)[listener]?.hear(sample(name));
    expect(shop.outcome()[service]).toBe(status);
  });

  it('all three make the kitchen ready, and ready makes it prepare', async () => {
    const shop = await pizzeria();
    // Before the sample's hold runs out, as it was recorded.
    const { aggregator, kitchen } = listeners(shop);
    for (const name of ['payment.completed', 'inventory.reserved', 'chef.assigned'])
      await aggregator?.hear(sample(name));
    expect(shop.outcome().kitchen).toBe('ready');
    const answer = await kitchen?.hear(sample('kitchen.ready'));
    expect(answer?.type).toBe('com.pizzaco.kitchen.completed');
  });

  it.each([['payment.refunded'], ['payment.voided']])(
    '%s and the two others close a cancelled order',
    async (paid) => {
      const shop = await pizzeria();
      await shop.place(ORDER_ID);
      const { order } = listeners(shop);
      for (const name of ['kitchen.rejected', paid, 'inventory.released', 'chef.released']) {
        expect(shop.outcome().open).toBe(true);
        await order?.hear(sample(name));
      }
      expect(shop.outcome()).toMatchObject({ order: 'cancelled', open: false });
    },
  );

  it('whoever is subscribed to an event can read it, and nobody else is asked to', async () => {
    const heardBy = await subscriptions();
    const consumers = listeners(await pizzeria());
    for (const name of shortNames) {
      const event = again(name);
      const readers = Object.keys(consumers).filter((each) => {
        try {
          consumers[each]?.read(event);
          return true;
        } catch {
          return false;
        }
      });
      expect({ name, by: [...heardBy(event)].toSorted() }).toEqual({ name, by: readers.toSorted() });
    }
  });

  it('order.completed is heard as a nudge alone', async () => {
    const heardBy = await subscriptions();
    expect(heardBy(sample('order.completed'))).toEqual([]);
    expect(heardBy(again('order.completed'))).toEqual(['chef']);
  });
});

describe('the samples of events/, under orchestration', () => {
  it.each(heard)('%s, sent to %s: %s is %s', async (name, target, service, status, before) => {
    const shop = await pizzeria();
    await shop.place(ORDER_ID);
    const invoke = functions(shop)[target as keyof ReturnType<typeof functions>];
    for (const each of before) await invoke(sample(each));
    await invoke(sample(name));
    expect(shop.outcome()[service]).toBe(status);
  });
});

describe('both patterns', () => {
  it('answer the same facts to the same events', async () => {
    for (const [name, target, , , before] of heard) {
      const [one, other] = [await pizzeria(), await pizzeria()];
      await one.place(ORDER_ID);
      await other.place(ORDER_ID);
      const consumer = listeners(one)[target];
      const invoke = functions(other)[target as keyof ReturnType<typeof functions>];
      for (const each of before) {
        await consumer?.hear(sample(each));
        await invoke(sample(each));
      }
      const said = (await consumer?.hear(sample(name))) ?? null;
      const answered = (await invoke(sample(name))) as CloudEvent | null;
      expect(answered?.type).toBe(said?.type);
      expect(answered?.id).toBe(said?.id);
      expect(answered?.data).toEqual(said?.data);
    }
  });
});
