import { orderCreated } from '../../contracts/index.ts';
import { toTimestamp } from '../../platform/clock.ts';
import type { Rows } from '../../platform/rows.ts';
import type { OrderRow } from './decisions.ts';
import { type HttpRequest, Refused, readCaller } from './request.ts';

/** No order's id is longer (contracts/fields.ts), and DynamoDB refuses keys that are much longer. */
const LONGEST_ID = 64;

export interface GetOrderDeps {
  readonly rows: Pick<Rows<OrderRow>, 'read'>;
}

/**
 * Shows an order to who placed it, from the moment it was taken.
 *
 * @throws Refused 404 to anybody else too: nobody learns which ids exist
 */
export const getOrder = async (request: HttpRequest, deps: GetOrderDeps) => {
  const caller = readCaller(request);
  const orderId = request.pathParameters?.orderId ?? '';
  const isId = orderId !== '' && orderId.length <= LONGEST_ID;
  const row = isId ? await deps.rows.read(orderId, { consistent: true }) : undefined;
  if (row === undefined || row.caller !== caller) {
    const mend = 'take the id that placing it was answered with, and the same caller';
    throw new Refused(404, 'unknown-order', `there is no order "${orderId.slice(0, LONGEST_ID)}"; ${mend}`);
  }
  const { pizzaType, toppings, size, totalAmount, currency } = (row.said[orderCreated.type]?.data ??
    {}) as Record<string, unknown>;
  return {
    status: 200,
    body: {
      orderId,
      status: row.status,
      settled: row.openShard === undefined,
      deadline: toTimestamp(row.deadline),
      pizzaType,
      toppings,
      size,
      totalAmount,
      currency,
    },
  };
};
