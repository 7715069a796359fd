import type { Item } from '../../../lab/dynamodb/attribute-value.ts';
import type { Pattern } from '../../comparison/minimum.ts';
import { CANARY } from '../customer.ts';
import type { Script } from '../script.ts';
import { isIntruder, map, number, saidOf, text } from './rows.ts';
import type { Violate } from './violation.ts';

type Json = Readonly<Record<string, unknown>>;

/** The five services that keep a row for each order. */
const SERVICES = ['Order', 'Payment', 'Reservation', 'Assignment', 'Kitchen'] as const;
type ServiceTable = (typeof SERVICES)[number];

const isService = (held: string): held is ServiceTable => (SERVICES as readonly string[]).includes(held);

/** Status → the statuses that may follow; `undefined` stands for no row. A nudge writes the same status again. */
const NEXT: Readonly<Record<ServiceTable, Readonly<Record<string, readonly string[]>>>> = {
  Order: {
    none: ['created'],
    created: ['created', 'completed', 'cancelled', 'timeout'],
    completed: ['completed'],
    cancelled: ['cancelled'],
    timeout: ['timeout'],
  },
  Payment: {
    none: ['INTENT', 'FAILED', 'VOIDED'],
    INTENT: ['INTENT', 'COMPLETED', 'FAILED', 'VOIDING'],
    COMPLETED: ['COMPLETED', 'REFUNDED'],
    FAILED: ['FAILED', 'VOIDED'],
    VOIDING: ['VOIDING', 'REFUNDED', 'VOIDED'],
    REFUNDED: ['REFUNDED'],
    VOIDED: ['VOIDED'],
  },
  Reservation: {
    none: ['HELD', 'UNAVAILABLE', 'RELEASED'],
    HELD: ['HELD', 'CONFIRMED', 'RELEASED'],
    CONFIRMED: ['CONFIRMED'],
    UNAVAILABLE: ['UNAVAILABLE', 'RELEASED'],
    RELEASED: ['RELEASED'],
  },
  Assignment: {
    none: ['ASSIGNED', 'UNAVAILABLE', 'RELEASED'],
    ASSIGNED: ['ASSIGNED', 'RELEASED'],
    UNAVAILABLE: ['UNAVAILABLE', 'RELEASED'],
    RELEASED: ['RELEASED'],
  },
  Kitchen: {
    none: ['waiting', 'ready', 'rejected'],
    waiting: ['waiting', 'ready', 'rejected'],
    ready: ['ready', 'completed'],
    completed: ['completed'],
    rejected: ['rejected'],
  },
};

const PREREQUISITES = [
  ['Payment', 'com.pizzaco.payment.completed'],
  ['Reservation', 'com.pizzaco.inventory.reserved'],
  ['Assignment', 'com.pizzaco.chef.assigned'],
] as const satisfies readonly (readonly [ServiceTable, string])[];

/** Whose function decides whether an order is ready, by its own clock. */
const ARBITER: Readonly<Record<Pattern, string>> = { choreography: 'aggregator', orchestration: 'kitchen' };

/** From a look at the clock until the decision is written: a function lives for seconds, its last call for 25 s. */
const LONGEST_WRITE_MS = 60_000;

/** Who says what: the first word of a fact → the table whose rows say it. */
const SAID_BY: Readonly<Record<string, ServiceTable>> = {
  order: 'Order',
  payment: 'Payment',
  inventory: 'Reservation',
  chef: 'Assignment',
  kitchen: 'Kitchen',
};

/** One order in the world. */
interface Seen {
  readonly rows: Partial<Record<ServiceTable, Item>>;
  /** `<type> <attempt>` of all that stood in an outbox. */
  readonly outboxes: Set<string>;
  /** Whose rows TTL has removed. */
  readonly forgotten: Set<ServiceTable>;
  charges: number;
  refunds: number;
}

/** Sees every change of an item, and every event of a service that the bus takes (`detail` is its text), as it happens. */
export interface Safety {
  onChange(held: string, before: Item | undefined, after: Item | undefined): void;
  onPublished(event: Json, detail: string): void;
  /** To be called between two steps: what several writes of one step must come to together. */
  settle(): void;
  /** The rows of an order as they are now. */
  rowsOf(orderId: string): Readonly<Partial<Record<string, Item>>>;
  /** Open orders and when each is looked at next, epoch ms. */
  readonly open: ReadonlyMap<string, number>;
  /** When orders were closed, epoch ms. */
  readonly closedAt: ReadonlyMap<string, number>;
}

/** Whatever else an idempotency key is made of: the ids of orders are 20 hexadecimal digits. */
const orderOfKey = (key: string): string => /[0-9a-f]{20}/.exec(key)?.[0] ?? key;

/** Adds an amount under a name; what comes to nothing is left out. */
const add = (sums: Map<string, number>, name: string, amount: number): void => {
  const sum = (sums.get(name) ?? 0) + amount;
  if (sum === 0) sums.delete(name);
  else sums.set(name, sum);
};

