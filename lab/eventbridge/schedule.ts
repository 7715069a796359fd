import { parseCron } from './cron.ts';
import { invalidSchedule } from './validation.ts';

export interface Schedule {
  /** The first moment after `after`, both in epoch ms; undefined when there is none any more. */
  next(after: number): number | undefined;
}

const MINUTE = 60_000;
const UNITS: Readonly<Record<string, number>> = { minute: MINUTE, hour: 60 * MINUTE, day: 1440 * MINUTE };

/**
 * Reads `rate(…)` and `cron(…)`. A rate counts from the rule's creation. Source: "Schedule expressions using
 * rate/cron" in the EventBridge user guide. Throws ValidationException.
 */
export const parseSchedule = (expression: string): Schedule => {
  const cron = /^cron\((.*)\)$/.exec(expression)?.[1];
  if (cron !== undefined) return { next: parseCron(cron) };
  const [, count = '', unit = '', plural] = /^rate\((\d+) (minute|hour|day)(s?)\)$/.exec(expression) ?? [];
  const every = Number(count) * (UNITS[unit] ?? 0);
  // "1 minutes" and "5 minute" are errors.
  if (every === 0 || (count === '1') !== (plural === '')) throw invalidSchedule();
  return { next: (after) => after + every };
};
