import type { Request } from './api.ts';
import { InvalidRequest } from './errors.ts';

/** Operation → the texts that it cannot do without. Amounts are looked at where money moves. */
const TEXTS: Readonly<Record<Request['operation'], readonly string[]>> = {
  charge: ['idempotencyKey', 'currency', 'token'],
  refund: ['idempotencyKey', 'chargeKey'],
  lookUp: ['idempotencyKey'],
};

const LONGEST_TEXT = 255;

/** Reads what the function was invoked with. @throws InvalidRequest naming what is at fault */
export const readRequest = (event: unknown): Request => {
  const request = (event ?? {}) as Readonly<Record<string, unknown>>;
  const operation = String(request.operation);
  if (!Object.hasOwn(TEXTS, operation)) {
    throw new InvalidRequest(`operation: expected ${Object.keys(TEXTS).join(' or ')}`);
  }
  for (const name of TEXTS[operation as Request['operation']]) {
    const text = request[name];
    if (typeof text !== 'string' || text === '' || text.length > LONGEST_TEXT) {
      throw new InvalidRequest(`${name}: expected a text of 1 to ${LONGEST_TEXT} characters`);
    }
  }
  return request as unknown as Request;
};
