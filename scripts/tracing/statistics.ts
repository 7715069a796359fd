import { criticalPath, type Hop } from './critical-path.ts';
import { type Trace, whereSaid } from './span.ts';

/** Of values in ms: the smallest that so many per cent do not exceed. */
export interface Percentiles {
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
}

/** A hop over all orders on whose critical path it lies; ms, by the median. */
export interface CommonHop extends Hop {
  readonly orders: number;
}

/** What the traces of one stage come to. */
export interface Statistics {
  readonly ready: Percentiles | undefined;
  readonly completed: Percentiles | undefined;
  /** The critical path to completed; in the order in which the hops come. */
  readonly path: readonly CommonHop[];
  /** Calls by service, and invocations and states, an order. */
  readonly calls: Readonly<Record<string, number>>;
}

/** The moments that the comparison looks at, by the facts that say them. */
const READY = 'kitchen.ready';
export const COMPLETED = 'order.completed';

const percentile = (sorted: readonly number[], percent: number): number =>
  sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? 0;

const percentilesOf = (values: readonly number[]): Percentiles | undefined => {
  if (values.length === 0) return undefined;
  const sorted = [...values].sort((a, b) => a - b);
  return { p50: percentile(sorted, 50), p90: percentile(sorted, 90), p99: percentile(sorted, 99) };
};

/** Ms from a trace's beginning until a fact was said. */
export const timeUntil = (trace: Trace, fact: string): number | undefined => {
  const said = whereSaid(trace, fact);
  return said && said.end - trace.root.start;
};

const median = (values: readonly number[]): number => percentilesOf(values)?.p50 ?? 0;

const pathOf = (traces: readonly Trace[]): readonly CommonHop[] => {
  const paths = traces.flatMap((trace) => {
    const goal = whereSaid(trace, COMPLETED);
    if (goal === undefined) return [];
    const length = Math.max(1, goal.end - trace.root.start);
    return criticalPath(goal).map((hop) => ({ ...hop, position: hop.at / length }));
  });
  const groups = Object.values(Object.groupBy(paths, ({ who, what }) => `${who} ${what}`));
  return groups
    .map((group = []) => {
      const of = (member: 'at' | 'waitMs' | 'initMs' | 'workMs' | 'position') =>
        median(group.map((hop) => hop[member]));
      const { who = '', what = '' } = group[0] ?? {};
      const times = { at: of('at'), waitMs: of('waitMs'), initMs: of('initMs'), workMs: of('workMs') };
      return { position: of('position'), hop: { who, what, ...times, orders: group.length } };
    })
    .sort((a, b) => a.position - b.position)
    .map(({ hop }) => hop);
};

/** As the SDK names the clients; the console's names for people. */
const SERVICES: Readonly<Record<string, string>> = { SFN: 'Step Functions' };

const callsOf = (traces: readonly Trace[]): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {};
  const count = (name: string): void => {
    counts[name] = (counts[name] ?? 0) + 1;
  };
  for (const { kind, name, segment } of traces.flatMap(({ spans }) => spans)) {
    if (kind === 'call') count(SERVICES[name] ?? name);
    else if (kind === 'function') count('function runs');
    else if (kind === 'part' && segment.kind === 'machine') count('states');
  }
  const perOrder = Object.entries(counts).map(([name, value]) => [name, value / traces.length] as const);
  return Object.fromEntries(perOrder.sort(([a], [b]) => a.localeCompare(b)));
};

export const statisticsOf = (traces: readonly Trace[]): Statistics => {
  const until = (fact: string) => percentilesOf(traces.flatMap((trace) => timeUntil(trace, fact) ?? []));
  return { ready: until(READY), completed: until(COMPLETED), path: pathOf(traces), calls: callsOf(traces) };
};
