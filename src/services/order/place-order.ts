import { createHash } from 'node:crypto';
import { canonicalJson, orderCreated } from '../../contracts/index.ts';
import type { ChangeDeps } from '../../platform/change.ts';
import { ConflictingPayload } from '../../platform/errors.ts';
import { aboutOrder } from '../../platform/tracing.ts';
import type { OrderRow, Placement } from './decisions.ts';
import { assertPrice, type Menu, NotOnTheMenu } from './menu.ts';
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
 * Takes an order: 202 with its id, the same for a repetition of the request, even if the menu has changed in between.
 * The write carries order.created.
 *
 * @throws Refused 400, 403, 413 or 422
 */
export const placeOrder = async (request: HttpRequest, deps: PlaceOrderDeps) => {
  const caller = readCaller(request);
  const key = readIdempotencyKey(request);
  const order = readOrder(request);
  const orderId = orderIdOf(caller, key);
  const placement = { request: order, caller };
  return aboutOrder(
    orderId,
    'placeOrder',
    () => take(orderId, placement, deps),
    () => orderCreated.type,
  );
};

const take = async (orderId: string, placement: Placement, deps: PlaceOrderDeps) => {
  const { request: order } = placement;
  const hash = createHash('sha256').update(canonicalJson(order)).digest('hex').slice(0, 16);
  const accepted = { status: 202, body: { orderId, status: 'created' } };
  try {
    assertPrice(await deps.menu(), order);
    const cause = { id: `request-${orderId}`, hash, attempt: 1 };
    await createOrder(deps, deps.timeoutMinutes)({ name: 'create', orderId, data: placement, cause });
  } catch (error) {
    if (error instanceof NotOnTheMenu) {
      const row = await deps.rows.read(orderId, { consistent: true });
      if (row?.heard.create?.hash === hash) return accepted;
      throw new Refused(422, 'menu', error.message);
    }
    if (!(error instanceof ConflictingPayload)) throw error;
    const mend = 'this Idempotency-Key was used for another order; choose a new one';
    throw new Refused(422, 'idempotency-key', mend);
  }
  return accepted;
};
