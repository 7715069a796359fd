import type { Unit } from '../../lab/meter/meter.ts';
import { count } from '../cli/count.ts';
import type { Comparison } from './compare.ts';
import { PATTERNS } from './minimum.ts';
import { theoreticalFloor } from './prices.ts';
import type { Run } from './run.ts';
import type { Scenario } from './scenario.ts';
import type { Story } from './story.ts';

/** A column of the table: what stands in it, for one run. */
interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
  readonly cell: (run: Run) => string;
}

const rounded = (value: number): string => (Number.isInteger(value) ? String(value) : value.toFixed(1));

const perOrder =
  (unit: Unit) =>
  ({ units, orders }: Run): string =>
    rounded((units[unit] ?? 0) / orders);

const dollars = (value: number): string => value.toFixed(2);

const requests = (run: Run): string => {
  const total = (run.units['http.requests'] ?? 0) + (run.units['sqs.requests'] ?? 0);
  return String(Math.round((total / run.orders) * 10) / 10);
};

const undone = ({ accounts: { undone }, orders }: Run): string => {
  const parts = [
    [undone.refunds, 'refund'],
    [undone.stockReleases, 'stock'],
    [undone.chefReleases, 'chef'],
  ] as const;
  const words = parts.flatMap(([times, word]) => {
    if (times === 0) return [];
    return [times === orders ? word : `${rounded(times / orders)} ${word}`];
  });
  return words.length === 0 ? '-' : words.join(', ');
};

const duration = ({ seconds }: Run): string =>
  seconds < 100 ? `${seconds.toFixed(1)} s` : `${(seconds / 60).toFixed(1)} min`;

const minimum = ({ minimumPerMillion }: Run): string =>
  minimumPerMillion === undefined ? '-' : dollars(minimumPerMillion);

const columns: readonly Column[] = [
  { title: 'undone', align: 'left', cell: undone },
  { title: 'invokes', align: 'right', cell: perOrder('lambda.requests') },
  {
    title: 'failed',
    align: 'right',
    cell: ({ failures, orders }) => String(Math.round((failures / orders) * 10) / 10),
  },
  { title: 'events', align: 'right', cell: perOrder('eventbridge.events') },
  { title: 'writes', align: 'right', cell: perOrder('dynamodb.writeUnits') },
  { title: 'reads', align: 'right', cell: perOrder('dynamodb.readUnits') },
  { title: 'transitions', align: 'right', cell: perOrder('stepfunctions.transitions') },
  { title: 'requests', align: 'right', cell: requests },
  { title: '$/M orders', align: 'right', cell: (run) => dollars(run.costPerMillion) },
  { title: 'minimum', align: 'right', cell: minimum },
  { title: 'at rest', align: 'right', cell: duration },
];

/** The scenarios, each with what happens and a line for each pattern; units are per order. */
export const table = (comparisons: readonly Comparison[]): string => {
  const rowsOf = (comparison: Comparison): string[][] =>
    PATTERNS.map((pattern) => [`  ${pattern}`, ...columns.map(({ cell }) => cell(comparison.runs[pattern]))]);
  const titles = ['', ...columns.map(({ title }) => title)];
  const rows = comparisons.flatMap(rowsOf);
  const widths = titles.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return columns[column - 1]?.align === 'right' ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd();
  const blocks = comparisons.map((comparison) =>
    [headingOf(comparison), ...rowsOf(comparison).map(line)].join('\n'),
  );
  return [line(titles), ...blocks].join('\n\n');
};

/** `, with 90 orders instead of 1`; nothing where the scenario's own were placed. */
const ordersOf = ({ orders: own }: Scenario, { choreography: { orders } }: Comparison['runs']): string =>
  orders === own.count ? '' : `, with ${count(orders, 'order')} instead of ${own.count}`;

/** `card-declined: the provider declines … → cancelled:1` */
const headingOf = ({ scenario, runs }: Comparison): string => {
  const outcomes = [...new Set(PATTERNS.map((pattern) => runs[pattern].outcome))];
  return `${scenario.name}${ordersOf(scenario, runs)}: ${scenario.title} → ${outcomes.join(' by choreography, but by orchestration ')}`;
};

/** A reading of the table in plain words; every figure in it is a measured one. */
export const reading = (comparisons: readonly Comparison[]): string => {
  const paragraphs = [sameEnds(comparisons), price(comparisons), waiting(comparisons), trouble(comparisons)];
  return [...paragraphs.flatMap((text) => text ?? []), floors(comparisons)]
    .map((text) => `• ${text}`)
    .join('\n');
};

/** The runs of a scenario, if it is there and every order went as it says: else it is no example of anything. */
const find = (comparisons: readonly Comparison[], name: string): Comparison['runs'] | undefined => {
  const runs = comparisons.find(({ scenario }) => scenario.name === name)?.runs;
  const isSaid = PATTERNS.every((pattern) => runs?.[pattern].minimumPerMillion !== undefined);
  return isSaid ? runs : undefined;
};

