import { BatchGetTracesCommand, paginateGetTraceSummaries, XRayClient } from '@aws-sdk/client-xray';
import { describe, expect, it } from '@jest/globals';
import { loadPackage } from '../../lab/template/load.ts';
import { PATTERNS, type Pattern } from '../../scripts/comparison/minimum.ts';
import { packageDirectory } from '../../scripts/comparison/package-stages.ts';
import { readScenarios, scriptFor } from '../../scripts/comparison/scenario.ts';
import { createWorld, type Pizza } from '../../scripts/comparison/world.ts';

/** As much of a segment document as is looked at: https://docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html */
interface Segment {
  readonly id: string;
  readonly parent_id?: string;
  readonly name: string;
  readonly origin?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly subsegments?: readonly Segment[];
}

const within = (segment: Segment): readonly Segment[] => [
  segment,
  ...(segment.subsegments ?? []).flatMap(within),
];

const pizza: Pizza = { customerId: 'cust-789', pizzaType: 'margherita', size: 'large', toppings: ['olives'] };

/** A stage where everything is traced. */
const open = async (pattern: Pattern, { sampleAll = true } = {}) => {
  const pkg = loadPackage(packageDirectory(process.cwd(), pattern));
  const world = await createWorld(pkg, { seed: 1, sampleAll });
  const { clock } = world.lab.kernel;
  const client = new XRayClient(world.lab.client as object);
  const place = (n: number, order = pizza) => world.settle(world.place(order, n));
  /** Lets so much time pass, whether anything happens or not. */
  const pass = (minutes: number) => clock.run(() => false, clock.now() + minutes * 60_000);
  /** The traces in which something was done about an order: each with its segments. */
  const tracesOf = async (orderId: string): Promise<readonly (readonly Segment[])[]> => {
    const StartTime = new Date(clock.now() - 3_600_000);
    const search = {
      StartTime,
      EndTime: new Date(clock.now()),
      FilterExpression: `annotation.orderId = "${orderId}"`,
    };
    const read = async () => {
      const ids: string[] = [];
      for await (const { TraceSummaries = [] } of paginateGetTraceSummaries({ client }, search)) {
        ids.push(...TraceSummaries.map(({ Id = '' }) => Id));
      }
      if (ids.length === 0) return [];
      const { Traces = [] } = await client.send(new BatchGetTracesCommand({ TraceIds: ids }));
      return Traces.map(({ Segments = [] }) => Segments.map(({ Document = '' }) => JSON.parse(Document)));
    };
    return world.settle(read());
  };
  const shortName = ({ name }: Segment): string => name.replace(world.prefix, '');
  return { ...world, place, pass, tracesOf, shortName };
};

type Stage = Awaited<ReturnType<typeof open>>;

/** Function → the services that it called, and the facts that it said, in the order's trace. */
const tableOf = ({ shortName }: Stage, segments: readonly Segment[]) => {
  const table: Record<string, { calls: string[]; facts: string[] }> = {};
  for (const segment of segments) {
    if (segment.origin !== 'AWS::Lambda::Function') continue;
    const all = within(segment);
    const row = table[shortName(segment)] ?? { calls: [], facts: [] };
    const calls = all.filter(({ name }) => /^(DynamoDB|EventBridge|Lambda|SFN)$/.test(name));
    row.calls = [...new Set([...row.calls, ...calls.map(({ name }) => name)])].sort();
    row.facts.push(...all.flatMap(({ annotations }) => annotations?.fact?.replace('com.pizzaco.', '') ?? []));
    table[shortName(segment)] = row;
  }
  return table;
};

const store = (...facts: string[]) => ({ calls: ['DynamoDB'], facts });

