import { virtualKernel } from '../../lab/kernel/kernel.ts';
import type { Observer } from '../../lab/kernel/point.ts';
import { passMonths } from './aftermath.ts';
import { countEachBooking, countStock } from './books.ts';
import { watchBus } from './bus.ts';
import { combine } from './chance.ts';
import { orderIdAt, placeOrder } from './customer.ts';
import { installIncidents } from './faults/incidents.ts';
import type { FaultKind } from './faults/kinds.ts';
import { createPlan } from './faults/plan.ts';
import { historiesOf } from './histories.ts';
import { judge } from './judge.ts';
import { build, type SimulatedLab, START } from './lab.ts';
import { createMarks, faultMark } from './marks.ts';
import { createOutboxes } from './oracles/outboxes.ts';
import { map } from './oracles/rows.ts';
import { createSafety, type Safety } from './oracles/safety.ts';
import type { Violate, Violation } from './oracles/violation.ts';
import { createPrograms } from './programs.ts';
import { comeToRest } from './rest.ts';
import { pairOf, type Script } from './script.ts';
import { type Stage, seedStage } from './stage.ts';
import { withStaleReads } from './stale-reads.ts';
import { createTraceHash } from './trace-hash.ts';
import { createWitness } from './witness.ts';

/** What of a script to leave in; everything by default. */
export interface Selection {
  /** Faults at points, by their ids. */
  readonly faults?: ReadonlySet<string> | undefined;
  /** Incidents, by position. */
  readonly incidents?: ReadonlySet<number> | undefined;
  /** Orders, by position. */
  readonly orders?: ReadonlySet<number> | undefined;
}

export interface RunOptions {
  readonly selection?: Selection | undefined;
  /** Sees every point of the schedule. */
  readonly observer?: Observer | undefined;
  /** Runs the deployed bundles instead of the handlers in this process. */
  readonly bundles?: boolean | undefined;
  /** Strikes exactly these, by their ids, instead of what the script draws. */
  readonly exactly?: ReadonlyMap<string, FaultKind> | undefined;
  /** Of the functions' environments, instead of the template's. */
  readonly variables?: Readonly<Record<string, string>> | undefined;
  /** Lets things happen its own way, before the world is let come to rest. */
  readonly drive?: ((lab: SimulatedLab, stage: Stage) => Promise<void>) | undefined;
}

/** What struck, in order. */
export interface FaultLog {
  readonly id: string;
  /** What it did, for people. */
  readonly what: string;
  /** Milliseconds since the schedule began. */
  readonly atMs: number;
}

/** One schedule, run to its end. */
export interface Schedule {
  readonly script: Script;
  readonly violations: readonly Violation[];
  readonly faults: readonly FaultLog[];
  /** Positions of the incidents that struck something, in the order of time. */
  readonly incidents: readonly number[];
  readonly marks: ReadonlySet<string>;
  /** Over everything that happened. */
  readonly traceHash: number;
  /** Milliseconds of the world's time until it was at rest. */
  readonly virtualMs: number;
  readonly orders: number;
}

/** More points than any schedule has: whoever gets there goes round in circles. */
const POINTS_BOUND = 400_000;

/** As many violations of one schedule as are worth keeping: most follow from the first. */
const MOST_VIOLATIONS = 20;

