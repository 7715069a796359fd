import { count } from '../cli/count.ts';
import type { Pattern } from '../comparison/minimum.ts';
import { PATTERNS } from '../comparison/minimum.ts';
import { createStory, type Story, type StoryLine } from '../comparison/story.ts';
import type { Tally } from './batch.ts';
import { orderIdAt } from './customer.ts';
import { type Pending, pending } from './guards.ts';
import { MARKS } from './marks.ts';
import type { Hunted } from './mutants.ts';
import { type RunOptions, runSchedule } from './schedule.ts';
import type { Incident, Script } from './script.ts';
import type { Shrunk } from './shrink.ts';
import type { Stage } from './stage.ts';

/** What became of the guards that were taken away. */
export interface MutantsReport {
  readonly killed: number;
  readonly total: number;
  readonly pending: readonly Pending[];
  readonly table: readonly Hunted[];
}

export const NO_MUTANTS: MutantsReport = { killed: 0, total: 0, pending: [], table: [] };

export const mutantsReport = (table: readonly Hunted[]): MutantsReport => ({
  killed: table.filter(({ invariant }) => invariant !== undefined).length,
  total: table.length,
  pending,
  table,
});

/** Guard, hazard, the invariant that saw its absence, how many schedules it took, and the seed of the last. */
export const mutantsText = ({ killed, total, table }: MutantsReport): string =>
  [
    `${killed} of ${total} guards: that it is gone was seen (hazard, invariant, schedules until then, seed, guard):`,
    ...table.map(
      ({ guard, hazard, invariant, schedules, seed }) =>
        `  ${hazard.padEnd(4)}${(invariant ?? 'not seen').padEnd(9)}${String(schedules).padStart(5)}${String(seed).padStart(6)}  ${guard}`,
    ),
    'Hazards with no guard to take away:',
    ...pending.map(({ hazard, reason }) => `  ${hazard.padEnd(4)}${reason}`),
  ].join('\n');

/** The faults that struck no schedule, and the branches of recovery that none took. */
const unreached = (tally: Tally, patterns: readonly Pattern[]): string[] => {
  const hit = new Set(tally.marks);
  return Object.entries(MARKS).flatMap(([mark, of]) =>
    of
      .map((pattern) => `${pattern}: ${mark}`)
      .filter((name) => !hit.has(name) && patterns.some((pattern) => name.startsWith(`${pattern}:`))),
  );
};

const HOUR = 3_600_000;

const round = (value: number, digits: number): number => Number(value.toFixed(digits));

/** The figures of a run; `elapsedMs` is real time. */
export const figuresOf = (tally: Tally, elapsedMs: number, patterns: readonly Pattern[]) => ({
  schedules: tally.schedules,
  schedulesPerMinute: Math.round((tally.schedules / Math.max(1, elapsedMs)) * 60_000),
  meanOrders: round(tally.orders / Math.max(1, tally.schedules), 2),
  meanFaults: round(tally.faults / Math.max(1, tally.schedules), 2),
  virtualHours: round(tally.virtualMs / HOUR, 1),
  violations: tally.violations,
  unreached: unreached(tally, patterns),
  traceHash: tally.traceHash.toString(16).padStart(8, '0'),
});

export type Figures = ReturnType<typeof figuresOf>;

/** Whether nothing was violated, no guard's absence went unseen and, if they are asked for, every mark was hit. */
export const isPassed = (
  { violations, unreached }: Pick<Figures, 'violations' | 'unreached'>,
  { killed, total }: Pick<MutantsReport, 'killed' | 'total'>,
  marks: boolean,
): boolean => violations.length === 0 && killed === total && (!marks || unreached.length === 0);

export const patternsOf = (pattern: Pattern | undefined): readonly Pattern[] =>
  pattern === undefined ? PATTERNS : [pattern];

/** For people. */
export const figuresText = (figures: Figures): string => {
  const { schedules, schedulesPerMinute, meanOrders, meanFaults, virtualHours, traceHash } = figures;
  const violations = figures.violations.length;
  // One schedule goes one way.
  const missed = schedules > 1 ? figures.unreached : [];
  return [
    `${count(schedules, 'schedule')}, ${schedulesPerMinute} a minute; ${virtualHours} hours of the world's time`,
    `${count(meanOrders, 'order')} and ${count(meanFaults, 'fault')} a schedule; trace ${traceHash}`,
    violations === 0 ? 'no invariant violated' : count(violations, 'violation'),
    ...(schedules > 1 && missed.length === 0
      ? ['every fault has struck, every branch of recovery was taken']
      : []),
    ...(missed.length === 0
      ? []
      : [
          `${count(missed.length, 'mark')} never hit, faults and branches of recovery:`,
          ...missed.map((mark) => `  ${mark}`),
        ]),
  ].join('\n');
};

