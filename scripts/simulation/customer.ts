import type { Clock } from '../../lab/kernel/clock.ts';
import { fromMinorUnits } from '../../src/contracts/index.ts';
import { priceOf } from '../../src/services/order/menu.ts';
import { orderIdOf } from '../../src/services/order/request.ts';
import { menu } from '../../src/services/order/seed.ts';
import type { SimulatedLab } from './lab.ts';
import { type OrderScript, pairOf, type Script } from './script.ts';

/** Whom IAM finds behind the shop's signature. */
const shop = {
  accessKey: 'AKIAIOSFODNN7EXAMPLE',
  accountId: '123456789012',
  callerId: 'AROAEXAMPLE:shop',
  userArn: 'arn:aws:sts::123456789012:assumed-role/Shop/session',
  userId: 'AROAEXAMPLE:shop',
};
const CALLER = 'arn:aws:sts::123456789012:assumed-role/Shop';

/** Stands for personal data: it comes with every request, and must not go on from there (S9, H33). */
export const CANARY = 'canary-of-personal-data';

/** Another in every script, and with it the order's shard and the chef asked first; the same by both patterns. */
const keyOf = (script: Pick<Script, 'seed'>, position: number): string =>
  `order-${pairOf(script)}-${position}`;

/** The id that the order at a position of the script gets: the caller's and the key's. */
export const orderIdAt = (script: Pick<Script, 'seed'>, position: number): string =>
  orderIdOf(CALLER, keyOf(script, position));

/** How often a customer asks when there is no answer, and how long after the first time, in ms; then twice as long. */
const PATIENCE = { tries: 8, pauseMs: 5_000 };

/** Sends the request for the order at a position until it is answered; answers whether it was taken. */
export const placeOrder = async (
  { httpApi, kernel }: Pick<SimulatedLab, 'httpApi'> & { readonly kernel: { readonly clock: Clock } },
  apiId: string,
  script: Pick<Script, 'seed' | 'orders'>,
  position: number,
): Promise<boolean> => {
  const order = script.orders[position] as OrderScript;
  const { customerId, pizzaType, size, toppings } = order;
  const totalAmount = fromMinorUnits(priceOf(menu, order));
  const request = {
    ...{ apiId, method: 'POST', path: '/orders', identity: shop },
    headers: {
      'content-type': 'application/json',
      'idempotency-key': keyOf(script, position),
      'x-name': CANARY,
    },
    body: JSON.stringify({ customerId, pizzaType, size, toppings, totalAmount, currency: menu.currency }),
  };
  for (let tries = 1; tries <= PATIENCE.tries; tries++) {
    const { statusCode } = await httpApi.request(request);
    if (statusCode === 202) return true;
    if (statusCode < 500) throw new Error(`order ${position} was refused with ${statusCode}`);
    await kernel.clock.sleep(PATIENCE.pauseMs * 2 ** (tries - 1));
  }
  return false;
};
