import type { Observer } from '../../lab/kernel/point.ts';
import type { Unit, Usage } from '../../lab/meter/meter.ts';
import type { Package } from '../../lab/template/load.ts';
import { needsOf } from '../../src/services/inventory/bill-of-materials.ts';
import { recipes } from '../../src/services/inventory/recipes.ts';
import { type Accounts, takeAccounts } from './accounts.ts';
import { minimumPerMillion, type Path, type Pattern } from './minimum.ts';
import { costPerMillion, type Units } from './prices.ts';
import { type Intrusion, partFor, type Scenario, scriptFor } from './scenario.ts';
import { createWorld, type DeadLetter, type World } from './world.ts';

/** One scenario under one pattern. */
export interface Run {
  /** `cancelled:40 completed:10` */
  readonly outcome: string;
  readonly accounts: Accounts;
  /** For all orders together, standing cost apart. */
  readonly units: Units;
  /** What the schedule cost meanwhile, whoever orders or not. */
  readonly standing: Units;
  readonly orders: number;
  /** USD per million orders. */
  readonly costPerMillion: number;
  /** The same for the derived minimum of this shape (docs/cost.md), if every order went as the scenario says. */
  readonly minimumPerMillion: number | undefined;
  /** From the first order placed until the last is at rest, virtual. */
  readonly seconds: number;
  /** Invocations that failed and were, or are to be, tried again. */
  readonly failures: number;
  /** What lies in dead-letter queues, whole. */
  readonly quarantined: readonly DeadLetter[];
}

export interface RunOptions {
  readonly pattern: Pattern;
  /** How many orders instead of the scenario's own. */
  readonly orders?: number | undefined;
  readonly seed: number;
  readonly observer?: Observer;
  /** Ends the run before it is at rest, as soon as this holds. */
  readonly until?: (world: World) => boolean;
}

/** No order should take longer, whatever happens to it. */
const LIMIT_MS = 6 * 60 * 60 * 1000;
const STEP_MS = 60_000;

/** Runs a scenario in a fresh world until it is at rest. @throws Error when it does not come to rest */
export const runScenario = async (pkg: Package, scenario: Scenario, options: RunOptions): Promise<Run> => {
  const { stock, environment } = scenario.given;
  const world = await createWorld(pkg, { seed: options.seed, stock, environment });
  if (options.observer) world.lab.kernel.observe(options.observer);
  const failures = countFailures(world);
  world.install(scriptFor(scenario, options.pattern));
  const { count, ...pizza } = scenario.orders;
  const orders = options.orders ?? count;
  const startedAt = world.lab.kernel.clock.now();
  const placed = await world.settle(
    Promise.all(Array.from({ length: orders }, (_, n) => world.place(pizza, n + 1))),
  );
  for (const each of partFor(scenario.intrusions ?? [], options.pattern))
    intrude(world, each, placed[0] ?? '');
  const restedAt = await rest(world, startedAt + LIMIT_MS, () => options.until?.(world) ?? false);
  const usage = world.lab.meter.read();
  const accounts = await takeAccounts(world, stock);
  const units = sumUnits(usage.filter((each) => !isStanding(world, each) && isBilled(each)));
  const outcome = outcomeOf(accounts.statuses);
  return {
    outcome,
    accounts,
    units,
    standing: sumUnits(usage.filter((each) => isStanding(world, each) && isBilled(each))),
    orders,
    costPerMillion: costPerMillion(units) / orders,
    minimumPerMillion: wentAsSaid(scenario, { orders, outcome, accounts })
      ? scenarioMinimum(scenario, options.pattern)
      : undefined,
    seconds: Math.round(restedAt - startedAt) / 1000,
    failures: failures(),
    quarantined: world.deadLetters(),
  };
};

/** Until no order is open and nothing but schedules is pending, or `isOver`. Answers when that was, epoch ms. */
const rest = async (world: World, limit: number, isOver: () => boolean): Promise<number> => {
  const { clock } = world.lab.kernel;
  for (;;) {
    await clock.run(() => isOver() || clock.pending() === 0);
    const restedAt = clock.now();
    if (isOver() || !(await hasOpenOrders(world))) return restedAt;
    if (clock.now() > limit) throw new Error('an order is still open after six hours');
    const next = clock.now() + STEP_MS;
    await clock.run(() => isOver() || clock.now() >= next);
  }
};

const hasOpenOrders = async (world: World): Promise<boolean> => {
  const orders = await world.scan<{ openShard?: string }>(world.tables.order);
  return orders.some(({ openShard }) => openShard !== undefined);
};

/** The test's own look at the tables is not the order's. */
const isBilled = ({ caller, unit }: Usage): boolean => caller !== 'user' || unit === 'http.requests';

const isStanding = ({ prefix }: World, { caller }: Usage): boolean =>
  caller === `function:${prefix}reconciler`;

const sumUnits = (usage: readonly Usage[]): Units => {
  const units: Partial<Record<Unit, number>> = {};
  for (const { unit, quantity } of usage) units[unit] = (units[unit] ?? 0) + quantity;
  return units;
};

const outcomeOf = (statuses: Readonly<Record<string, number>>): string =>
  Object.keys(statuses)
    .sort()
    .map((status) => `${status}:${statuses[status]}`)
    .join(' ');

/**
 * Whether every order went as the scenario says. Where another number of orders was placed than its own they have to
 * have gone alike: all to the same end, each kind of undo done for all of them or for none.
 */
export const wentAsSaid = (
  scenario: Pick<Scenario, 'outcome' | 'paths' | 'orders'>,
  { orders, outcome, accounts: { undone } }: Pick<Run, 'orders' | 'outcome' | 'accounts'>,
): boolean => {
  if (orders === scenario.orders.count) return outcome === scenario.outcome;
  const [status] = scenario.outcome.split(':');
  const isAlike = Object.values(undone).every((times) => times === 0 || times === orders);
  return Object.keys(scenario.paths).length === 1 && outcome === `${status}:${orders}` && isAlike;
};

/** The mean of the scenario's paths, in USD per million orders. */
const scenarioMinimum = ({ paths, orders }: Scenario, pattern: Pattern): number => {
  const needs = needsOf(recipes, orders);
  if (needs.kind === 'unknown') throw new Error(`no recipe for ${needs.names.join(', ')}`);
  const ingredients = needs.needs.length;
  const weighted = Object.entries(paths) as [Path, number][];
  const count = weighted.reduce((total, [, share]) => total + share, 0);
  const cost = weighted.reduce(
    (total, [path, share]) => total + share * minimumPerMillion(pattern, path, { ingredients }),
    0,
  );
  return cost / count;
};

const countFailures = (world: World): (() => number) => {
  let failures = 0;
  world.lab.kernel.observe((point) => {
    if (point.kind === 'outcome' && point.target === 'failed') failures++;
  });
  return () => failures;
};

/** Lets an intruder in, at its moment, with its placeholders filled. */
const intrude = (world: World, { atSecond, ...what }: Intrusion, orderId: string): void => {
  const filled = JSON.stringify(what)
    .replaceAll('{orderId}', orderId)
    .replace(/\{padding:(\d+)\}/g, (_, bytes) => 'x'.repeat(Number(bytes)));
  world.lab.kernel.clock.after(atSecond * 1000, () => {
    void world.intrude(JSON.parse(filled) as typeof what);
  });
};
