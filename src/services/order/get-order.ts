import { orderCreated } from '../../contracts/index.ts';
import { toTimestamp } from '../../platform/clock.ts';
import type { OrderRow } from './decisions.ts';
import { type HttpRequest, Refused, readCaller } from './request.ts';

export interface GetOrderDeps {
  readonly read: (orderId: string) => Promise<OrderRow | undefined>;
}

/** Shows an order to who placed it. @throws Refused 404 to anybody else too: nobody learns which ids exist */
export const getOrder = async (request: HttpRequest, deps: GetOrderDeps) => {
  const caller = readCaller(request);
  const orderId = request.pathParameters?.['orderId'] ?? '';
  const row = orderId === '' ? undefined : await deps.read(orderId);
  if (row === undefined || row.caller !== caller)
    throw new Refused(404, 'unknown-order', `there is no order "${orderId}"`);
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
