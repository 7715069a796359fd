import { loadPackage } from '../../../lab/template/load.ts';
import { specialists } from '../../../src/services/chef/specialists.ts';
import type { Pattern } from '../../comparison/minimum.ts';
import { createWorld, type World } from '../../comparison/world.ts';
import type { Benchmark } from '../benchmark.ts';
import { ratePerSecond } from '../measure.ts';
import { packages } from '../packages.ts';

const ORDERS = 200;
const ARRIVAL_MS = 50;
/** A run takes seconds; the first one creates most of the environments. */
const RUNS = { warmUps: 1, measured: 3 };

const pizzas = Object.keys(specialists);

/** Orders arriving one after the other until the last one is at rest. */
const placeOrders = async (world: World, first: number): Promise<void> => {
  const { clock } = world.lab.kernel;
  const orders = Array.from({ length: ORDERS }, async (_, index) => {
    const n = first + index;
    await clock.sleep(index * ARRIVAL_MS);
    const pizzaType = pizzas[n % pizzas.length] ?? '';
    return world.place({ customerId: 'cust-789', pizzaType, size: 'medium', toppings: [] }, n);
  });
  await world.settle(Promise.all(orders));
  await clock.run();
};

/** Failing orders would be fast ones. */
const assertCompleted = async ({ scan, tables }: World): Promise<void> => {
  const orders = await scan<{ status: string }>(tables.order);
  const others = orders.filter(({ status }) => status !== 'completed').length;
  if (others > 0) throw new Error(`${others} of ${orders.length} orders are not completed`);
};

const measure = async (pattern: Pattern): Promise<number> => {
  const world = await createWorld(loadPackage((await packages())[pattern]), { seed: 1 });
  let placed = 0;
  const rate = await ratePerSecond(
    ORDERS,
    async () => {
      await placeOrders(world, placed);
      placed += ORDERS;
    },
    RUNS,
  );
  await assertCompleted(world);
  return rate;
};

export const throughput = (pattern: Pattern): Benchmark => ({
  name: `throughput-${pattern}`,
  title: `Lab throughput, ${pattern}: orders`,
  unit: '/s',
  budget: 50,
  better: 'more',
  how: `the deployed bundles in virtual time, ${ORDERS} orders ${ARRIVAL_MS} ms apart, environments warm`,
  measure: async () => ({ value: await measure(pattern) }),
});
