import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { ListQueuesCommand, PurgeQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { AlarmStatus } from '../../lab/cloudwatch/cloudwatch.ts';
import type { Package } from '../../lab/template/load.ts';
import { createWorld, type Pizza, type World } from '../../scripts/comparison/world.ts';
import { shortName, subscriptionsOf } from '../template/consumers.ts';
import { deployed } from '../template/deployed.ts';

export const PIZZA: Pizza = {
  customerId: 'cust-789',
  pizzaType: 'margherita',
  size: 'large',
  toppings: ['extra-cheese', 'olives'],
};

/** Breaks what an alarm watches; mends what does not heal by itself, once the alarm rings. */
export interface Drill {
  readonly break: (world: World) => Promise<void>;
  readonly mend?: (world: World) => Promise<void>;
}

const DOWN = { name: 'Down', message: 'the function is broken' };

/** The function fails for so long, and an order is placed meanwhile. */
const broken = (name: string, minutes: number): Drill => ({
  break: async (world) => {
    world.install([{ at: 'invocation', function: name, untilSecond: minutes * 60, fail: DOWN }]);
    await world.settle(world.place(PIZZA, 1));
  },
});

/** A customer a minute finds the door shut. */
const shut =
  (minutes: number): Drill['break'] =>
  async (world) => {
    world.install([{ at: 'invocation', function: 'placeOrder', untilSecond: minutes * 60, fail: DOWN }]);
    const { clock } = world.lab.kernel;
    for (let minute = 0; minute < minutes; minute++) {
      clock.after(minute * 60_000, () => void world.place(PIZZA, minute).catch(() => undefined));
    }
  };

const purge =
  (queueId: string) =>
  async ({ lab, prefix, settle }: World): Promise<void> => {
    const client = new SQSClient(lab.client as object);
    const { QueueUrls } = await settle(
      client.send(new ListQueuesCommand({ QueueNamePrefix: `${prefix}${queueId}-` })),
    );
    await settle(client.send(new PurgeQueueCommand({ QueueUrl: QueueUrls?.[0] })));
  };

/** An event that a consumer hears, and cannot read. */
const poisonFor = (name: string): Drill['break'] => {
  const subscription = subscriptionsOf(deployed('choreography')).find(
    ({ functionId }) => shortName(functionId) === name,
  );
  return async ({ lab, prefix, settle }) => {
    const entry = {
      EventBusName: prefix.slice(0, -1),
      Source: subscription?.pattern.source[0],
      DetailType: subscription?.pattern['detail-type'][0],
      Detail: '{"specversion":"1.0"}',
    };
    await settle(
      new EventBridgeClient(lab.client as object).send(new PutEventsCommand({ Entries: [entry] })),
    );
  };
};

/** A row that names a fact it never said, as no change of ours writes it. */
const unreadableRow: Drill['break'] = async ({ lab, tables, settle }) => {
  const Item = { orderId: { S: 'by-hand' }, outbox: { S: 'com.pizzaco.order.created' }, said: { M: {} } };
  await settle(
    new DynamoDBClient(lab.client as object).send(new PutItemCommand({ TableName: tables.order, Item })),
  );
};

const malformedTask: Drill['break'] = async ({ lab, prefix, settle }) => {
  const request = { FunctionName: `${prefix}payment`, Payload: JSON.stringify({ command: 'chargePayment' }) };
  await settle(new LambdaClient(lab.client as object).send(new InvokeCommand(request)));
};

const lower = (name = ''): string => name.charAt(0).toLowerCase() + name.slice(1);

const HOUR = 60;

/** The alarms with a drill of their own. */
const drills: Readonly<Record<string, Drill>> = {
  RelayDlqAlarm: { break: unreadableRow, mend: purge('RelayDlq') },
  TaskDlqAlarm: { break: malformedTask, mend: purge('TaskDlq') },
  // What the stream keeps for a day is given up an hour before.
  StarterDlqAlarm: { ...broken('starter', 24 * HOUR), mend: purge('StarterDlq') },
  RelayIteratorAgeAlarm: broken('relay', 10),
  StarterIteratorAgeAlarm: broken('starter', 10),
  OldestOpenOrderAlarm: broken('chef', 2 * HOUR),
  CompensationAlarm: broken('chef', 3 * HOUR),
  PlaceOrderAlarm: { break: shut(20) },
  ExecutionsAlarm: broken('chef', HOUR),
};

/** The drill of an alarm, by its logical id. @throws Error for an alarm without one: it may be decoration */
export const drillOf = (alarmId: string): Drill => {
  const drill = drills[alarmId];
  if (drill !== undefined) return drill;
  const [, consumer, kind] = /^(\w+)(RetryQueue|Dlq)Alarm$/.exec(alarmId) ?? [];
  switch (kind) {
    case 'RetryQueue':
      return broken(lower(consumer), 25);
    case 'Dlq':
      return { break: poisonFor(lower(consumer)), mend: purge(`${consumer}Dlq`) };
    default:
      throw new Error(`${alarmId} has no drill: say in tests/scenarios/drills.ts how it comes to ring`);
  }
};

/** A world whose alarms have settled after the deployment. */
export const quietWorld = async (pkg: Package): Promise<World> => {
  const world = await createWorld(pkg, { seed: 1 });
  const { cloudwatch } = world.lab;
  await until(world, 10, () => cloudwatch.alarms().every(({ state }) => state === 'OK'));
  return world;
};

/** An alarm of the world, by its logical id. */
export const alarmIn = ({ lab, prefix }: World, alarmId: string): AlarmStatus => {
  const found = lab.cloudwatch.alarms().find(({ name }) => name.startsWith(`${prefix}${alarmId}-`));
  if (found === undefined) throw new Error(`there is no alarm ${alarmId}`);
  return found;
};

/** Lets time pass until something holds. @throws Error when it does not within so many minutes */
export const until = async ({ lab }: World, minutes: number, holds: () => boolean): Promise<void> => {
  const { clock } = lab.kernel;
  if (!(await clock.run(holds, clock.now() + minutes * 60_000))) {
    throw new Error(`that does not come about within ${minutes} minutes`);
  }
};
