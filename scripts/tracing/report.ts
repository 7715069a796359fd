import type { Stage } from '../aws/stage.ts';
import type { Ended } from './orders.ts';
import type { Trace } from './span.ts';
import { COMPLETED, type Percentiles, type Statistics, timeUntil } from './statistics.ts';
import { waterfalls } from './waterfall.ts';

/** What came of the orders of one stage. */
export interface StageResult {
  readonly stage: Stage;
  readonly orders: readonly Ended[];
  readonly traces: readonly Trace[];
  readonly statistics: Statistics;
}

/** Where nobody says how wide the terminal is. */
export const PLAIN_WIDTH = 120;

const duration = (ms: number): string => (ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(2)} s`);

const outcomeOf = (orders: readonly Ended[]): string =>
  Object.entries(Object.groupBy(orders, ({ status }) => status))
    .map(([status, group = []]) => `${group.length} ${status}`)
    .sort()
    .join(', ');

const tableOf = (rows: readonly (readonly string[])[], left: number): readonly string[] => {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column < left ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
};

const summary = (results: readonly StageResult[]): readonly string[] => {
  const cells = (times: Percentiles | undefined): readonly string[] =>
    times === undefined ? ['-', '-', '-'] : [times.p50, times.p90, times.p99].map(duration);
  return tableOf(
    [
      ['', 'orders', 'traced', 'ready p50', 'p90', 'p99', 'completed p50', 'p90', 'p99'],
      ...results.map(({ stage, orders, traces, statistics: { ready, completed } }) => [
        stage.name,
        outcomeOf(orders),
        `${traces.length} of ${orders.length}`,
        ...cells(ready),
        ...cells(completed),
      ]),
    ],
    2,
  );
};

const calls = (results: readonly StageResult[]): readonly string[] => {
  const names = [...new Set(results.flatMap(({ statistics }) => Object.keys(statistics.calls)))].sort();
  const rows = results.map(({ stage, statistics }) => [
    stage.name,
    ...names.map((name) => String(Math.round((statistics.calls[name] ?? 0) * 10) / 10)),
  ]);
  return tableOf([['an order', ...names], ...rows], 1);
};

const path = ({ stage, traces, statistics }: StageResult): readonly string[] => {
  const ms = (value: number): string => (value === 0 ? '-' : String(value));
  const rows = statistics.path.map(({ who, what, at, waitMs, initMs, workMs, orders }) => [
    `  ${who}`,
    what,
    ...[at, waitMs, initMs, workMs].map(ms),
    `${orders} of ${traces.length}`,
  ]);
  const titles = ['  who', 'about what', 'from', 'on the way', 'cold start', 'work', 'orders'];
  return [`${stage.name}: the critical path to completed, in ms`, '', ...tableOf([titles, ...rows], 2)];
};

/** The order in the middle: as many were quicker as slower. */
const typical = ({ traces }: StageResult): Trace | undefined => {
  const until = (trace: Trace): number => timeUntil(trace, COMPLETED) ?? Number.POSITIVE_INFINITY;
  return [...traces].sort((a, b) => until(a) - until(b))[Math.floor((traces.length - 1) / 2)];
};

/** For people; no line of the waterfalls is longer than `width`. */
export const renderText = (results: readonly StageResult[], width: number): string => {
  const titled = results.flatMap((result) => {
    const trace = typical(result);
    const time = trace && timeUntil(trace, COMPLETED);
    if (trace === undefined) return [];
    return [
      {
        title: `${result.stage.name}: an order, ${time === undefined ? 'not completed' : duration(time)}`,
        trace,
      },
    ];
  });
  const sections = [
    summary(results),
    ...results.filter(({ statistics }) => statistics.path.length > 0).map(path),
    calls(results.filter(({ traces }) => traces.length > 0)),
    [waterfalls(titled, width), '', '░ cold start  █ work; both on one scale'],
  ];
  return (titled.length === 0 ? sections.slice(0, 1) : sections)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
};

/** One document for programs; times in ms. */
export const renderJson = (results: readonly StageResult[]): string => {
  const stages = results.map(({ stage, orders, traces, statistics }) => ({
    name: stage.name,
    pattern: stage.pattern,
    stack: stage.stackName,
    orders: orders.map(({ orderId, status, traceId = null }) => ({ orderId, status, traceId })),
    traced: traces.length,
    readyMs: statistics.ready ?? null,
    completedMs: statistics.completed ?? null,
    path: statistics.path,
    calls: statistics.calls,
  }));
  return JSON.stringify({ stages }, null, 2);
};

/** What keeps the figures from saying what they should, each in a sentence. */
export const shortcomings = (results: readonly StageResult[]): readonly string[] =>
  results.flatMap(({ stage, orders, traces }) => {
    const unfinished = orders.filter(({ status }) => status !== 'completed').length;
    const sampled = orders.filter(({ traceId }) => traceId !== undefined).length;
    return [
      ...(unfinished > 0
        ? [`${stage.name}: ${unfinished} of ${orders.length} orders were not completed`]
        : []),
      ...(sampled === 0
        ? [
            `${stage.name}: no order was sampled; Lambda traces one request a second and 5 % of the rest, ` +
              '--sample-all traces every order',
          ]
        : []),
      ...(traces.length < sampled
        ? [
            `${stage.name}: X-Ray has not shown ${sampled - traces.length} of ${sampled} traces whole within a minute`,
          ]
        : []),
    ];
  });
