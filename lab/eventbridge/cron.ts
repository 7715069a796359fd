import { invalidSchedule } from './validation.ts';

type Next = (after: number) => number | undefined;

/** A day of the calendar, UTC; `weekday` from 1, Sunday, to 7. */
interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly weekday: number;
  readonly lastDay: number;
}

type DayTest = (day: Day) => boolean;

interface Range {
  readonly min: number;
  readonly max: number;
  /** Names in order, the first for `min`. */
  readonly names?: readonly string[];
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

const MINUTES: Range = { min: 0, max: 59 };
const HOURS: Range = { min: 0, max: 23 };
const DAYS: Range = { min: 1, max: 31 };
const MONTH: Range = { min: 1, max: 12, names: MONTHS };
const WEEKDAY: Range = { min: 1, max: 7, names: WEEKDAYS };
const YEARS: Range = { min: 1970, max: 2199 };

const DAY_MS = 86_400_000;
const [SUNDAY, SATURDAY] = [1, 7];

const number = (text: string, { min, max, names = [] }: Range): number => {
  const named = names.indexOf(text.toUpperCase());
  const value = named >= 0 ? named + min : /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw invalidSchedule();
};

/** The values of one item: `*`, `n`, `n-m`, each also with a step `/k`. `n/k` runs to the end. */
const item = (text: string, range: Range): number[] => {
  const [span = '', step, ...more] = text.split('/');
  if (more.length > 0) throw invalidSchedule();
  const [from = '', to, ...rest] = span === '*' ? [String(range.min), String(range.max)] : span.split('-');
  if (rest.length > 0) throw invalidSchedule();
  const first = number(from, range);
  const last = to === undefined ? (step === undefined ? first : range.max) : number(to, range);
  const every = step === undefined ? 1 : number(step, { min: 1, max: range.max });
  const values: number[] = [];
  for (let value = first; value <= last; value += every) values.push(value);
  if (values.length === 0) throw invalidSchedule();
  return values;
};

const set = (text: string, range: Range): ReadonlySet<number> =>
  new Set(text.split(',').flatMap((part) => item(part, range)));

/** The weekday nearest to day `n` of the same month. */
const nearestWeekday = (n: number, { day, weekday, lastDay }: Day): number => {
  const target = Math.min(n, lastDay);
  const at = ((weekday - 1 + target - day + 35) % 7) + 1;
  if (at === SATURDAY) return target === 1 ? 3 : target - 1;
  if (at === SUNDAY) return target === lastDay ? target - 2 : target + 1;
  return target;
};

const dayOfMonth = (text: string): DayTest => {
  if (text === 'L') return ({ day, lastDay }) => day === lastDay;
  const near = /^(\d+)W$/.exec(text)?.[1];
  if (near !== undefined) {
    const n = number(near, DAYS);
    return (day) => day.day === nearestWeekday(n, day);
  }
  const days = set(text, DAYS);
  return ({ day }) => days.has(day);
};

const dayOfWeek = (text: string): DayTest => {
  const [, last] = /^(\w+)L$/.exec(text) ?? [];
  if (text === 'L') return ({ weekday }) => weekday === SATURDAY;
  if (last !== undefined) {
    const n = number(last, WEEKDAY);
    return ({ weekday, day, lastDay }) => weekday === n && day + 7 > lastDay;
  }
  const [, name, nth] = /^(\w+)#([1-5])$/.exec(text) ?? [];
  if (name !== undefined) {
    const n = number(name, WEEKDAY);
    return ({ weekday, day }) => weekday === n && Math.ceil(day / 7) === Number(nth);
  }
  const weekdays = set(text, WEEKDAY);
  return ({ weekday }) => weekdays.has(weekday);
};

const calendarDay = (midnight: number): Day => {
  const date = new Date(midnight);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + 1];
  const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return { year, month, day: date.getUTCDate(), weekday: date.getUTCDay() + 1, lastDay };
};

/**
 * Compiles the six fields of `cron(…)`, UTC: minutes, hours, day of month, month, day of week, year, with
 * `, - * / ? L W #`. Throws ValidationException.
 */
export const parseCron = (expression: string): Next => {
  const [minute, hour, monthDay, month, weekday, year, ...more] = expression.trim().split(/\s+/);
  if (!minute || !hour || !monthDay || !month || !weekday || !year || more.length > 0) {
    throw invalidSchedule();
  }
  // Exactly one of the two day fields says "any" with `?`; the other decides.
  if ((monthDay === '?') === (weekday === '?')) throw invalidSchedule();
  const isDay = monthDay === '?' ? dayOfWeek(weekday) : dayOfMonth(monthDay);
  const [months, years] = [set(month, MONTH), set(year, YEARS)];
  const hours = set(hour, HOURS);
  const minutes = set(minute, MINUTES);
  const times = [...hours]
    .flatMap((h) => [...minutes].map((m) => (h * 60 + m) * 60_000))
    .sort((a, b) => a - b);
  return (after) => {
    for (let midnight = Math.floor(after / DAY_MS) * DAY_MS; ; midnight += DAY_MS) {
      const day = calendarDay(midnight);
      if (day.year > YEARS.max) return undefined;
      if (!years.has(day.year) || !months.has(day.month) || !isDay(day)) continue;
      const time = times.find((offset) => midnight + offset > after);
      if (time !== undefined) return midnight + time;
    }
  };
};