const TABLES = {
  choreography: {
    placeOrder: store('order.created'),
    relay: { calls: ['EventBridge'], facts: [] },
    payment: { calls: ['DynamoDB', 'Lambda'], facts: ['payment.completed'] },
    paymentProvider: { calls: [], facts: [] },
    inventory: store('inventory.reserved'),
    chef: store('chef.assigned', 'chef.released'),
    aggregator: store('kitchen.ready'),
    kitchen: store('kitchen.completed'),
    order: store('order.completed'),
  },
  orchestration: {
    placeOrder: store('order.created'),
    relay: { calls: ['EventBridge'], facts: [] },
    starter: { calls: ['SFN'], facts: [] },
    payment: { calls: ['DynamoDB', 'Lambda'], facts: ['payment.completed'] },
    paymentProvider: { calls: [], facts: [] },
    inventory: store('inventory.reserved'),
    chef: store('chef.assigned', 'chef.released'),
    kitchen: store('kitchen.ready', 'kitchen.completed'),
    order: store('order.completed'),
  },
} as const;

describe.each(PATTERNS)('a traced order by %s', (pattern) => {
  it('is one trace, from placeOrder until it is closed, with every hop in its place', async () => {
    const stage = await open(pattern);
    const orderId = await stage.place(1);
    await stage.pass(1);
    const [segments = [], ...others] = await stage.tracesOf(orderId);
    expect(others).toEqual([]);
    expect(tableOf(stage, segments)).toEqual(TABLES[pattern]);
    const ids = new Set(segments.flatMap(within).map(({ id }) => id));
    const roots = segments.filter(({ parent_id }) => parent_id === undefined || !ids.has(parent_id));
    expect(roots.map((root) => [stage.shortName(root), root.origin])).toEqual([
      ['placeOrder', 'AWS::Lambda'],
    ]);
  });

  it('is found by its id, which stands wherever something was done about it', async () => {
    const stage = await open(pattern);
    const orderId = await stage.place(1);
    await stage.pass(1);
    const [segments = []] = await stage.tracesOf(orderId);
    const unmarked = segments.filter(
      (segment) =>
        segment.origin === 'AWS::Lambda::Function' &&
        !within(segment).some(({ annotations }) => annotations?.orderId === orderId),
    );
    // The payment provider is the world outside, and knows no orders.
    expect(unmarked.map(stage.shortName)).toEqual(['paymentProvider']);
  });

  it.each(['card-declined', 'lost-created', 'duplicates'])(
    'is one trace in the scenario %s too',
    async (name) => {
      const scenario = readScenarios('events/scenarios').find((each) => each.name === name);
      if (scenario === undefined) throw new Error(`there is no scenario ${name}`);
      const { count: _, ...order } = scenario.orders;
      const stage = await open(pattern);
      stage.install(scriptFor(scenario, pattern));
      const orderId = await stage.place(1, order);
      await stage.pass(15);
      const traces = await stage.tracesOf(orderId);
      expect(traces).toHaveLength(1);
    },
  );

  it('is another trace than the next one', async () => {
    const stage = await open(pattern);
    const [first, second] = [await stage.place(1), await stage.place(2)];
    await stage.pass(1);
    const [a, b] = [await stage.tracesOf(first), await stage.tracesOf(second)];
    expect([a.length, b.length, a[0]?.[0]?.id === b[0]?.[0]?.id]).toEqual([1, 1, false]);
  });
});

describe.each(PATTERNS)('sampled as Lambda does it, by %s', (pattern) => {
  it('an order is traced whole, or not at all', async () => {
    const stage = await open(pattern, { sampleAll: false });
    const orders = [await stage.place(1), await stage.place(2), await stage.place(3)];
    await stage.pass(1);
    const found: (readonly (readonly Segment[])[])[] = [];
    for (const orderId of orders) found.push(await stage.tracesOf(orderId));
    const [first = [], ...others] = found;
    expect(first).toHaveLength(1);
    expect(tableOf(stage, first[0] ?? [])).toEqual(TABLES[pattern]);
    expect(others).toEqual([[], []]);
  });
});
