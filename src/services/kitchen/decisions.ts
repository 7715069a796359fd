import {
  type CloudEvent,
  chefAssigned,
  chefUnavailable,
  inventoryReserved,
  inventoryUnavailable,
  kitchenCompleted,
  kitchenReady,
  kitchenRejected,
  paymentCompleted,
  paymentFailed,
  type Rejection,
} from '../../contracts/index.ts';
import { NotYetVisible } from '../../platform/errors.ts';
import { type Decide, type Decision, keep, type Row, type State, write } from '../../platform/row.ts';

/** What the kitchen waits for, each with what it needs to know of it. */
interface Arrivals {
  readonly payment?: { readonly paymentId: string };
  readonly inventory?: { readonly reservationId: string; readonly expiresAt: string };
  readonly chef?: { readonly chefId: string };
}

/**
 * The arbiter of an order, under both patterns: waiting becomes ready or rejected, once and for ever. Ready is
 * the pivot: before it an order is undone, after it there is only forward.
 */
export interface KitchenRow extends Row, Arrivals {
  readonly status: 'waiting' | 'ready' | 'rejected' | 'completed';
  /** While waiting: when the first of the facts in was said, epoch ms. */
  readonly since?: number;
}

/** What payment, inventory and chef say, good news and bad. */
export const arriving = [
  paymentCompleted,
  paymentFailed,
  inventoryReserved,
  inventoryUnavailable,
  chefAssigned,
  chefUnavailable,
] as const;

export type ArrivingFact = CloudEvent<(typeof arriving)[number]>;

type Prerequisite = keyof Arrivals;
const PREREQUISITES: readonly Prerequisite[] = ['payment', 'inventory', 'chef'];

/** What was known when the arbiter decided. */
interface Known {
  readonly arrivals: Arrivals;
  readonly failures: Partial<Record<Prerequisite, Rejection>>;
  /** When the first fact was said, epoch ms. */
  readonly since: number;
}

const nothing: Known = { arrivals: {}, failures: {}, since: Number.POSITIVE_INFINITY };

const learn = (before: Known, fact: ArrivingFact): Known => {
  const known = { ...before, since: Math.min(before.since, Date.parse(fact.time)) };
  const arrived = (arrivals: Arrivals): Known => ({ ...known, arrivals: { ...known.arrivals, ...arrivals } });
  const failed = (who: Prerequisite, reason: Rejection): Known => ({
    ...known,
    failures: { ...known.failures, [who]: reason },
  });
  switch (fact.type) {
    case 'com.pizzaco.payment.completed':
      return arrived({ payment: { paymentId: fact.data.paymentId } });
    case 'com.pizzaco.inventory.reserved':
      return arrived({
        inventory: { reservationId: fact.data.reservationId, expiresAt: fact.data.expiresAt },
      });
    case 'com.pizzaco.chef.assigned':
      return arrived({ chef: { chefId: fact.data.chefId } });
    case 'com.pizzaco.payment.failed':
      return failed('payment', `payment-failed: ${fact.data.reason}`);
    case 'com.pizzaco.inventory.unavailable':
      return failed('inventory', 'inventory-unavailable');
    case 'com.pizzaco.chef.unavailable':
      return failed('chef', `chef-unavailable: ${fact.data.reason}`);
    default:
      return fact satisfies never;
  }
};

/** Why not to prepare, by precedence: a failure fact, an expired hold, the deadline. */
const objection = ({ arrivals, failures }: Known, now: number, overdue: boolean): Rejection | undefined => {
  const failure = failures.payment ?? failures.inventory ?? failures.chef;
  if (failure !== undefined) return failure;
  const { payment, inventory, chef } = arrivals;
  if (payment && inventory && chef)
    return now < Date.parse(inventory.expiresAt) ? undefined : 'reservation-expired';
  return overdue ? 'overdue' : undefined;
};

const arbitrate = (known: Known, now: number, overdue: boolean): Decision<KitchenRow> => {
  const { arrivals, failures, since } = known;
  const reason = objection(known, now, overdue);
  if (reason !== undefined) {
    const isIn = (who: Prerequisite): boolean => arrivals[who] !== undefined || failures[who] !== undefined;
    const received = PREREQUISITES.filter(isIn);
    const missing = PREREQUISITES.filter((who) => !isIn(who));
    return write<KitchenRow>(
      { status: 'rejected', ...arrivals },
      { type: kitchenRejected.type, data: { reason, received, missing } },
    );
  }
  const { payment, inventory, chef } = arrivals;
  if (!payment || !inventory || !chef) {
    return write<KitchenRow>({ status: 'waiting', ...arrivals, since });
  }
  const correlationData = {
    paymentId: payment.paymentId,
    reservationId: inventory.reservationId,
    chefId: chef.chefId,
  };
  return {
    kind: 'write',
    state: { status: 'ready', ...arrivals },
    fact: { type: kitchenReady.type, data: { status: 'ready-for-preparation', correlationData } },
    measures: { FirstToAllReceived: now - since },
  };
};

const arrivalsOf = (row: KitchenRow | undefined): Arrivals => ({
  ...(row?.payment && { payment: row.payment }),
  ...(row?.inventory && { inventory: row.inventory }),
  ...(row?.chef && { chef: row.chef }),
});

const knownBy = (row: KitchenRow | undefined): Known => ({
  ...nothing,
  arrivals: arrivalsOf(row),
  ...(row?.since !== undefined && { since: row.since }),
});

const isDecided = (row: KitchenRow | undefined): row is KitchenRow =>
  row !== undefined && row.status !== 'waiting';

/**
 * A fact arrives, in any order, as the first or the last. A decided row hears no more: its owner undoes it. A fact
 * that is in already, as a duplicate or a nudge, costs nothing.
 */
export const decideArrival =
  (now: number): Decide<KitchenRow, ArrivingFact> =>
  (row, { name, data: fact }) =>
    row?.heard[name] !== undefined || isDecided(row)
      ? keep
      : arbitrate(learn(knownBy(row), fact), now, false);

/** All that will ever come is here; whatever is missing by now is too late. */
export const decideAll =
  (now: number): Decide<KitchenRow, readonly ArrivingFact[]> =>
  (row, { data: facts }) =>
    isDecided(row) ? keep : arbitrate(facts.reduce(learn, knownBy(row)), now, true);

const stateOf = (row: KitchenRow): State<KitchenRow> => ({ status: row.status, ...arrivalsOf(row) });

/** The deadline has passed. What is decided already is said again. */
export const decideOverdue =
  (now: number): Decide<KitchenRow, unknown> =>
  (row) => {
    if (!isDecided(row)) return arbitrate(knownBy(row), now, true);
    const type = row.status === 'rejected' ? kitchenRejected.type : kitchenReady.type;
    return write(stateOf(row), { type, data: row.said[type]?.data ?? {} });
  };

/** Assembles and bakes. */
export const decidePrepare: Decide<KitchenRow, unknown> = (row, { orderId }) => {
  if (row?.status === 'completed') return keep;
  if (row?.status !== 'ready') throw new NotYetVisible(orderId, 'a kitchen row that is ready');
  // What had arrived is in kitchen.ready, which the row has said; without it the row stays below 1 KB.
  return write<KitchenRow>({ status: 'completed' }, { type: kitchenCompleted.type, data: {} });
};
