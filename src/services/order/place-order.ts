import { createHash } from 'node:crypto';
import { canonicalJson } from '../../contracts/index.ts';
import type { ChangeDeps } from '../../platform/change.ts';
import { ConflictingPayload } from '../../platform/errors.ts';
import { annotateOrder } from '../../platform/tracing.ts';
import type { OrderRow } from './decisions.ts';
import { assertPrice, type Menu, NotOnTheMenu, type OrderRequest } from './menu.ts';
import { createOrder } from './operations.ts';
import {
  type HttpRequest,
  orderIdOf,
  Refused,
  readCaller,
  readIdempotencyKey,
  readOrder,
} from './request.ts';

export interface PlaceOrderDeps extends ChangeDeps<OrderRow> {
  readonly menu: () => Promise<Menu>;
  readonly timeoutMinutes: number;
}

/**
 * Takes an order: 202 with its id, the same for a repetition of the request. The write carries order.created.
 *
 * @throws Refused 400, 403, 413 or 422
 */
export const placeOrder = async (request: HttpRequest, deps: PlaceOrderDeps) => {
  const caller = readCaller(request);
  const key = readIdempotencyKey(request);
  const order = readOrder(request);
  const orderId = orderIdOf(caller, key);
  annotateOrder(orderId);
  assertOffered(await deps.menu(), order);
  try {
    const hash = createHash('sha256').update(canonicalJson(order)).digest('hex').slice(0, 16);
    const cause = { id: `request-${orderId}`, hash, attempt: 1 };
    await createOrder(
      deps,
      deps.timeoutMinutes,
    )({ name: 'create', orderId, data: { request: order, caller }, cause });
  } catch (error) {
    if (!(error instanceof ConflictingPayload)) throw error;
    throw new Refused(
      422,
      'idempotency-key',
      'this Idempotency-Key was used for another order; choose a new one',
    );
  }
  return { status: 202, body: { orderId, status: 'created' } };
};

const assertOffered = (menu: Menu, order: OrderRequest): void => {
  try {
    assertPrice(menu, order);
  } catch (error) {
    if (error instanceof NotOnTheMenu) throw new Refused(422, 'menu', error.message);
    throw error;
  }
};
