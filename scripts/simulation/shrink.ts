import type { Violation } from './oracles/violation.ts';
import type { Schedule, Selection } from './schedule.ts';

/** A failing schedule with all that it can do without left out. */
export interface Shrunk {
  readonly schedule: Schedule;
  readonly selection: Required<Selection>;
}

/** A longer search is not worth its wait. */
const MOST_RUNS = 400;

/** What a violation says, whichever order it is about and whatever it has counted. */
const kindOf = ({ invariant, message }: Violation): string =>
  `${invariant} ${message.replaceAll(/[0-9a-f]{20}|-?\d+(\.\d+)?/g, '…')}`;

type Parts = { orders: ReadonlySet<number>; incidents: ReadonlySet<number>; faults: ReadonlySet<string> };

/**
 * Leaves out orders, incidents and faults, in halves and then one by one, for as long as the same is still
 * violated (Zeller and Hildebrandt, "Simplifying and isolating failure-inducing input", 2002).
 *
 * @param run runs the schedule with what is selected
 * @returns undefined when there is no such violation to begin with
 */
export const shrink = async (
  run: (selection: Selection) => Promise<Schedule>,
  violation: Violation,
): Promise<Shrunk | undefined> => {
  const kind = kindOf(violation);
  let runs = 0;
  const attempt = async (selection: Selection): Promise<Schedule | undefined> => {
    if (++runs > MOST_RUNS) return undefined;
    const schedule = await run(selection);
    return schedule.violations.some((found) => kindOf(found) === kind) ? schedule : undefined;
  };

  let schedule = await attempt({});
  if (schedule === undefined) return undefined;
  let parts: Parts = {
    orders: new Set(schedule.script.orders.keys()),
    incidents: new Set(schedule.incidents),
    faults: new Set(schedule.faults.map(({ id }) => id)),
  };

  const reduce = async <T>(
    all: ReadonlySet<T>,
    partsWith: (rest: ReadonlySet<T>) => Parts,
  ): Promise<void> => {
    let members = [...all];
    for (let size = members.length; size >= 1; size = Math.floor(size / 2)) {
      for (let start = 0; start < members.length; ) {
        const rest = [...members.slice(0, start), ...members.slice(start + size)];
        const candidate = partsWith(new Set(rest));
        const found = await attempt(candidate);
        if (found === undefined) start += size;
        else {
          members = rest;
          schedule = found;
          parts = candidate;
        }
      }
    }
  };
  const reduceOrders = () => reduce(parts.orders, (orders) => ({ ...parts, orders }));
  await reduceOrders();
  await reduce(parts.incidents, (incidents) => ({ ...parts, incidents }));
  await reduce(parts.faults, (faults) => ({ ...parts, faults }));
  await reduceOrders();
  return { schedule, selection: parts };
};
