import type { Entry } from '../../../src/sandbox/ledger.ts';
import { needsOf } from '../../../src/services/inventory/bill-of-materials.ts';
import { recipes } from '../../../src/services/inventory/recipes.ts';
import type { Violation } from './violation.ts';

/** What stands in the books at the end, and nothing else: no row of any service is looked at. */
export interface Books {
  /** What was published, in order; forged events are not in it. */
  readonly events: readonly Readonly<Record<string, unknown>>[];
  readonly ledger: readonly Entry[];
  /** Ingredient → units, over all shelves: as delivered, and as left. */
  readonly stockBefore: ReadonlyMap<string, number>;
  readonly stockAfter: ReadonlyMap<string, number>;
  /** Chef → orders at the end. */
  readonly booked: ReadonlyMap<string, number>;
  /** Orders that the shop was told were taken. */
  readonly accepted: readonly string[];
}

type Json = Readonly<Record<string, unknown>>;

const ENDINGS = ['order.completed', 'order.cancelled', 'order.timeout'];

const minorUnits = (amount: unknown): number => Math.round(Number(amount) * 100);

/** An order as the log tells it: the first event of each type. */
const groupByOrder = (events: Books['events']): Map<string, Map<string, Json[]>> => {
  const orders = new Map<string, Map<string, Json[]>>();
  for (const event of events) {
    const types = orders.get(String(event.subject)) ?? new Map<string, Json[]>();
    orders.set(String(event.subject), types);
    const type = String(event.type).replace('com.pizzaco.', '');
    types.set(type, [...(types.get(type) ?? []), event]);
  }
  return orders;
};

/**
 * The second opinion: audits the books of a world at rest. It shares no line with the checks made meanwhile, and
 * works from the log as an accountant would.
 */
export const audit = (books: Books): Violation[] => {
  const found: Violation[] = [];
  const say = (orderId: string | undefined, message: string): void =>
    void found.push({ invariant: 'checker', orderId, message });
  const orders = groupByOrder(books.events);
  const consumed = new Map<string, number>();

  for (const orderId of books.accepted) {
    const log = orders.get(orderId) ?? new Map<string, Json[]>();
    const created = log.get('order.created')?.[0];
    const endings = ENDINGS.filter((type) => log.has(type));
    if (created === undefined) {
      say(orderId, 'order.created was never published');
      continue;
    }
    if (endings.length !== 1) say(orderId, `the log has ${endings.join(' and ') || 'no end'}`);
    for (const [type, same] of log) {
      const versions = new Set(same.map(({ id, data, time }) => JSON.stringify([id, time, data])));
      if (versions.size > 1) say(orderId, `${type} was published in ${versions.size} versions`);
    }
    if (log.has('kitchen.ready') && log.has('kitchen.rejected')) say(orderId, 'ready, and rejected too');
    const isCompleted = log.has('order.completed');
    const data = created.data as Json;
    const charges = books.ledger.filter(({ kind, key }) => kind === 'charge' && key === `pay-${orderId}-001`);
    const refunds = books.ledger.filter(({ kind, key }) => kind === 'refund' && key === `refund-${orderId}`);
    const total = (entries: readonly Entry[]): number => entries.reduce((sum, { amount }) => sum + amount, 0);
    const balance = total(charges) - total(refunds);
    const due = isCompleted ? minorUnits(data.totalAmount) : 0;
    if (balance !== due) say(orderId, `the balance is ${balance}, due is ${due}`);
    if (log.has('payment.refunded') && refunds.length === 0) say(orderId, 'said refunded, and was not');
    if (log.has('payment.completed') && charges.length === 0) say(orderId, 'said charged, and was not');
    if (!isCompleted) continue;
    const needs = needsOf(recipes, data as never);
    if (needs.kind === 'unknown') say(orderId, 'completed without a recipe');
    else
      for (const { portion } of needs.needs)
        consumed.set(portion.ingredient, (consumed.get(portion.ingredient) ?? 0) + portion.quantity);
  }
  for (const orderId of orders.keys())
    if (!books.accepted.includes(orderId)) say(orderId, 'an order that nobody placed');
  if (books.ledger.length > new Set(books.ledger.map(({ key }) => key)).size)
    say(undefined, 'a key stands twice in the ledger');
  for (const [ingredient, before] of books.stockBefore) {
    const expected = before - (consumed.get(ingredient) ?? 0);
    const left = books.stockAfter.get(ingredient);
    if (left !== expected) say(undefined, `${left} of ${ingredient} left, ${expected} by the books`);
  }
  for (const [chef, count] of books.booked)
    if (count !== 0) say(undefined, `${chef} still has ${count} orders`);
  return found;
};
