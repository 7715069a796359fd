import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { Failure } from '../cli/command.ts';

/** The functions of a stage, by which orders are placed and looked at. */
export interface OrderFunctions {
  readonly placeOrder: string;
  readonly getOrder: string;
}

/** An order that was placed. */
export interface Placed {
  readonly orderId: string;
  /** Undefined when Lambda did not sample it. */
  readonly traceId: string | undefined;
}

/** How an order stands at the end: `completed`, `cancelled`, `timeout`; anything else was waited for in vain. */
export interface Ended extends Placed {
  readonly status: string;
}

/** Two orders a second: what no account notices, and Lambda samples about half of. */
const PAUSE_MS = 500;
const LOOK_MS = 1_000;

/** How long nothing may happen to any order. */
const PATIENCE_MS = 90_000;

interface Answer {
  readonly statusCode: number;
  readonly body: string;
}

/** What the sample request is, but for its Idempotency-Key. */
const sample = (root: string): Record<string, unknown> & { headers: object } =>
  JSON.parse(readFileSync(`${root}/events/place-order.json`, 'utf8'));

const hex = (bytes: number): string => randomBytes(bytes).toString('hex');

/** A header that decides: X-Ray developer guide, "Tracing header". */
const sampledHeader = (): string => {
  const second = Math.floor(Date.now() / 1000).toString(16);
  return `Root=1-${second.padStart(8, '0')}-${hex(12)};Parent=${hex(8)};Sampled=1`;
};

const underHeader = (command: InvokeCommand, header: string): InvokeCommand => {
  command.middlewareStack.add(
    (next) => (args) => {
      const { headers } = args.request as { headers: Record<string, string> };
      headers['X-Amzn-Trace-Id'] = header;
      return next(args);
    },
    { step: 'build' },
  );
  return command;
};

/** Invokes a function as the HTTP API does. @throws Failure when it fails */
const ask = async (client: LambdaClient, functionName: string, request: object, header?: string) => {
  const Payload = JSON.stringify(request);
  const command = new InvokeCommand({ FunctionName: functionName, LogType: 'Tail', Payload });
  const answer = await client.send(header === undefined ? command : underHeader(command, header));
  const said = answer.Payload?.transformToString() ?? 'null';
  if (answer.FunctionError !== undefined) throw new Failure(`${functionName} failed: ${said}`);
  const log = Buffer.from(answer.LogResult ?? '', 'base64').toString();
  return { ...(JSON.parse(said) as Answer), traceId: /XRAY TraceId: (\S+)/.exec(log)?.[1] };
};

/**
 * Places orders at an easy pace.
 *
 * @throws Failure when one is refused
 */
export const placeOrders = async (
  client: LambdaClient,
  { placeOrder }: OrderFunctions,
  options: {
    readonly root: string;
    readonly orders: number;
    readonly sampleAll: boolean;
    readonly seedHint: string;
  },
): Promise<readonly Placed[]> => {
  const { root, orders, sampleAll, seedHint } = options;
  const request = sample(root);
  const place = async (): Promise<Placed> => {
    const headers = { ...request.headers, 'idempotency-key': randomUUID() };
    const header = sampleAll ? sampledHeader() : undefined;
    const { statusCode, body, traceId } = await ask(client, placeOrder, { ...request, headers }, header);
    if (statusCode === 202) return { orderId: JSON.parse(body).orderId, traceId };
    const { code, message } = JSON.parse(body);
    const hint = code === 'menu' || statusCode === 500 ? `; is the stage seeded? ${seedHint}` : '';
    throw new Failure(`${placeOrder} answered ${statusCode}: ${message}${hint}`);
  };
  const placed: Promise<Placed>[] = [];
  for (let n = 0; n < orders; n++) {
    if (n > 0) await setTimeout(PAUSE_MS);
    const each = place();
    // Its failure is told below, when all have been answered.
    each.catch(() => {});
    placed.push(each);
  }
  return Promise.all(placed);
};

/** Waits until every order is settled, or nothing has happened for a while. */
export const waitForOrders = async (
  client: LambdaClient,
  { getOrder }: OrderFunctions,
  { root, placed }: { readonly root: string; readonly placed: readonly Placed[] },
): Promise<readonly Ended[]> => {
  const { body: _, ...request } = sample(root);
  const ended = new Map<Placed, string>();
  const looked = new Map<Placed, string>();
  let changedAt = Date.now();
  const look = async (order: Placed): Promise<void> => {
    const { statusCode, body } = await ask(client, getOrder, {
      ...request,
      pathParameters: { orderId: order.orderId },
    });
    if (statusCode !== 200)
      throw new Failure(`${getOrder} answered ${statusCode}: ${JSON.parse(body).message}`);
    const { status, settled } = JSON.parse(body);
    if (looked.get(order) !== status) changedAt = Date.now();
    looked.set(order, status);
    if (settled) ended.set(order, status);
  };
  while (ended.size < placed.length && Date.now() - changedAt < PATIENCE_MS) {
    await setTimeout(LOOK_MS);
    for (const order of placed) if (!ended.has(order)) await look(order);
  }
  return placed.map((order) => ({ ...order, status: ended.get(order) ?? `${looked.get(order)} still` }));
};