/** S1–S7 and, on the bus, S9: checked after every step. */
export const createSafety = (
  violate: Violate,
  now: () => number,
  { pattern, skews }: Pick<Script, 'pattern' | 'skews'>,
): Safety => {
  const arbiterNow = (): number => now() + (skews[ARBITER[pattern]] ?? 0);
  const closedAt = new Map<string, number>();
  const orders = new Map<string, Seen>();
  const open = new Map<string, number>();
  /** What left the shelves and is held by nobody, and the other way round; empty between two steps. */
  const stock = new Map<string, number>();
  const bookings = new Map<string, number>();

  const seenOf = (orderId: string): Seen => {
    const known = orders.get(orderId);
    if (known !== undefined) return known;
    const seen: Seen = { rows: {}, outboxes: new Set(), forgotten: new Set(), charges: 0, refunds: 0 };
    orders.set(orderId, seen);
    return seen;
  };

  const onLedger = (before: Item | undefined, after: Item | undefined): void => {
    const orderId = orderOfKey(text(after ?? before, 'chargeKey') ?? text(after ?? before, 'key') ?? '');
    if (before !== undefined || after === undefined) {
      violate('S1', orderId, 'an entry of the provider’s ledger changed');
      return;
    }
    const seen = seenOf(orderId);
    const payment = text(seen.rows.Payment, 'status');
    if (text(after, 'kind') === 'charge') {
      if (++seen.charges > 1) violate('S1', orderId, 'charged twice');
      if (payment !== 'INTENT' && payment !== 'VOIDING')
        violate('S2', orderId, `charged while the payment is ${payment}`);
      return;
    }
    if (++seen.refunds > 1) violate('S1', orderId, 'refunded twice');
    if (seen.refunds > seen.charges) violate('S2', orderId, 'refunded without a charge');
    const order = text(seen.rows.Order, 'status');
    if (order !== 'cancelled' && order !== 'timeout')
      violate('S2', orderId, `refunded while the order is ${order}`);
  };

  const onShelf = (before: Item | undefined, after: Item | undefined): void => {
    const ingredient = text(after ?? before, 'ingredient') ?? '';
    if (ingredient === 'bill-of-materials' || before === undefined) return;
    const left = number(after, 'quantity') ?? 0;
    if (left < 0) violate('S4', undefined, `${left} of ${ingredient} on a shelf`);
    add(stock, ingredient, left - (number(before, 'quantity') ?? 0));
  };

  const onBookings = (before: Item | undefined, after: Item | undefined): void => {
    if (before === undefined) return;
    const chef = text(after ?? before, 'pk')?.replace('chef#', '') ?? '';
    const booked = number(after, 'booked') ?? 0;
    if (booked < 0 || booked > (number(after, 'capacity') ?? 0))
      violate('S4', undefined, `${chef} has ${booked} orders`);
    add(bookings, chef, booked - (number(before, 'booked') ?? 0));
  };

  const holdings = (row: Item | undefined, sign: number): void => {
    const held = map(row, 'holdings') ?? {};
    for (const ingredient in held) {
      const shards = map(held, ingredient) ?? {};
      for (const shard in shards) add(stock, ingredient, sign * (number(shards, shard) ?? 0));
    }
  };

  /** What a write changes in the world besides its row. */
  const onEffects = (held: ServiceTable, before: Item | undefined, after: Item): void => {
    if (held === 'Reservation') {
      holdings(before, -1);
      holdings(after, 1);
    }
    if (held === 'Assignment') {
      const [was, is] = [text(before, 'chefId'), text(after, 'chefId')];
      if (was !== undefined) add(bookings, was, 1);
      if (is !== undefined) add(bookings, is, -1);
    }
  };

  const onSaid = (held: ServiceTable, orderId: string, before: Item | undefined, after: Item): void => {
    const outbox = text(after, 'outbox');
    const earlier = map(before, 'said') ?? {};
    const said = map(after, 'said') ?? {};
    for (const type in earlier) {
      const [was, is] = [map(earlier, type), map(said, type)];
      if (is === undefined) violate('S6', orderId, `${held} has forgotten that it said ${type}`);
      if (was === is || is === undefined) continue;
      if (
        text(was, 'time') !== text(is, 'time') ||
        JSON.stringify(was?.data) !== JSON.stringify(is.data) ||
        text(was, 'causationid') !== text(is, 'causationid')
      )
        violate('S6', orderId, `${type} was said again as something else`);
    }
    for (const type in said)
      if (earlier[type] === undefined && outbox !== type)
        violate('S6', orderId, `${type} was said in no outbox`);
    if (outbox === undefined) return;
    seenOf(orderId).outboxes.add(`${outbox} ${number(map(said, outbox), 'attempt')}`);
    if (said[outbox] === undefined) violate('S6', orderId, `${outbox} is in the outbox and was not said`);
  };

  const onReady = (orderId: string, { rows }: Seen): void => {
    for (const [held, type] of PREREQUISITES)
      if (saidOf(rows[held], type) === undefined) violate('S6', orderId, `ready without ${type}`);
    const hold = map(saidOf(rows.Reservation, 'com.pizzaco.inventory.reserved'), 'data');
    if (arbiterNow() > Date.parse(text(hold, 'expiresAt') ?? '') + LONGEST_WRITE_MS)
      violate('S4', orderId, 'ready although the hold had run out');
    const order = text(rows.Order, 'status');
    if (order !== 'created') violate('S3', orderId, `ready while the order is ${order}`);
  };

  /** What a status says of the rows of the others. */
  const onStatus = (held: ServiceTable, orderId: string, status: string, seen: Seen): void => {
    const kitchen = text(seen.rows.Kitchen, 'status');
    const isReady = kitchen === 'ready' || kitchen === 'completed';
    const order = text(seen.rows.Order, 'status');
    switch (`${held} ${status}`) {
      case 'Kitchen ready':
        onReady(orderId, seen);
        return;
      case 'Order completed':
        if (kitchen !== 'completed') violate('S3', orderId, `completed while the kitchen is ${kitchen}`);
        return;
      case 'Order cancelled':
      case 'Order timeout':
        if (kitchen !== 'rejected') violate('S3', orderId, `called off while the kitchen is ${kitchen}`);
        return;
      case 'Reservation CONFIRMED':
        if (!isReady) violate('S3', orderId, `confirmed while the kitchen is ${kitchen}`);
        return;
      case 'Payment VOIDING':
      case 'Payment VOIDED':
      case 'Payment REFUNDED':
      case 'Reservation RELEASED':
        if (order !== 'cancelled' && order !== 'timeout')
          violate('S2', orderId, `${held} ${status} while the order is ${order}`);
        return;
      case 'Assignment RELEASED':
        if (order === 'created' && kitchen !== 'completed')
          violate('S3', orderId, `the chef is free while the kitchen is ${kitchen}`);
        return;
      default:
    }
  };

  /** A row may go when its time has come and nobody waits for the order any more. */
  const onRemoved = (held: ServiceTable, orderId: string, row: Item | undefined, seen: Seen): void => {
    const expiresOn = number(row, 'expiresOn') ?? Number.POSITIVE_INFINITY;
    if (open.has(orderId) || now() < expiresOn * 1000) violate('S5', orderId, `the row in ${held} is gone`);
    seen.forgotten.add(held);
    delete seen.rows[held];
  };

  const onRow = (held: ServiceTable, before: Item | undefined, after: Item | undefined): void => {
    const orderId = text(after ?? before, 'orderId') ?? '';
    const seen = seenOf(orderId);
    if (after === undefined) {
      onRemoved(held, orderId, before, seen);
      return;
    }
    if (seen.forgotten.has(held)) violate('S5', orderId, `${held} begins anew`);
    const expected = (number(before, 'version') ?? 0) + 1;
    const version = number(after, 'version');
    if (version !== expected) violate('S7', orderId, `${held}: version ${version} after ${expected - 1}`);
    const [was, is] = [text(before, 'status') ?? 'none', text(after, 'status') ?? 'none'];
    if (!NEXT[held][was]?.includes(is)) violate('S5', orderId, `${held} went from ${was} to ${is}`);
    seen.rows[held] = after;
    onSaid(held, orderId, before, after);
    onEffects(held, before, after);
    if (was !== is) onStatus(held, orderId, is, seen);
    if (held !== 'Order') return;
    const isOpen = text(after, 'openShard') !== undefined;
    if (isOpen && before !== undefined && !open.has(orderId))
      violate('S5', orderId, 'the order is open again');
    if (isOpen) open.set(orderId, number(after, 'lookAgainAt') ?? 0);
    else if (open.delete(orderId)) closedAt.set(orderId, now());
  };

  return {
    open,
    closedAt,
    rowsOf: (orderId) => orders.get(orderId)?.rows ?? {},
    onChange: (held, before, after) => {
      if (isIntruder(after ?? before)) return;
      if (held === 'Ledger') onLedger(before, after);
      else if (held === 'Stock') onShelf(before, after);
      else if (held === 'Chef') onBookings(before, after);
      else if (isService(held)) onRow(held, before, after);
    },
    onPublished: (event, detail) => {
      if (detail.includes(CANARY) || detail.includes('tok_'))
        violate('S9', String(event.subject), 'personal data on the bus');
      const type = String(event.type);
      const orderId = String(event.subject);
      const held = SAID_BY[type.split('.')[2] ?? ''];
      const said = saidOf(held && orders.get(orderId)?.rows[held], type);
      if (said === undefined) {
        violate('S6', orderId, `${type} is on the bus and stands in no row`);
        return;
      }
      if (
        text(said, 'time') !== event.time ||
        text(said, 'causationid') !== event.causationid ||
        !orders.get(orderId)?.outboxes.has(`${type} ${event.attempt}`)
      )
        violate('S6', orderId, `${type} on the bus is another than the row has said`);
    },
    settle: () => {
      for (const [ingredient, amount] of stock) {
        violate(
          'S4',
          undefined,
          `${Math.abs(amount)} of ${ingredient} ${amount < 0 ? 'is lost' : 'came from nowhere'}`,
        );
      }
      for (const [chef, orderCount] of bookings)
        violate('S4', undefined, `${chef} is off by ${orderCount} orders`);
      stock.clear();
      bookings.clear();
    },
  };
};
