import { beforeAll, describe, expect, it } from '@jest/globals';
import type { MetricId } from '../../lab/kernel/ports.ts';
import { loadPackage } from '../../lab/template/load.ts';
import { packageDirectory } from '../../scripts/comparison/package-stages.ts';
import type { World } from '../../scripts/comparison/world.ts';
import { deployed, only } from '../template/deployed.ts';
import { stages } from '../template/packages.ts';
import { PIZZA, quietWorld, until } from './drills.ts';

type Entry = readonly (string | { readonly expression?: string })[];

const dimensionsOf = (words: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    words.flatMap((word, index) => (index % 2 === 0 ? [[word, words[index + 1] ?? '']] : [])),
  );

/** The metrics that a dashboard's entry names outright. */
const namedBy = (entry: Entry): MetricId[] => {
  const [namespace, name, ...dimensions] = entry.filter((part) => typeof part === 'string');
  return namespace === undefined || name === undefined
    ? []
    : [{ namespace, name, dimensions: dimensionsOf(dimensions) }];
};

const SEARCH = /^SEARCH\('\{(\w+),(\w+),(\w+)\} MetricName="(\w+)" Stage="([\w-]+)"'/;

const matches = (search: string, { namespace, name, dimensions }: MetricId): boolean => {
  const [, space, first = '', second = '', metric, stage] = SEARCH.exec(search) ?? [];
  return (
    namespace === space &&
    name === metric &&
    dimensions.Stage === stage &&
    first in dimensions &&
    second in dimensions
  );
};

describe.each(stages)('the dashboard of %s', (stage) => {
  const { DashboardBody } = only(deployed(stage).all('AWS::CloudWatch::Dashboard').values(), 'dashboard');
  const { widgets } = JSON.parse(DashboardBody) as {
    widgets: { properties: { title: string; metrics: Entry[] } }[];
  };
  const entries = widgets.flatMap(({ properties }) => properties.metrics);
  const searches = entries.flatMap((entry) =>
    entry.flatMap((part) =>
      typeof part === 'object' && part.expression?.startsWith('SEARCH') ? [part.expression] : [],
    ),
  );
  let world: World;

  /** An order that goes well, one whose card is declined, and one whose chef answers too late. */
  beforeAll(async () => {
    world = await quietWorld(loadPackage(packageDirectory(process.cwd(), stage)));
    const { clock } = world.lab.kernel;
    const pass = (minutes: number) => {
      const end = clock.now() + minutes * 60_000;
      return until(world, minutes + 1, () => clock.now() >= end);
    };
    await world.settle(world.place(PIZZA, 1));
    await world.settle(world.place({ ...PIZZA, customerId: 'cust-declined' }, 2));
    await pass(5);
    const down = { name: 'InternalServerError', message: 'the table is down', status: 500 };
    world.install([{ at: 'call', function: 'chef', untilSecond: 40 * 60, fail: down }]);
    await world.settle(world.place(PIZZA, 3));
    await pass(120);
  });

  it('shows no metric that nobody emits', () => {
    const { cloudwatch } = world.lab;
    const silent = entries
      .flatMap(namedBy)
      .filter((metric) => cloudwatch.metric(metric, { statistic: 'Sum' }) === undefined);
    expect(silent).toEqual([]);
    expect(searches.length).toBeGreaterThan(0);
    for (const search of searches) {
      const found = cloudwatch.list().filter((metric) => matches(search, metric));
      expect([search, found.length > 0]).toEqual([search, true]);
    }
  });

  it('shows every metric of our own, of whichever fact that ends an order or a step', () => {
    const shown = new Set([
      ...entries.flatMap(namedBy).map(({ name }) => name),
      ...searches.map((search) => SEARCH.exec(search)?.[4]),
    ]);
    const own = world.lab.cloudwatch.list().filter(({ namespace }) => namespace === 'PizzaTwoWays');
    expect(own.filter(({ name }) => !shown.has(name))).toEqual([]);
  });

  it('counts every order once at each stage', () => {
    const facts = (Fact: string) =>
      world.lab.cloudwatch.metric(
        { namespace: 'PizzaTwoWays', name: 'Facts', dimensions: { Stage: stage, Fact } },
        { statistic: 'Sum' },
      );
    expect(
      ['order.created', 'kitchen.ready', 'order.completed', 'order.cancelled', 'order.timeout'].map(facts),
    ).toEqual([3, 1, 1, 1, 1]);
  });

  it('has no line of metrics that CloudWatch would not understand', () => {
    expect(world.lab.cloudwatch.list().filter(({ namespace }) => namespace === 'AWS/Logs')).toEqual([]);
  });

  it('says latencies from when a service was asked', () => {
    const latency = (Service: string) =>
      world.lab.cloudwatch.metric(
        { namespace: 'PizzaTwoWays', name: 'ProcessingLatency', dimensions: { Stage: stage, Service } },
        { statistic: 'Minimum' },
      );
    for (const service of ['payment', 'inventory', 'chef', 'kitchen', 'order']) {
      expect([service, latency(service)]).toEqual([service, expect.any(Number)]);
      expect(latency(service)).toBeLessThan(2_000);
    }
  });
});