/** Runs a script from its first moment until the world is at rest, or should have been. */
export const runSchedule = async (
  stage: Stage,
  script: Script,
  { selection = {}, observer, bundles = false, exactly, variables, drive }: RunOptions = {},
): Promise<Schedule> => {
  const violations: Violation[] = [];
  const violate: Violate = (invariant, orderId, message) => {
    if (violations.length < MOST_VIOLATIONS) violations.push({ invariant, orderId, message });
  };
  // Both patterns of a script have the same chances.
  const seed = pairOf(script);
  const kernel = virtualKernel({ seed, startAt: START });
  const { clock } = kernel;
  const quietFrom = START + script.quietFromMs;
  const safety = createSafety(violate, clock.now, script);
  const outboxes = createOutboxes(violate, clock.now, { pattern: script.pattern, quietFrom });
  const bookings = countEachBooking();
  const marks = createMarks();
  const witness = createWitness();
  const trace = createTraceHash();

  const skewOf = (name: string): number => script.skews[name.replace(stage.prefix, '')] ?? 0;
  const programs = createPrograms(skewOf);
  const lab = build(stage.blueprint, kernel, (handler) => (bundles ? undefined : programs.of(handler)), {
    variables: {
      ...(script.holdMinutes !== undefined && { HOLD_MINUTES: String(script.holdMinutes) }),
      ...variables,
    },
    ttlDelayMs: script.aftermath?.ttlDelayMs,
    onChange: (table, before, after) => {
      const held = stage.holds.get(table) ?? '';
      stale.onChange(table, before, after);
      safety.onChange(held, before, after);
      outboxes.onChange(held, after);
      bookings.onChange(held, before, after);
      marks.onChange(held, before, after);
      trace.onChange(after);
    },
  });
  const stale = withStaleReads(lab.dynamodb.service, clock.now);
  lab.gate.register(stale.service);
  seedStage(lab, stage, script);
  const stockBefore = countStock(lab, stage);
  lab.gate.register(
    watchBus(lab.events, (event, detail) => {
      witness.onPublished(event);
      safety.onPublished(event, detail);
      outboxes.onPublished(event);
    }),
  );
  kernel.observe((point, at, struck) => {
    safety.settle();
    marks.onPoint(point, struck);
    witness.onPoint(point);
    trace.onPoint(point, at - START);
    observer?.(point, at, struck);
  });
  skipIdleLooks(lab, safety, Math.max(0, ...Object.values(script.skews)));

  const faults: FaultLog[] = [];
  const incidents: number[] = [];
  kernel.install(
    createPlan({
      ...{ seed, exactly, rates: script.rates, only: selection.faults },
      isQuiet: () => clock.now() >= quietFrom,
      isIdle: (kind, { payload }) => kind === 'stale read' && !stale.isLate(payload),
      onStrike: ({ id, kind }) => {
        faults.push({ id, what: kind, atMs: clock.now() - START });
        marks.mark(faultMark(kind));
      },
    }),
  );
  const seen = {
    ...{ published: witness.published, starts: witness.starts },
    isHeard: (orderId: string) => isHeard(safety, orderId),
  };
  installIncidents(lab, stage, script, seen, {
    only: selection.incidents,
    onIncident: (position, { kind }) => {
      incidents.push(position);
      marks.mark(faultMark(kind));
    },
    onForged: witness.expectForged,
  });

  const shop = openShop(lab, stage, script, selection.orders);
  await drive?.(lab, stage);
  const world = {
    isOpen: () => safety.open.size > 0 || shop.isBusy(),
    isLost: () => witness.points > POINTS_BOUND,
    onRedriven: () => marks.mark('dead letter redriven'),
  };
  const isRested = await comeToRest(lab, stage, { ...world, quietFrom });
  safety.settle();

  // Whoever got no answer may have an order all the same.
  const orders = new Map(
    [...script.orders.keys()].flatMap((position) => {
      const orderId = orderIdAt(script, position);
      const isThere = shop.accepted.has(position) || safety.rowsOf(orderId).Order !== undefined;
      return isThere ? [[position, orderId] as const] : [];
    }),
  );
  const noted = { safety, outboxes, bookings: bookings.times, witness, marks, stockBefore };
  judge({ lab, stage, script, orders, quietFrom, ...noted }, violate);
  if (!isRested) violate('L5', undefined, `no rest after ${witness.points} points`);
  for (const history of historiesOf(lab, stage)) marks.onHistory(history);
  const restedAt = clock.now();
  if (isRested && script.aftermath !== undefined) {
    const rested = { lab, stage, world, safety, witness, orderIds: [...orders.values()] };
    await passMonths(script.aftermath, rested, {
      violate,
      askAgain: shop.askAgain,
      onFault: (what) => {
        faults.push({ id: 'months after the rest', what, atMs: clock.now() - START });
        marks.mark(faultMark(what));
      },
    });
  }
  programs.leave();
  return {
    ...{ script, violations, faults, incidents },
    marks: marks.hit,
    traceHash: combine(trace.value, witness.points),
    virtualMs: restedAt - START,
    orders: orders.size,
  };
};

/** The reconciler's looks at nothing cost nothing: a minute at which no order is due passes without it. */
const skipIdleLooks = ({ kernel }: SimulatedLab, { open }: Safety, aheadMs: number): void => {
  kernel.install((point) => {
    if (point.kind !== 'delivery' || !point.source.startsWith('schedule:')) return undefined;
    for (const at of open.values()) if (at <= kernel.clock.now() + aheadMs) return undefined;
    return { drop: true };
  });
};

/** The command by which a service hears of a new order. */
const FIRST_HEARD = { Payment: 'charge', Reservation: 'reserve', Assignment: 'assign' };

/** Whether every service has heard of the new order, whatever became of it. */
const isHeard = (safety: Safety, orderId: string): boolean => {
  const rows = safety.rowsOf(orderId);
  return Object.entries(FIRST_HEARD).every(([held, command]) => map(map(rows[held], 'heard'), command));
};

interface Shop {
  /** Positions of the orders that were answered. */
  readonly accepted: ReadonlySet<number>;
  isBusy(): boolean;
  /** Every customer who was answered sends the same request once more. */
  askAgain(): void;
}

/** Lets the customers of a script come; `only` those at these positions. */
const openShop = (
  lab: SimulatedLab,
  { apiId }: Stage,
  script: Script,
  only: ReadonlySet<number> | undefined,
): Shop => {
  const accepted = new Set<number>();
  let placing = 0;
  const place = async (position: number): Promise<void> => {
    placing++;
    if (await placeOrder(lab, apiId, script, position)) accepted.add(position);
    placing--;
  };
  script.orders.forEach(({ atMs, repeatedAtMs }, position) => {
    if (only !== undefined && !only.has(position)) return;
    for (const eachMs of [atMs, ...(repeatedAtMs === undefined ? [] : [repeatedAtMs])])
      lab.kernel.clock.after(eachMs, () => void place(position));
  });
  return {
    accepted,
    isBusy: () => placing > 0,
    askAgain: () => {
      for (const position of accepted) void place(position);
    },
  };
};