const sameEnds = (comparisons: readonly Comparison[]): string =>
  comparisons.some(({ faults }) => faults.length > 0)
    ? 'Not everything adds up; see below.'
    : `Both patterns end every order the same way in ${comparisons.length === 1 ? 'this scenario' : `all ${comparisons.length} scenarios`}, and money, stock and chefs add up.`;

/** A fact on the bus: the relay's invocation at 20 ms and 256 MB, and the event. USD per million. */
const RELAYED = 1 + 0.2 + 0.02 * 0.25 * 13.3334;

const price = (comparisons: readonly Comparison[]): string | undefined => {
  const runs = find(comparisons, 'happy');
  if (runs === undefined) return undefined;
  const { choreography, orchestration } = runs;
  const transitions = ((orchestration.units['stepfunctions.transitions'] ?? 0) / orchestration.orders) * 25;
  const events = (run: Run): number => (run.units['eventbridge.events'] ?? 0) / run.orders;
  const relayed = orchestration.costPerMillion + (events(choreography) - events(orchestration)) * RELAYED;
  return (
    `A million orders that go well cost $${dollars(choreography.costPerMillion)} by choreography and ` +
    `$${dollars(orchestration.costPerMillion)} by orchestration, of which $${dollars(transitions)} are state transitions; ` +
    `with every service's facts on the bus, as choreography has them, orchestration would cost $${dollars(relayed)}.`
  );
};

const waiting = (comparisons: readonly Comparison[]): string | undefined => {
  const runs = find(comparisons, 'happy');
  if (runs === undefined) return undefined;
  const { orders } = runs.choreography;
  const order = orders === 1 ? 'such an order' : `the last of ${orders} such orders`;
  return (
    `Coordination by events takes more hops: ${order} is at rest after ${duration(runs.choreography)} by choreography, ` +
    `after ${duration(runs.orchestration)} by orchestration (virtual time, published median latencies).`
  );
};

const trouble = (comparisons: readonly Comparison[]): string | undefined => {
  const runs = find(comparisons, 'chef-down');
  if (runs === undefined) return undefined;
  const { choreography, orchestration } = runs;
  return (
    `With the chef down past the deadline the order times out either way, and each pattern pays where it waits: ` +
    `choreography ${perOrder('sqs.requests')(choreography)} requests to its retry queues, orchestration ` +
    `${perOrder('stepfunctions.transitions')(orchestration)} transitions ($${dollars(choreography.costPerMillion)} and ` +
    `$${dollars(orchestration.costPerMillion)} per million such orders).`
  );
};

const floors = (comparisons: readonly Comparison[]): string => {
  const isMissing = ({ runs }: Comparison): boolean =>
    PATTERNS.some((pattern) => runs[pattern].minimumPerMillion === undefined);
  return comparisons.some(isMissing)
    ? `${FLOORS} No minimum stands where orders went otherwise than the scenario says.`
    : FLOORS;
};

const FLOORS =
  `Units are per order. "minimum" is derived line by line for this shape in docs/cost.md; a smaller shape could do with ` +
  `$${dollars(theoreticalFloor.choreography)} and $${dollars(theoreticalFloor.orchestration)}. Logs, X-Ray, KMS, cold starts ` +
  `and the reconciler's schedule are apart.`;

/** What differs or does not add up. */
export const faults = (comparisons: readonly Comparison[]): readonly string[] =>
  comparisons.flatMap(({ faults }) => faults);

/** One document for programs. */
export const toJson = (comparisons: readonly Comparison[]): string => {
  const runOf = ({
    outcome,
    accounts,
    units,
    standing,
    orders,
    costPerMillion,
    minimumPerMillion,
    seconds,
  }: Run) => ({
    outcome,
    undone: accounts.undone,
    orders,
    units,
    standing,
    costPerMillion,
    minimumPerMillion: minimumPerMillion ?? null,
    seconds,
  });
  const scenarios = comparisons.map(({ scenario, runs, faults }) => ({
    name: scenario.name,
    choreography: runOf(runs.choreography),
    orchestration: runOf(runs.orchestration),
    faults,
  }));
  return JSON.stringify({ scenarios }, null, 2);
};

/** Each order's way, hop by hop, under each pattern. */
export const storyText = ({ scenario, runs, stories }: Comparison): string =>
  PATTERNS.flatMap((pattern) => {
    const title = `${scenario.name}, by ${pattern}`;
    const story = stories[pattern];
    if (runs[pattern].orders === 1) return [`${title}\n\n${storyLines(story)}`];
    const byOrder = [...Map.groupBy(story, ({ orderId }) => orderId)];
    return byOrder.map(([orderId, lines]) => {
      const whose = orderId === undefined ? 'of no order' : `order ${orderId}`;
      return `${title}, ${whose}\n\n${storyLines(lines)}`;
    });
  }).join('\n\n');

const storyLines = (story: Story): string => {
  const width = Math.max(...story.map(({ who }) => who.length));
  return story
    .map(({ at, who, what }) => `${(at / 1000).toFixed(3).padStart(10)} s  ${who.padEnd(width)}  ${what}`)
    .join('\n');
};