const moment = (ms: number): string => `${(ms / 1000).toFixed(3).padStart(10)} s`;

const incidentText = (incident: Incident): string => {
  switch (incident.kind) {
    case 'outage':
      return `${incident.function} is ${incident.throttled ? 'throttled' : 'down'} for ${Math.round((incident.toMs - incident.fromMs) / 1000)} s`;
    case 'stream pause':
      return `the stream of ${incident.table} pauses for ${Math.round((incident.toMs - incident.fromMs) / 1000)} s`;
    case 'forgery':
      return `somebody sends an event again: ${incident.how}`;
    case 'second run':
      return `an execution is started again, under ${incident.sameName ? 'its own' : 'another'} name`;
    case 'abort':
      return 'every execution is aborted';
    case 'poison':
      return 'a row that nobody can read is written';
    case 'redrive':
      return 'what was given up is redriven';
    default:
      return incident satisfies never;
  }
};

/** What was given, what struck and what it violated, in the order of time. */
export const scriptText = ({ schedule, selection }: Shrunk): string => {
  const { script, faults, incidents, violations } = schedule;
  const lines = [
    ...script.orders.flatMap(({ atMs, customerId, pizzaType, size }, position) =>
      selection.orders?.has(position)
        ? [[atMs, `${customerId} orders a ${size} ${pizzaType}: ${orderIdAt(script, position)}`] as const]
        : [],
    ),
    ...faults.map(({ atMs, id, what }) => [atMs, `${what} at ${id}`] as const),
    ...incidents.map((position) => {
      const incident = script.incidents[position] as Incident;
      return ['fromMs' in incident ? incident.fromMs : incident.atMs, incidentText(incident)] as const;
    }),
  ].sort(([a], [b]) => a - b);
  return [
    `seed ${script.seed}, ${script.pattern}:`,
    ...givenText(script),
    ...lines.map(([atMs, text]) => `${moment(atMs)}  ${text}`),
    ...violations.map(
      ({ invariant, orderId, message }) =>
        `  ${invariant} violated: ${orderId === undefined ? '' : `order ${orderId}: `}${message}`,
    ),
  ].join('\n');
};

const givenText = ({ stock, skews, capacity, holdMinutes }: Script): string[] => {
  const given = [
    ...Object.entries(stock).map(([ingredient, units]) => `${units} of ${ingredient}`),
    ...Object.entries(skews).map(([name, ms]) => `${name}'s clock ${(ms / 1000).toFixed(0)} s off`),
    `chefs take ${capacity} at a time`,
    ...(holdMinutes === undefined ? [] : [`holds last ${holdMinutes} min`]),
  ];
  return [`  given ${given.join(', ')}`];
};

/** How often the same thing is told. */
const MOST_TOLD = 2;

/** What happens again and again is told twice, and then left out: what there is new is what matters. */
const withoutRepetitions = (lines: Story): Story => {
  const told = new Map<string, number>();
  return lines.filter(({ orderId, who, what }) => {
    const key = `${orderId} ${who} ${what}`;
    const times = (told.get(key) ?? 0) + 1;
    told.set(key, times);
    return times <= MOST_TOLD;
  });
};

const ID_LENGTH = 20;

/** The shrunk schedule once more, told hop by hop; where there are several orders each line has its own. */
export const storyText = async (stage: Stage, { schedule, selection }: Shrunk): Promise<string> => {
  const story = createStory(stage.prefix);
  // The kernel itself tells, beside the points, what faults made of them.
  const drive: RunOptions['drive'] = async ({ kernel }) => void kernel.observe(story.observer);
  await runSchedule(stage, schedule.script, { selection, drive });
  const lines = withoutRepetitions(story.lines);
  const left = story.lines.length - lines.length;
  const isOne = new Set(lines.flatMap(({ orderId }) => orderId ?? [])).size < 2;
  const whose = ({ orderId = '-' }: StoryLine): string => (isOne ? '' : `${orderId.padEnd(ID_LENGTH)}  `);
  return [
    ...lines.map((line) => `${moment(line.at)}  ${whose(line)}${line.who}: ${line.what}`),
    ...(left > 0 ? [`and ${left} more that had been told before`] : []),
  ].join('\n');
};
