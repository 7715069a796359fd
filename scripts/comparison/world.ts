import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { compilePattern } from '../../lab/eventbridge/pattern/pattern.ts';
import { installScript, type ScriptRule } from '../../lab/faults/script.ts';
import { type VirtualKernel, virtualKernel } from '../../lab/kernel/kernel.ts';
import { createLab, type Lab } from '../../lab/lab.ts';
import type { Stack } from '../../lab/template/deploy.ts';
import type { Package } from '../../lab/template/load.ts';
import { fromMinorUnits } from '../../src/contracts/index.ts';
import { priceOf } from '../../src/services/order/menu.ts';
import { menu } from '../../src/services/order/seed.ts';
import { scanAll } from './scan.ts';
import type { Intrusion } from './scenario.ts';
import { seed, type Tables, tablesOf } from './seed.ts';

/** One stage, deployed into a lab of its own in virtual time. */
export interface World {
  readonly lab: Lab & { readonly kernel: VirtualKernel };
  readonly stack: Stack;
  /** `<service>-<stage>-`: what stands before the short names of functions and rules. */
  readonly prefix: string;
  readonly tables: Tables;
  /** Lets time pass until the promise is settled. */
  settle<T>(promise: Promise<T>): Promise<T>;
  /** All items of a table, as the document client has them. */
  scan<Item>(tableName: string): Promise<readonly Item[]>;
  install(script: readonly ScriptRule[]): void;
  /** Sends an intruder at once: an event to the bus, a row to the order table. */
  intrude(intrusion: Pick<Intrusion, 'event' | 'orderRow'>): Promise<void>;
  /** What lies in the stage's dead-letter queues. */
  deadLetters(): readonly DeadLetter[];
  /** Places an order through the HTTP API, as its n-th. Answers its id. */
  place(order: Pizza, n: number): Promise<string>;
}

/** A message in a dead-letter queue. */
export interface DeadLetter {
  /** The queue's logical id. */
  readonly queue: string;
  readonly body: string;
  readonly reason: string | undefined;
}

export interface Pizza {
  readonly customerId: string;
  readonly pizzaType: string;
  readonly size: string;
  readonly toppings: readonly string[];
}

const START = Date.parse('2026-01-13T10:00:00Z');

/** Whom IAM finds behind the shop's signature. */
export const shop = {
  accessKey: 'AKIAIOSFODNN7EXAMPLE',
  accountId: '123456789012',
  callerId: 'AROAEXAMPLE:shop',
  userArn: 'arn:aws:sts::123456789012:assumed-role/Shop/session',
  userId: 'AROAEXAMPLE:shop',
};

/** Boots a lab, deploys the package and seeds it. `stock` as `seed` takes it. */
export const createWorld = async (
  pkg: Package,
  options: {
    readonly seed: number;
    readonly stock?: Readonly<Record<string, number>> | undefined;
    /** Function → variables of its environment, instead of the template's. */
    readonly environment?: Readonly<Record<string, Readonly<Record<string, string>>>> | undefined;
    /** Traces every order. Default: as Lambda samples. */
    readonly sampleAll?: boolean;
  },
): Promise<World> => {
  const kernel = virtualKernel({ seed: options.seed, startAt: START });
  const lab = createLab(kernel, { sampleAll: options.sampleAll ?? false });
  const stack = await lab.deploy(withEnvironment(pkg, options.environment ?? {}));
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(lab.client));
  const bus = new EventBridgeClient(lab.client);
  const physicalId = (logicalId: string): string => {
    const resource = stack.resources.find((each) => each.logicalId === logicalId);
    if (resource === undefined) throw new Error(`stack ${stack.name} has no ${logicalId}`);
    return resource.physicalId;
  };
  const tables = tablesOf(physicalId);
  const apiId = physicalId('HttpApi');
  const prefix = `${stack.name}-`;

  const { settle } = kernel.clock;
  await settle(seed(client, tables, options.stock));
  lab.meter.reset();

  return {
    lab: { ...lab, kernel },
    stack,
    prefix,
    tables,
    settle,
    scan: <Item>(tableName: string) => settle(scanAll<Item>(client, tableName)),
    install: (script) => {
      installScript(kernel, script, { prefix, compilePattern, stopExecutions: lab.stopExecutions });
    },
    intrude: async ({ event, orderRow }) => {
      if (orderRow) await client.send(new PutCommand({ TableName: tables.order, Item: orderRow }));
      if (event === undefined) return;
      const [Source, DetailType] = [String(event.source), String(event.type)];
      const entry = { EventBusName: physicalId('Bus'), Source, DetailType, Detail: JSON.stringify(event) };
      await bus.send(new PutEventsCommand({ Entries: [entry] }));
    },
    deadLetters: () =>
      stack.resources
        .filter(({ logicalId, type }) => type === 'AWS::SQS::Queue' && logicalId.endsWith('Dlq'))
        .flatMap(({ logicalId, attributes }) =>
          lab.queues.peek(String(attributes.Arn)).map(({ body, messageAttributes }) => ({
            queue: logicalId,
            body,
            reason: messageAttributes.reason?.stringValue,
          })),
        ),
    place: async (order, n) => {
      const response = await lab.httpApi.request({
        apiId,
        method: 'POST',
        path: '/orders',
        headers: { 'content-type': 'application/json', 'idempotency-key': `order-${n}` },
        body: JSON.stringify({
          ...order,
          totalAmount: fromMinorUnits(priceOf(menu, order)),
          currency: menu.currency,
        }),
        identity: shop,
      });
      if (response.statusCode !== 202) throw new Error(`order ${n} was refused: ${response.body}`);
      return (JSON.parse(String(response.body)) as { orderId: string }).orderId;
    },
  };
};

/** The package with some functions' variables changed: what a scenario gives, beside stock and script. */
const withEnvironment = (
  pkg: Package,
  environment: Readonly<Record<string, Readonly<Record<string, string>>>>,
): Package => {
  const template = structuredClone(pkg.template);
  for (const [name, variables] of Object.entries(environment)) {
    const logicalId = `${name[0]?.toUpperCase()}${name.slice(1)}LambdaFunction`;
    const properties = template.Resources[logicalId]?.Properties as
      | { Environment?: { Variables: object } }
      | undefined;
    if (properties?.Environment === undefined)
      throw new Error(`there is no function "${name}" with an environment`);
    Object.assign(properties.Environment.Variables, variables);
  }
  return { ...pkg, template };
};
