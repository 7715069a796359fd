import { consumptionOf, type Ordered } from './consumption.ts';
import type { Violation } from './violation.ts';

/** A movement of money, as the provider entered it; amounts in minor units. */
export interface Movement {
  /** The idempotency key; the order's id is in it. */
  readonly key: string;
  readonly kind: 'charge' | 'refund';
  readonly amount: number;
}

type Event = Readonly<Record<string, unknown>>;

/** What stands in the books at the end, and nothing else: no order's row is looked at. */
export interface Books {
  /** What was published, in order; forged events are not in it. */
  readonly events: readonly Event[];
  /** False where records were given up before they were published: then the log has holes. */
  readonly isLogWhole: boolean;
  readonly ledger: readonly Movement[];
  /** Ingredient → units, over all shelves: as delivered, and as left. */
  readonly stockBefore: ReadonlyMap<string, number>;
  readonly stockAfter: ReadonlyMap<string, number>;
  /** Chef → orders at the end. */
  readonly booked: ReadonlyMap<string, number>;
  /** Chef → how often booked in all. */
  readonly bookings: ReadonlyMap<string, number>;
  /** Orders that the shop was told were taken. */
  readonly accepted: readonly string[];
}

const ENDINGS = ['order.completed', 'order.cancelled', 'order.timeout'];

/** An order as the log tells it: type → the events of this type. */
type Log = ReadonlyMap<string, readonly Event[]>;

const groupByOrder = (events: Books['events']): ReadonlyMap<string, Log> => {
  const orders = new Map<string, Map<string, Event[]>>();
  for (const event of events) {
    const types = orders.get(String(event.subject)) ?? new Map<string, Event[]>();
    orders.set(String(event.subject), types);
    const type = String(event.type).replace('com.pizzaco.', '');
    types.set(type, [...(types.get(type) ?? []), event]);
  }
  return orders;
};

const dataOf = (log: Log, type: string): Event | undefined => log.get(type)?.[0]?.data as Event | undefined;

const minorUnits = (amount: unknown): number => Math.round(Number(amount) * 100);

const total = (ledger: readonly Movement[], kind: Movement['kind']): number =>
  ledger.reduce((sum, entry) => (entry.kind === kind ? sum + entry.amount : sum), 0);

const addTo = (sums: Map<string, number>, name: string, amount: number): void =>
  void sums.set(name, (sums.get(name) ?? 0) + amount);

/** What an order's log says against itself. */
const contradictions = (log: Log): string[] => {
  const found: string[] = [];
  const endings = ENDINGS.filter((type) => log.has(type));
  if (endings.length > 1) found.push(`the log has ${endings.join(' and ')}`);
  for (const [type, same] of log) {
    const versions = new Set(same.map(({ id, data, time }) => JSON.stringify([id, time, data])));
    if (versions.size > 1) found.push(`${type} was published in ${versions.size} versions`);
  }
  if (log.has('kitchen.ready') && log.has('kitchen.rejected')) found.push('ready, and rejected too');
  return found;
};

/** What an order's log lacks. */
const gaps = (log: Log): string[] => {
  if (!log.has('order.created')) return ['order.created was never published'];
  return ENDINGS.some((type) => log.has(type)) ? [] : ['the log has no end'];
};

/** What an order must have paid in the end, in minor units; undefined where the log does not say. */
const dueOf = (log: Log): number | undefined => {
  if (log.has('order.completed')) {
    const created = dataOf(log, 'order.created');
    return created && minorUnits(created.totalAmount);
  }
  return ENDINGS.some((type) => log.has(type)) ? 0 : undefined;
};

