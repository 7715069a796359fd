import type { Stage } from '../aws/stage.ts';
import type { DeadLetter } from './dead-letter.ts';
import type { Redriven } from './redrive.ts';

/** What is told apart in the table: dead letters of one queue, for one reason. */
interface Group {
  readonly queue: string;
  readonly deadLetters: readonly DeadLetter[];
  readonly moved: number;
}

const MOST_ORDERS = 3;

const TITLES = ['queue', 'messages', 'sent back', 'oldest', 'why', 'orders'] as const;
const RIGHT = new Set<string>(['messages', 'sent back']);

const groupsOf = ({ queue, deadLetters, moved }: Redriven): readonly Group[] => {
  const groups = Object.groupBy(deadLetters, ({ cause, reason }) => `${cause}: ${reason}`);
  return Object.values(groups).map((group = []) => ({
    queue: queue.name,
    deadLetters: group,
    moved: group.filter((each) => moved.has(each)).length,
  }));
};

const timestamp = (at: number): string => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');

const ordersOf = (deadLetters: readonly DeadLetter[]): string => {
  const orders = [...new Set(deadLetters.flatMap(({ orderId }) => orderId ?? []))];
  const named = orders.slice(0, MOST_ORDERS).join(', ');
  return orders.length > MOST_ORDERS ? `${named} and ${orders.length - MOST_ORDERS} more` : named || '-';
};

/** A line stays readable; the whole reason is in the JSON. */
const LONGEST_REASON = 100;

const reasonOf = ({ cause, reason }: DeadLetter): string => {
  const text = `${cause}: ${reason}`.replace(/\s+/g, ' ');
  return text.length > LONGEST_REASON ? `${text.slice(0, LONGEST_REASON - 2)} …` : text;
};

const rowOf = ({ queue, deadLetters, moved }: Group): readonly string[] => [
  queue,
  String(deadLetters.length),
  String(moved),
  timestamp(Math.min(...deadLetters.map(({ since }) => since))),
  ...deadLetters.slice(0, 1).map(reasonOf),
  ordersOf(deadLetters),
];

const tableOf = (rows: readonly (readonly string[])[]): string => {
  const widths = TITLES.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  return [TITLES, ...rows]
    .map((row) =>
      TITLES.map((title, column) => {
        const cell = row[column] ?? '';
        return RIGHT.has(title) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0);
      })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};

/** What there is to know about what stays where it is. */
const notesOf = ({ queue, deadLetters, moved, all }: Redriven): readonly string[] => {
  const { name, url, source, remedy } = queue;
  const staysPut = deadLetters.some(
    (each) => !moved.has(each) && (source === undefined || each.cause === 'poison'),
  );
  return [
    ...(staysPut ? [`${name}: ${remedy}.`] : []),
    ...(staysPut && source === undefined
      ? [`  Once looked at, empty it: aws sqs purge-queue --queue-url ${url}`]
      : []),
    ...(all ? [] : [`${name}: there is more; run it again.`]),
  ];
};

/** A table for people: a line for each queue and reason, and what becomes of what stays. */
export const renderText = ({ stackName }: Stage, results: readonly Redriven[]): string => {
  const rows = results.flatMap(groupsOf).map(rowOf);
  const names = results.map(({ queue }) => queue.name).join(', ');
  if (rows.length === 0) return `${stackName}: nothing in ${names}`;
  return [tableOf(rows), results.flatMap(notesOf).join('\n')].filter((part) => part !== '').join('\n\n');
};

/** One document for programs. */
export const renderJson = ({ name, stackName }: Stage, results: readonly Redriven[]): string => {
  const queues = results.map(({ queue, deadLetters, moved, all }) => ({
    name: queue.name,
    url: queue.url,
    all,
    messages: deadLetters.map((deadLetter) => ({
      messageId: deadLetter.messageId,
      since: timestamp(deadLetter.since),
      cause: deadLetter.cause,
      reason: deadLetter.reason,
      orderId: deadLetter.orderId ?? null,
      eventType: deadLetter.eventType ?? null,
      moved: moved.has(deadLetter),
    })),
  }));
  return JSON.stringify({ stage: name, stack: stackName, queues }, null, 2);
};
