import type { OrderScript, Script } from '../script.ts';
import { consumptionOf } from './consumption.ts';
import { text } from './rows.ts';
import type { Safety } from './safety.ts';
import type { Violate } from './violation.ts';

/** How an order can end. */
type Outcome = 'completed' | 'cancelled' | 'timeout';

const NEVER_PAYS: ReadonlySet<string> = new Set([
  'cust-declined',
  'cust-insufficient-funds',
  'cust-without-wallet',
]);
const PAYS_LATE = 'cust-late-45';
/** Whose first answer does not come, or says that it is not decided yet: it is asked for again, a minute later or more. */
const TAKES_TIME: ReadonlySet<string> = new Set(['cust-late-5', 'cust-answer-lost']);
const MADE_BY_NOBODY = 'tartufo';

/** How much of an ingredient an order takes. */
const needOf = (order: OrderScript, ingredient: string): number => consumptionOf(order).get(ingredient) ?? 0;

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

/** Whether there is enough for the order: alone, and together with all the others. */
const stockFor = (order: OrderScript, { stock, orders }: Script) => {
  const shorts = Object.entries(stock);
  return {
    alone: shorts.every(([ingredient, total]) => needOf(order, ingredient) <= total),
    withAll: shorts.every(
      ([ingredient, total]) =>
        needOf(order, ingredient) === 0 || sum(orders.map((each) => needOf(each, ingredient))) <= total,
    ),
  };
};

/** Whether anything at all may go otherwise than on a good day. */
const isDisturbed = ({ rates, incidents, skews }: Script): boolean =>
  Object.keys(rates).length > 0 || incidents.length > 0 || Object.keys(skews).length > 0;

/**
 * The ways in which an order can end, whatever the schedule: from what its customer, the shelves and the chefs are
 * like, and whether the world is disturbed. Neither pattern is in it.
 */
export const allowedOutcomes = (order: OrderScript, script: Script): ReadonlySet<Outcome> => {
  const disturbed = isDisturbed(script);
  const stock = stockFor(order, script);
  const pays = !NEVER_PAYS.has(order.customerId);
  const isMade = order.pizzaType !== MADE_BY_NOBODY;
  const onTime = order.customerId !== PAYS_LATE;
  const chefsSuffice = script.orders.length <= script.capacity;
  const allowed = new Set<Outcome>();
  // Without disturbance the deadline is kept to the minute, and a charge that lands later comes too late.
  if (pays && isMade && stock.alone && (onTime || disturbed)) allowed.add('completed');
  const holdLasts = script.holdMinutes === undefined || (onTime && !TAKES_TIME.has(order.customerId));
  // A hold that runs out is for a disturbed world, unless it is a short one and the charge takes its time.
  if (!pays || !isMade || !stock.withAll || !chefsSuffice || !holdLasts || disturbed)
    allowed.add('cancelled');
  if (!onTime || disturbed) allowed.add('timeout');
  return allowed;
};

/** Every order must have ended as the model allows. `orders`: position in the script → id. */
export const checkModel = (
  script: Script,
  orders: ReadonlyMap<number, string>,
  rowsOf: Safety['rowsOf'],
  violate: Violate,
): void => {
  for (const [position, orderId] of orders) {
    const status = text(rowsOf(orderId).Order, 'status');
    if (status === undefined || status === 'created') continue;
    const allowed = allowedOutcomes(script.orders[position] as OrderScript, script);
    if (!allowed.has(status as Outcome))
      violate('model', orderId, `${status}, where only ${[...allowed].join(' or ')} can be`);
  }
};
