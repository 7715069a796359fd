import type { FaultPlan, Point, Verdict } from '../../lab/kernel/point.ts';
import type { Pattern } from '../comparison/minimum.ts';
import { scan } from './books.ts';
import { chanceOf, combine, hashText } from './chance.ts';
import type { SimulatedLab } from './lab.ts';
import { runSchedule } from './schedule.ts';
import { type Case, scriptOf } from './small-scope.ts';
import type { Stage } from './stage.ts';

const FACTS = ['payment', 'inventory', 'chef'] as const;

/** What can come in any sequence: the three facts, the deadline, and the order's being called off. */
const MOVES = [...FACTS, 'deadline', 'called off'] as const;

export type Move = (typeof MOVES)[number];

/** Moves, one after the other. */
export type Sequence = readonly Move[];

/** What sort of a day it is → who orders, and whose fact says no. */
const DAYS = {
  good: { customerId: 'cust-789', failing: undefined },
  'card declined': { customerId: 'cust-declined', failing: 'payment' },
} as const satisfies Record<string, { readonly customerId: string; readonly failing: Move | undefined }>;

export type Day = keyof typeof DAYS;

export type Ending = 'completed' | 'cancelled' | 'timeout';

/**
 * What a sequence makes of an order, and at which move. The choreography's arbiter hears each move as it comes; the
 * state machine asks it once, when the branches have answered or the deadline has passed.
 */
const decisionOf = (pattern: Pattern, day: Day, moves: Sequence) => {
  const { failing } = DAYS[day];
  for (const [at, move] of moves.entries()) {
    if (pattern === 'orchestration' && move !== 'deadline') continue;
    const heard = moves.slice(0, at + 1);
    const decided = (ending: Ending) => ({ at, ending });
    if (failing !== undefined && heard.includes(failing)) return decided('cancelled');
    if (FACTS.every((fact) => heard.includes(fact))) return decided('completed');
    if (move === 'deadline') return decided('timeout');
  }
  throw new Error(`${moves.join(', ')} decide nothing`);
};

/** How an order ends whose moves come like this. */
export const endingOf = (pattern: Pattern, day: Day, moves: Sequence): Ending =>
  decisionOf(pattern, day, moves).ending;

/** Why the moves cannot come like this; undefined when they can. */
const hindranceTo = (pattern: Pattern, day: Day, moves: Sequence) => {
  const { at, ending } = decisionOf(pattern, day, moves);
  if (!moves.includes('called off')) return ending === 'completed' ? undefined : 'it must be called off';
  if (ending === 'completed') return 'nothing calls it off';
  return moves.indexOf('called off') < at ? 'it is called off before its reason' : undefined;
};

const permutations = <T>(items: readonly T[]): readonly (readonly T[])[] =>
  items.length === 0
    ? [[]]
    : items.flatMap((item) =>
        permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
      );

/** Every permutation of the moves that can come about; the others with what stands in their way. */
export const sequencesOf = (
  pattern: Pattern,
  day: Day,
): {
  readonly possible: readonly Sequence[];
  readonly impossible: readonly { readonly moves: Sequence; readonly why: string }[];
} => {
  const all = permutations(MOVES);
  const uncalled = permutations(MOVES.filter((move) => move !== 'called off'));
  return {
    possible: [...all, ...uncalled].filter((moves) => hindranceTo(pattern, day, moves) === undefined),
    impossible: all.flatMap((moves) => {
      const why = hindranceTo(pattern, day, moves);
      return why === undefined ? [] : [{ moves, why }];
    }),
  };
};

/**
 * The moves with one of them once more, each in turn: right after itself, or after any that follow. Which, is drawn: all
 * of them would be three times as many runs.
 */
export const withOneTwice = (moves: Sequence): readonly Sequence[] =>
  moves.map((move, first) => {
    const places = moves.length - first;
    const later = Math.floor(chanceOf(combine(hashText(moves.join()), first)) * places);
    return moves.toSpliced(first + 1 + later, 0, move);
  });

