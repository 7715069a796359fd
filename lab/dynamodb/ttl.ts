import type { Clock, Timer } from '../kernel/clock.ts';
import type { Random } from '../kernel/random.ts';
import { attribute, type Item } from './attribute-value.ts';
import type { Slot } from './collection.ts';
import { createHeap } from './heap.ts';

/** Removes a table's items some time after they have expired. */
export interface TimeToLive {
  /** Tells of an item written. */
  watch(slot: Slot): void;
  stop(): void;
}

/** An appointment to look at a slot. */
interface Appointment {
  readonly slot: Slot;
  /** Epoch seconds at which the item expires. */
  readonly expiry: number;
  /** Epoch ms at which it is removed. */
  readonly dueAt: number;
}

/** Items that expired longer ago are left alone. Source: Developer Guide, "Using time to live (TTL)". */
const FIVE_YEARS_S = 5 * 365 * 24 * 60 * 60;
/** The longest delay that a timer of Node takes; beyond, it would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The moment in epoch seconds at which the item expires; undefined when the attribute is no number. */
const expiryOf = (item: Item, attributeName: string): number | undefined => {
  const value = attribute(item, attributeName);
  return value !== undefined && 'N' in value ? Number(value.N) : undefined;
};

/**
 * An item has one appointment as a rule. When its expiry moves on, as it does with every write to a row that
 * lives for so long after its last change, the appointment stays, and only then is the next one made.
 */
export const createTimeToLive = (options: {
  readonly clock: Clock;
  readonly random: Random;
  readonly attributeName: string;
  /** An item is removed at a random moment within so many ms after its expiry. */
  readonly delayMs: number;
  readonly remove: (slot: Slot) => void;
}): TimeToLive => {
  const { clock, random, attributeName, delayMs, remove } = options;
  const appointments = createHeap<Appointment>((a, b) => a.dueAt - b.dueAt);
  const current = new Map<Slot, Appointment>();
  let timer: Timer | undefined;
  let armedFor = Number.POSITIVE_INFINITY;

  const arm = (): void => {
    const dueAt = appointments.peek()?.dueAt ?? Number.POSITIVE_INFINITY;
    if (dueAt === armedFor) return;
    timer?.cancel();
    armedFor = dueAt;
    const delay = Math.min(dueAt - clock.now(), LONGEST_TIMER_MS);
    timer = appointments.peek() && clock.after(delay, sweep, { standing: true });
  };

  const isEligible = (expiry: number): boolean => expiry >= clock.now() / 1000 - FIVE_YEARS_S;

  const appoint = (slot: Slot, expiry: number): void => {
    if (!isEligible(expiry)) return;
    const dueAt = Math.max(expiry * 1000, clock.now()) + random.integer(delayMs + 1);
    const appointment = { slot, expiry, dueAt };
    current.set(slot, appointment);
    appointments.push(appointment);
  };

  const keep = ({ slot, expiry }: Appointment): void => {
    current.delete(slot);
    const now = slot.item && expiryOf(slot.item, attributeName);
    if (now === undefined) return;
    if (now === expiry) remove(slot);
    else appoint(slot, now);
  };

  const sweep = (): void => {
    armedFor = Number.POSITIVE_INFINITY;
    for (
      let next = appointments.peek();
      next !== undefined && next.dueAt <= clock.now();
      next = appointments.peek()
    ) {
      appointments.pop();
      if (current.get(next.slot) === next) keep(next);
    }
    arm();
  };

  return {
    watch: (slot) => {
      const expiry = slot.item && expiryOf(slot.item, attributeName);
      if (expiry === undefined) return;
      const appointment = current.get(slot);
      if (appointment !== undefined && appointment.expiry <= expiry) return;
      appoint(slot, expiry);
      arm();
    },
    stop: () => timer?.cancel(),
  };
};