/** What is wrong with an order's money, by what the log says of it. */
const misentries = (log: Log, ledger: readonly Movement[]): string[] => {
  const found: string[] = [];
  const [charged, refunded] = [total(ledger, 'charge'), total(ledger, 'refund')];
  const due = dueOf(log);
  if (due !== undefined && charged - refunded !== due)
    found.push(`the balance is ${charged - refunded}, due is ${due}`);
  if (ledger.filter(({ kind }) => kind === 'charge').length > 1) found.push('more than one charge');
  if (refunded !== 0 && refunded !== charged) found.push(`${refunded} of ${charged} was given back`);
  const paid = dataOf(log, 'payment.completed');
  if (paid && minorUnits(paid.amountCharged) !== charged)
    found.push(`said to be charged ${paid.amountCharged}, the ledger has ${charged}`);
  const back = dataOf(log, 'payment.refunded');
  if (back && minorUnits(back.amountRefunded) !== refunded)
    found.push(`said to be given back ${back.amountRefunded}, the ledger has ${refunded}`);
  return found;
};

/** Chef → orders that were said to be the chef's. */
const countAssigned = (orders: ReadonlyMap<string, Log>): ReadonlyMap<string, number> => {
  const assigned = new Map<string, number>();
  for (const log of orders.values()) {
    const data = dataOf(log, 'chef.assigned');
    if (data) addTo(assigned, String(data.chefId), 1);
  }
  return assigned;
};

const auditChefs = ({ booked, bookings }: Books, orders: ReadonlyMap<string, Log>): string[] => {
  const found: string[] = [];
  for (const [chef, count] of booked) if (count !== 0) found.push(`${chef} still has ${count} orders`);
  for (const [chef, count] of countAssigned(orders))
    if (count > (bookings.get(chef) ?? 0))
      found.push(`${chef} was said to have ${count} orders, and was booked for ${bookings.get(chef) ?? 0}`);
  return found;
};

/** Where the log does not tell the end of each order, it does not say what was consumed either. */
const auditStock = ({ accepted, stockBefore, stockAfter }: Books, logOf: (id: string) => Log): string[] => {
  const logs = accepted.map(logOf);
  if (logs.some((log) => gaps(log).length > 0)) return [];
  const consumed = new Map<string, number>();
  for (const log of logs) {
    if (!log.has('order.completed')) continue;
    for (const [ingredient, quantity] of consumptionOf(dataOf(log, 'order.created') as unknown as Ordered))
      addTo(consumed, ingredient, quantity);
  }
  return [...stockBefore].flatMap(([ingredient, before]) => {
    const expected = before - (consumed.get(ingredient) ?? 0);
    const left = stockAfter.get(ingredient);
    return left === expected ? [] : [`${left} of ${ingredient} left, ${expected} by the books`];
  });
};

/**
 * The second opinion: audits the books of a world at rest. It shares no line with the checks made meanwhile, nor with
 * the code it judges, and works from the log as an accountant would: what was said must be so, and, where the log is
 * whole, what is so must have been said.
 */
export const audit = (books: Books): Violation[] => {
  const orders = groupByOrder(books.events);
  const logOf = (orderId: string): Log => orders.get(orderId) ?? new Map();
  const ledgerOf = (orderId: string) => books.ledger.filter(({ key }) => key.includes(orderId));
  const inOrder = books.accepted.flatMap((orderId) => {
    const log = logOf(orderId);
    const messages = [
      ...(books.isLogWhole ? gaps(log) : []),
      ...contradictions(log),
      ...misentries(log, ledgerOf(orderId)),
    ];
    return messages.map((message) => ({ orderId, message }));
  });
  const placed = new Set(books.accepted);
  const unplaced = [...orders.keys()]
    .filter((orderId) => !placed.has(orderId))
    .map((orderId) => ({ orderId, message: 'an order that nobody placed' }));
  const inAll = [
    ...books.ledger
      .filter(({ key }) => !books.accepted.some((orderId) => key.includes(orderId)))
      .map(({ key }) => `money of no order moved: ${key}`),
    ...(books.ledger.length > new Set(books.ledger.map(({ key }) => key)).size
      ? ['a key stands twice in the ledger']
      : []),
    ...auditStock(books, logOf),
    ...auditChefs(books, orders),
  ].map((message) => ({ orderId: undefined, message }));
  return [...inOrder, ...unplaced, ...inAll].map((found) => ({ invariant: 'checker' as const, ...found }));
};