const EVENTS: Readonly<Record<string, Move>> = {
  'com.pizzaco.payment.completed': 'payment',
  'com.pizzaco.payment.failed': 'payment',
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

/** The move that a function is brought, under either pattern. */
const moveOf = ({ source, payload }: Point): Move | undefined => {
  const { detail, command } = payload as {
    readonly detail?: { readonly type?: string };
    readonly command?: string;
  };
  if (source.startsWith('rule:')) return EVENTS[detail?.type ?? ''];
  return source.startsWith('states:') ? TASKS[command ?? ''] : undefined;
};

/** What comes about whether any other move does or not. The state machine's deadline follows its branches. */
const UNASKED: Readonly<Record<Pattern, readonly Move[]>> = {
  choreography: [...FACTS, 'deadline'],
  orchestration: FACTS,
};

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** A short one: while a task is held, the state machine starts another every quarter of a minute. */
const TIMEOUT_MINUTES = 1;

/** Nothing waits longer to come about: the deadline, and the reconciler that notices it. */
const PATIENCE_MS = 8 * MINUTE;

/** For what follows from a move at once; so short that the last of the three tasks is let go before it times out. */
const SETTLING_MS = 4 * SECOND;

/** A delivery on its way. */
interface Carried {
  readonly point: Point;
  readonly letGo: () => void;
}

/** Carries a delivery once more, as its carrier does when it does not know that it has arrived. */
const carryAgain = async ({ kernel, functions }: SimulatedLab, { point }: Carried): Promise<void> => {
  const { source, target, payload } = point;
  await kernel.pass(point);
  const request = { functionArn: target.replace('function:', ''), payload, source };
  await (source.startsWith('states:') ? functions.invoke(request) : functions.invokeAsync(request));
};

/**
 * Holds the deliveries of every move until it is its turn, and carries them once more when it has another. What is said
 * or tried again meanwhile is lost. Ends at a move that does not come about.
 */
const inTurn =
  (moves: Sequence, onAgain: (move: Move) => void) =>
  async (lab: SimulatedLab, { pattern }: Stage): Promise<void> => {
    const { clock, install } = lab.kernel;
    const carried = new Map<Move, readonly Carried[]>();
    const free = new Set<Move>();
    const plan: FaultPlan = (point): Verdict | undefined => {
      const move = point.kind === 'delivery' ? moveOf(point) : undefined;
      if (move === undefined || free.has(move)) return undefined;
      const others = carried.get(move) ?? [];
      if (others.some((other) => other.point.target === point.target)) return { drop: true };
      return { hold: new Promise((letGo) => carried.set(move, [...others, { point, letGo }])) };
    };
    const release = (move: Move): void => {
      free.add(move);
      for (const { letGo } of carried.get(move) ?? []) letGo();
    };
    const comeAbout = (awaited: readonly Move[]): Promise<boolean> =>
      clock.run(() => awaited.every((move) => carried.has(move)), clock.now() + PATIENCE_MS);
    const settle = (): Promise<boolean> => clock.run(() => false, clock.now() + SETTLING_MS);

    const remove = install(plan);
    await comeAbout(UNASKED[pattern]);
    for (const move of moves) {
      if (!(await comeAbout([move]))) break;
      if (!free.has(move)) release(move);
      else {
        onAgain(move);
        for (const each of carried.get(move) ?? []) void carryAgain(lab, each);
      }
      await settle();
    }
    remove();
    for (const move of carried.keys()) release(move);
  };

/** A run of a sequence, with what came of it. */
export interface SequenceCase extends Case {
  /** The moves as functions took them: each when it was taken first, and again where it was carried again. */
  readonly came: Sequence;
  /** The order's status at the end. */
  readonly ended: unknown;
}

/** Runs an order whose moves come as they are asked for. */
export const runSequence = async (stage: Stage, day: Day, moves: Sequence): Promise<SequenceCase> => {
  const came: Move[] = [];
  let repeated: Move | undefined;
  const drive = inTurn(moves, (move) => {
    repeated = move;
  });
  let world: SimulatedLab | undefined;
  const schedule = await runSchedule(stage, scriptOf(stage.pattern, DAYS[day].customerId), {
    exactly: new Map(),
    drive: async (lab) => {
      world = lab;
      await drive(lab, stage);
    },
    observer: (point) => {
      const move = point.kind === 'invocation' ? moveOf(point) : undefined;
      if (move === undefined || (came.includes(move) && move !== repeated)) return;
      came.push(move);
      if (move === repeated) repeated = undefined;
    },
    variables: { TIMEOUT_MINUTES: String(TIMEOUT_MINUTES) },
  });
  const ended = world && scan(world, stage, 'Order')[0]?.status;
  return { name: `${day}: ${moves.join(', ')}`, schedule, came, ended };
};
