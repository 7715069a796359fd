import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from '@jest/globals';
import type { Point } from '../../lab/kernel/point.ts';
import { PATTERNS } from '../../scripts/comparison/minimum.ts';
import { shop, type World } from '../../scripts/comparison/world.ts';
import { fromMinorUnits, orderCreated } from '../../src/contracts/index.ts';
import { priceOf } from '../../src/services/order/menu.ts';
import { menu } from '../../src/services/order/seed.ts';
import { seedWallets, wallets } from '../../src/services/payment/seed.ts';
import { openStage, type Stage } from './stage.ts';

/** Stands for what a browser tells of a person: it comes with every request. */
const CANARY = 'canary-of-personal-data';

/** A means of payment that the provider does not know. */
const UNKNOWN = { customerId: 'cust-unknown-token', token: 'tok_CANARY_4242' };

/** What is the payment's own, in a row that nobody can publish: it has never said what it says. */
const poison = (orderId: string) => ({
  ...{ orderId, status: 'INTENT', version: 1, heard: {}, said: {}, outbox: orderCreated.type },
  charge: { amount: 899, currency: 'GBP', token: UNKNOWN.token },
  customer: CANARY,
});

const HOUR = 60 * 60_000;

const headers = { 'content-type': 'application/json', 'x-name': CANARY, cookie: `name=${CANARY}` };

/** Sends an order, or what is none, with the canary; answers the status. */
const post = async ({ request }: Stage, key: string, body: object): Promise<number> => {
  const { statusCode } = await request({
    ...{ method: 'POST', path: '/orders', identity: shop },
    headers: { ...headers, 'idempotency-key': key },
    body: JSON.stringify(body),
  });
  return statusCode;
};

const orderOf = (customerId: string) => {
  const pizza = { customerId, pizzaType: 'margherita', size: 'small', toppings: [] };
  return { ...pizza, totalAmount: fromMinorUnits(priceOf(menu, pizza)), currency: menu.currency };
};

/** Every line of every log group. */
const linesOf = async ({ lab, settle }: World): Promise<readonly string[]> => {
  const client = new CloudWatchLogsClient(lab.client as object);
  const { logGroups = [] } = await settle(client.send(new DescribeLogGroupsCommand({ limit: 50 })));
  const lines: string[] = [];
  for (const { logGroupName } of logGroups) {
    let nextToken: string | undefined;
    do {
      const page = new FilterLogEventsCommand({ logGroupName, nextToken });
      const { events = [], nextToken: more } = await settle(client.send(page));
      lines.push(...events.map(({ message = '' }) => `${logGroupName}: ${message}`));
      nextToken = more;
    } while (nextToken !== undefined);
  }
  return lines;
};

/** Whether something was put on the bus, or into a queue. */
const isTold = ({ kind, target }: Point): boolean =>
  (kind === 'call' && ['events:PutEvents', 'sqs:SendMessage'].includes(target)) ||
  (kind === 'delivery' && target.startsWith('queue:'));

/** The first few that have something personal in them. */
const found = (texts: readonly string[]): readonly string[] =>
  texts.filter((text) => text.includes('tok_') || text.includes(CANARY)).slice(0, 3);

describe.each(PATTERNS)('what is personal, by %s', (pattern) => {
  it('stands in no log, no event and no queue, whatever becomes of an order (S9, H33)', async () => {
    const stage = await openStage(pattern);
    const { world, physicalId } = stage;
    const { clock, observe } = world.lab.kernel;
    const client = DynamoDBDocumentClient.from(new DynamoDBClient(world.lab.client as object));
    await world.settle(seedWallets(client, world.tables.wallet, [...wallets, UNKNOWN]));
    const told: string[] = [];
    const brought: string[] = [];
    observe((point) => {
      if (isTold(point)) told.push(JSON.stringify(point.payload));
      if (point.kind === 'invocation') brought.push(JSON.stringify(point.payload));
    });

    const customers = [...wallets, UNKNOWN].map(({ customerId }) => customerId);
    for (const customerId of [...customers, 'cust-without-wallet']) {
      expect(await post(stage, customerId, orderOf(customerId))).toBe(202);
    }
    expect(await post(stage, 'refused', { ...orderOf('cust-789'), [CANARY]: CANARY })).toBe(400);
    expect(await post(stage, 'mispriced', { ...orderOf('cust-789'), totalAmount: 1 })).toBe(422);
    for (const table of ['PaymentTable', 'OrderTable']) {
      const command = new PutCommand({ TableName: physicalId(table), Item: poison(`poison-${table}`) });
      await world.settle(client.send(command));
    }
    await clock.run(() => false, clock.now() + 2 * HOUR);

    const lines = await linesOf(world);
    const letters = world.deadLetters();
    expect({
      lines: found(lines),
      told: found(told),
      letters: found(letters.map((letter) => JSON.stringify(letter))),
    }).toEqual({ lines: [], told: [], letters: [] });

    // All of it came to pass: functions had it, the provider refused it, orders failed, and poison was kept.
    const had = (text: string): boolean => brought.some((payload) => payload.includes(text));
    expect([had(UNKNOWN.token), had(CANARY)]).toEqual([true, true]);
    const orders = await world.scan<{ readonly orderId: string; readonly status: string }>(
      world.tables.order,
    );
    const real = orders.filter(({ orderId }) => !orderId.startsWith('poison'));
    expect(new Set(real.map(({ status }) => status))).toEqual(new Set(['completed', 'cancelled', 'timeout']));
    expect(lines.filter((line) => line.includes('ProviderUnavailable'))).not.toEqual([]);
    expect(letters.filter(({ reason }) => reason?.startsWith('UnreadableRow'))).toHaveLength(2);
  });
});
