import type { FaultPlan, Point, Verdict } from '../../lab/kernel/point.ts';
import type { Pattern } from '../comparison/minimum.ts';
import type { FaultKind } from './faults/kinds.ts';
import type { SimulatedLab } from './lab.ts';
import { runSchedule, type Schedule } from './schedule.ts';
import type { Script } from './script.ts';
import type { Stage } from './stage.ts';

/** One order on a good day: nothing happens to it but what is asked for. */
const scriptOf = (pattern: Pattern): Script => ({
  seed: 0,
  pattern,
  orders: [{ atMs: 0, customerId: 'cust-789', pizzaType: 'margherita', size: 'small', toppings: [] }],
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

/** What can come in any order: the three facts, the deadline, and the order's being called off. */
const MOVES = ['payment', 'inventory', 'chef', 'deadline', 'called off'] as const;

export type Move = (typeof MOVES)[number];

const FACTS: Readonly<Record<string, Move>> = {
  'com.pizzaco.payment.completed': 'payment',
  'com.pizzaco.inventory.reserved': 'inventory',
  'com.pizzaco.chef.assigned': 'chef',
  'com.pizzaco.order.overdue': 'deadline',
  'com.pizzaco.order.cancelled': 'called off',
  'com.pizzaco.order.timeout': 'called off',
};

const TASKS: Readonly<Record<string, Move>> = {
  chargePayment: 'payment',
  reserveInventory: 'inventory',
  assignChef: 'chef',
  decideOrder: 'deadline',
  undoPayment: 'called off',
  undoReservation: 'called off',
  undoAssignment: 'called off',
};

/** The move that a delivery belongs to, under either pattern. */
const moveOf = ({ kind, source, payload }: Point): Move | undefined => {
  if (kind !== 'delivery') return undefined;
  const { detail, command } = payload as {
    readonly detail?: { readonly type?: string };
    readonly command?: string;
  };
  if (source.startsWith('rule:')) return FACTS[detail?.type ?? ''];
  return source.startsWith('states:') ? TASKS[command ?? ''] : undefined;
};

const MINUTE = 60_000;

/** A short one: while a task is held, the state machine starts another every quarter of a minute. */
const TIMEOUT_MINUTES = 3;

/** Nothing waits longer to come about: the deadline, and the reconciler that notices it. */
const PATIENCE_MS = (TIMEOUT_MINUTES + 8) * MINUTE;

/** Holds every move until it is its turn, in this order; what cannot come about yet has its turn again later. */
const inTurn =
  (order: readonly Move[], twice: Move) =>
  async ({ kernel }: SimulatedLab): Promise<void> => {
    const { clock } = kernel;
    const held = new Map<Move, (() => void)[]>();
    const free = new Set<Move>();
    const plan: FaultPlan = (point): Verdict | undefined => {
      const move = moveOf(point);
      if (move === undefined) return undefined;
      const copies = move === twice ? 2 : 1;
      if (free.has(move)) return { copies };
      const hold = new Promise<void>((resolve) => held.set(move, [...(held.get(move) ?? []), resolve]));
      return { hold, copies };
    };
    const remove = kernel.install(plan);
    const release = (move: Move): void => {
      free.add(move);
      for (const resolve of held.get(move) ?? []) resolve();
    };
    let waiting = [...order];
    while (waiting.length > 0) {
      const [next = 'deadline'] = waiting;
      const until = clock.now() + PATIENCE_MS;
      await clock.run(() => held.has(next), until);
      const turn = waiting.find((move) => held.has(move));
      if (turn === undefined) break;
      waiting = waiting.filter((move) => move !== turn);
      release(turn);
      const settled = clock.now() + MINUTE;
      await clock.run(() => clock.now() >= settled, settled);
    }
    remove();
    for (const move of held.keys()) release(move);
  };

const permutations = <T>(items: readonly T[]): readonly (readonly T[])[] =>
  items.length === 0
    ? [[]]
    : items.flatMap((item) =>
        permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
      );

/** Every permutation of the moves, with each of them twice in turn. */
export async function* everyOrder(stage: Stage): AsyncGenerator<Case> {
  const variables = { TIMEOUT_MINUTES: String(TIMEOUT_MINUTES) };
  for (const order of permutations(MOVES)) {
    for (const twice of MOVES) {
      const schedule = await runSchedule(stage, scriptOf(stage.pattern), {
        exactly: new Map(),
        drive: inTurn(order, twice),
        variables,
      });
      yield { name: `${order.join(', ')}; ${twice} twice`, schedule };
    }
  }
}
