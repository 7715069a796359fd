import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { Sha256Node } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import { fromMinorUnits } from '../../src/contracts/index.ts';
import { priceOf } from '../../src/services/order/menu.ts';
import { menu } from '../../src/services/order/seed.ts';
import { Failure } from '../cli/command.ts';
import type { Settings } from './lab.ts';

/** One order in twenty meets a lost answer, three are declined: the seed names its customers after what happens. */
const OTHERS: Readonly<Record<number, string>> = {
  4: 'cust-answer-lost',
  9: 'cust-declined',
  14: 'cust-insufficient-funds',
  19: 'cust-declined',
};
const customerOf = (n: number): string => OTHERS[n % 20] ?? 'cust-789';
const pizzas = Object.keys(menu.pizzas);

/** What the n-th customer wants: everything on the menu by turns. */
const requestOf = (n: number): string => {
  const order = { pizzaType: pizzas[n % pizzas.length] ?? '', size: 'large', toppings: ['olives'] };
  const totalAmount = fromMinorUnits(priceOf(menu, order));
  return JSON.stringify({ customerId: customerOf(n), ...order, totalAmount, currency: menu.currency });
};

/** An order takes seconds on the wall clock: nobody asks sooner, and then every second. */
const FIRST_LOOK_MS = 3_000;
const LOOK_MS = 1_000;

/** Longer than any order may take: 30 minutes to its deadline, and the sweep that ends it. */
const PATIENCE_MS = 40 * 60_000;

/** How an order that was never settled counts. */
export const LOST = 'lost';

/** Places orders through a stage's HTTP API, as a shop that AWS knows by its signature. */
export interface Shop {
  /**
   * Places the n-th order and waits until it is settled. Answers its status then, or `lost`.
   *
   * @throws Error when the API answers otherwise than it should
   */
  order(n: number): Promise<string>;
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

export const createShop = (endpoint: string, apiId: string, credentials: Settings['credentials']): Shop => {
  const agent = new Agent({ keepAlive: true });
  const { host, hostname, port } = new URL(endpoint);
  const signer = new SignatureV4({
    ...{ service: 'execute-api', region: 'us-east-1' },
    ...{ credentials, sha256: Sha256Node },
  });

  const send = (options: object, body: string): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const fail = ({ message }: Error) => reject(new Failure(`the lab does not answer: ${message}`));
      const sent = request({ agent, hostname, port, ...options }, (got) => {
        const chunks: Buffer[] = [];
        got.on('data', (chunk: Buffer) => chunks.push(chunk));
        got.on('end', () => resolve({ status: got.statusCode ?? 0, body: Buffer.concat(chunks).toString() }));
        got.on('error', fail);
      });
      sent.on('error', (error: NodeJS.ErrnoException) => {
        // The server had just closed a connection that was kept; the key makes asking again safe.
        if (sent.reusedSocket && error.code === 'ECONNRESET') resolve(send(options, body));
        else fail(error);
      });
      sent.end(body);
    });

  const ask = async (method: string, path: string, given: Record<string, string> = {}, body = '') => {
    const target = { method, path: `/_aws/execute-api/${apiId}${path}` };
    const headers = { host, ...given };
    const signed = await signer.sign({ protocol: 'http:', hostname, ...target, headers, body });
    return send({ ...target, headers: signed.headers }, body);
  };

  const read = ({ status, body }: Answer, wanted: number): Record<string, unknown> => {
    if (status === wanted) return JSON.parse(body);
    throw new Failure(`the HTTP API answered ${status} instead of ${wanted}: ${body}`);
  };

  return {
    order: async (n) => {
      const headers = { 'content-type': 'application/json', 'idempotency-key': randomUUID() };
      const { orderId } = read(await ask('POST', '/orders', headers, requestOf(n)), 202);
      const until = performance.now() + PATIENCE_MS;
      for (let wait = FIRST_LOOK_MS; performance.now() < until; wait = LOOK_MS) {
        await setTimeout(wait);
        const { status, settled } = read(await ask('GET', `/orders/${orderId}`), 200);
        if (settled === true) return String(status);
      }
      return LOST;
    },
  };
};
