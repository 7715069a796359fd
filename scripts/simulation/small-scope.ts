import type { Point } from '../../lab/kernel/point.ts';
import type { Pattern } from '../comparison/minimum.ts';
import type { FaultKind } from './faults/kinds.ts';
import { runSchedule, type Schedule } from './schedule.ts';
import type { Script } from './script.ts';
import type { Stage } from './stage.ts';

/** One order, to which nothing happens but what is asked for. */
export const scriptOf = (pattern: Pattern, customerId = 'cust-789'): Script => ({
  seed: 0,
  pattern,
  orders: [{ atMs: 0, customerId, pizzaType: 'margherita', size: 'small', toppings: [] }],
  stock: {},
  capacity: 4,
  holdMinutes: undefined,
  rates: { 'crash before': 1 },
  incidents: [],
  skews: {},
  quietFromMs: 0,
});

const CRASHES: readonly FaultKind[] = ['crash before', 'crash after'];

/** A run of a small scope, with what was asked of it. */
export interface Case {
  readonly name: string;
  readonly schedule: Schedule;
}

/** Runs an order with these crashes; answers the ids of the calls that functions made too, in order. */
const crash = async (
  stage: Stage,
  exactly: ReadonlyMap<string, FaultKind>,
): Promise<{ readonly schedule: Schedule; readonly calls: readonly string[] }> => {
  const counts = new Map<string, number>();
  const calls: string[] = [];
  const observer = ({ kind, source, target }: Point): void => {
    if (kind !== 'call' || !source.startsWith('function:')) return;
    const name = `call ${source} ${target}`;
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    calls.push(`${name} #${count}`);
  };
  const schedule = await runSchedule(stage, scriptOf(stage.pattern), { exactly, observer });
  return { schedule, calls };
};

/**
 * One order, with every combination of up to two crashes of a function, right before or right after any of its calls:
 * the second at any call that comes at or after the first, those of the recovery included.
 */
export async function* upToTwoCrashes(stage: Stage): AsyncGenerator<Case> {
  const good = await crash(stage, new Map());
  yield { name: 'no crash', schedule: good.schedule };
  for (const first of good.calls) {
    for (const kind of CRASHES) {
      const once = await crash(stage, new Map([[first, kind]]));
      yield { name: `${kind} ${first}`, schedule: once.schedule };
      const from = once.calls.indexOf(first) + 1;
      for (const second of once.calls.slice(from)) {
        for (const again of CRASHES) {
          const both = new Map([
            [first, kind],
            [second, again],
          ]);
          const twice = await crash(stage, both);
          yield { name: `${kind} ${first}, ${again} ${second}`, schedule: twice.schedule };
        }
      }
    }
  }
}
